import { prunedFrameName, type FrameTable } from '../../model/frames.ts';
import type { FlameTree } from '../flame-tree.ts';

/**
 * Two call trees in one: nodes in depth-first order, among siblings the one that is heaviest on either
 * side first. Node 0 is the root, its frame is -1. Columns of equal length; the values of a side are in
 * the unit of that side's tree until `scaleDiffTree` brings both to one.
 */
export interface DiffTree {
  readonly frames: FrameTable;
  readonly length: number;
  readonly frame: Int32Array;
  readonly parent: Uint32Array;
  readonly depth: Uint32Array;
  /** Index after the last node of this node's subtree. */
  readonly end: Uint32Array;
  readonly self: DiffSides;
  readonly total: DiffSides;
  /**
   * What a node that is absent on a side may still weigh there, hidden in the "(pruned)" rest of its
   * nearest caller on that side: an upper bound, 0 where the absence is certain.
   */
  readonly hidden: DiffSides;
  /** 1 for the rests: "(pruned)" and "(deeper calls)" hold different calls on the two sides and are no functions. */
  readonly rest: Uint8Array;
  readonly reconstructed: boolean;
  /** Weight of the rests on each side. */
  readonly restWeight: { readonly base: number; readonly head: number };
}

export interface DiffSides {
  readonly base: Float64Array;
  readonly head: Float64Array;
}

/** Identity of a frame across the two trees, by default name and file: lines move with every edit above them. */
export type KeyOfFrame = (frames: FrameTable, frame: number) => string;

export const nameAndFile: KeyOfFrame = (frames, frame) => `${frames.file[frame] ?? ''}\u0000${frames.name[frame] ?? ''}`;

/** The two trees merged by the path of functions to each node. Both totals, and all self weights, are conserved. */
export function buildDiffTree(base: FlameTree, head: FlameTree, keyOfFrame: KeyOfFrame = nameAndFile): DiffTree {
  const merging = new Merging(keyOfFrame);
  const headNodes = merging.add(head);
  const baseNodes = merging.add(base);
  const { length } = merging.parents;
  const total = { base: spread(base.total, baseNodes, length), head: spread(head.total, headNodes, length) };
  const self = { base: spread(base.self, baseNodes, length), head: spread(head.self, headNodes, length) };
  const { order, parent, depth, end } = depthFirst(merging.parents, total);
  const inOrder = (column: Float64Array): Float64Array => Float64Array.from(order, (node) => column[node] as number);
  const both = (sides: DiffSides): DiffSides => ({ base: inOrder(sides.base), head: inOrder(sides.head) });
  const shape = {
    frames: merging.frames(),
    length,
    frame: Int32Array.from(order, (node) => merging.frameOf[node] as number),
    parent,
    depth,
    end,
    self: both(self),
    total: both(total),
  };
  const rest = Uint8Array.from(shape.frame, (frame) => (isRest(shape.frames, frame) ? 1 : 0));
  const hidden = { base: hiddenBounds(shape, rest, shape.total.base, base), head: hiddenBounds(shape, rest, shape.total.head, head) };
  return { ...shape, hidden, rest, reconstructed: base.reconstructed || head.reconstructed, restWeight: { base: base.prunedWeight, head: head.prunedWeight } };
}

/** Gives every node of the trees a node of the merged tree, in the order of arrival. */
class Merging {
  readonly parents: number[] = [0];
  readonly frameOf: number[] = [-1];
  private readonly children = new Map<string, number>();
  private readonly functions = new Map<string, number>();
  private readonly names: string[] = [];
  private readonly files: string[] = [];
  private readonly lines: number[] = [];
  private readonly keyOfFrame: KeyOfFrame;

  constructor(keyOfFrame: KeyOfFrame) {
    this.keyOfFrame = keyOfFrame;
  }

  add(tree: FlameTree): Uint32Array {
    const nodes = new Uint32Array(tree.length);
    const known = new Map<number, number>();
    for (let node = 1; node < tree.length; node++) {
      const frame = tree.frame[node] as number;
      const merged = known.get(frame) ?? this.functionOf(tree.frames, frame);
      known.set(frame, merged);
      nodes[node] = this.child(nodes[tree.parent[node] as number] as number, merged);
    }
    return nodes;
  }

  frames(): FrameTable {
    return { length: this.names.length, name: this.names, file: this.files, line: this.lines };
  }

  private functionOf(frames: FrameTable, frame: number): number {
    const key = this.keyOfFrame(frames, frame);
    const known = this.functions.get(key);
    if (known !== undefined) return known;
    this.functions.set(key, this.names.length);
    this.files.push(frames.file[frame] ?? '');
    this.lines.push(frames.line[frame] ?? 0);
    return this.names.push(frames.name[frame] ?? '') - 1;
  }

  private child(parent: number, frame: number): number {
    const key = `${parent} ${frame}`;
    const known = this.children.get(key);
    if (known !== undefined) return known;
    const made = this.parents.push(parent) - 1;
    this.frameOf.push(frame);
    this.children.set(key, made);
    return made;
  }
}

/** Sums the values of a tree's nodes into their merged nodes. */
function spread(values: Float64Array, nodes: Uint32Array, length: number): Float64Array {
  const sums = new Float64Array(length);
  for (let node = 0; node < nodes.length; node++) {
    const at = nodes[node] as number;
    sums[at] = (sums[at] as number) + (values[node] as number);
  }
  return sums;
}

function depthFirst(parents: readonly number[], total: DiffSides): { order: Uint32Array; parent: Uint32Array; depth: Uint32Array; end: Uint32Array } {
  const { length } = parents;
  const weight = (node: number): number => Math.max(total.base[node] as number, total.head[node] as number);
  const children: number[][] = parents.map(() => []);
  for (let node = 1; node < length; node++) children[parents[node] as number]?.push(node);
  const order = new Uint32Array(length);
  const place = new Uint32Array(length);
  const parent = new Uint32Array(length);
  const depth = new Uint32Array(length);
  const end = new Uint32Array(length);
  let at = 0;
  const pending = [0];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    place[node] = at;
    order[at] = node;
    if (at > 0) {
      const up = place[parents[node] as number] as number;
      parent[at] = up;
      depth[at] = (depth[up] as number) + 1;
    }
    at += 1;
    // The last one pushed comes next.
    for (const child of (children[node] as number[]).sort((a, b) => weight(a) - weight(b) || b - a)) pending.push(child);
  }
  for (let node = length - 1; node >= 0; node--) {
    end[node] = Math.max(end[node] as number, node + 1);
    const up = parent[node] as number;
    if (node > 0) end[up] = Math.max(end[up] as number, end[node] as number);
  }
  return { order, parent, depth, end };
}

const deeperName = '(deeper calls)';

function isRest(frames: FrameTable, frame: number): boolean {
  if (frame < 0 || frames.file[frame] !== '') return false;
  const name = frames.name[frame];
  return name === prunedFrameName || name === deeperName;
}

/** For nodes without weight on a side: the rest below their nearest ancestor that is there. */
function hiddenBounds(shape: Pick<DiffTree, 'frames' | 'frame' | 'parent' | 'length'>, rest: Uint8Array, total: Float64Array, side: FlameTree): Float64Array {
  const below = new Float64Array(shape.length);
  // A reconstruction leaves out by rules of its own; elsewhere each pruned call is below the share.
  const pruned = side.reconstructed ? Infinity : side.pruneShare * (side.total[0] as number);
  for (let node = 1; node < shape.length; node++) {
    if (rest[node] === 0) continue;
    const weight = total[node] as number;
    const up = shape.parent[node] as number;
    const most = shape.frames.name[shape.frame[node] as number] === deeperName ? weight : Math.min(weight, pruned);
    below[up] = Math.max(below[up] as number, most);
  }
  const hidden = new Float64Array(shape.length);
  for (let node = 1; node < shape.length; node++) {
    if ((total[node] as number) > 0) continue;
    const up = shape.parent[node] as number;
    hidden[node] = (total[up] as number) > 0 ? (below[up] as number) : (hidden[up] as number);
  }
  return hidden;
}
