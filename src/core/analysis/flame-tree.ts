import { appendFrames, prunedFrameName, type FrameTable } from '../model/frames.ts';
import type { StackProfile } from '../model/profile.ts';
import { StackTreeBuilder, type StackTable } from '../model/stacks.ts';
import { firstFrames, numberFunctions } from './function-table.ts';
import { listChildren, weighNodes } from './stack-walk.ts';

/**
 * A call tree ready to be drawn or exported: nodes in depth-first order, children heaviest first.
 * Node 0 is the root ("all"), its frame is -1. Columns of equal length, values in the profile's unit.
 */
export interface FlameTree {
  readonly frames: FrameTable;
  readonly length: number;
  readonly frame: Int32Array;
  readonly parent: Uint32Array;
  readonly depth: Uint32Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
  /** Index after the last node of this node's subtree. */
  readonly end: Uint32Array;
  readonly reconstructed: boolean;
  readonly maxDepth: number;
  /** Nodes left out because they weigh less than `pruneShare` of the total. */
  readonly prunedNodes: number;
  /** Weight of the pruned nodes; it is kept as self weight of "(pruned)" children. */
  readonly prunedWeight: number;
  readonly pruneShare: number;
}

export interface FlameOptions {
  /** Subtrees below this share of the total become one "(pruned)" child of their parent. */
  readonly pruneShare: number;
  /** Most nodes of the result; the share is raised until they suffice. */
  readonly maxNodes: number;
  /** Frames of one stack; what is called deeper becomes one "(deeper calls)" child. The viewer recurses and ends near 2,500. */
  readonly maxDepth: number;
  /** Frame table to name the nodes with: the profile's own, with paths shortened for display. */
  readonly frames: FrameTable;
}

/**
 * The profile's stacks as a drawable tree. Lines of one function are merged. The total is conserved:
 * what is pruned stays as weight of "(pruned)" children. Returns null where nothing has weight or a
 * weight is negative: neither can be drawn as widths.
 */
export function buildFlameTree(profile: StackProfile, options: FlameOptions): FlameTree | null {
  const merged = mergeLines(profile);
  const weights = weighNodes(merged.stacks, merged.samples);
  for (const value of weights.self) if (value < 0) return null;
  const all = weights.total[0] as number;
  if (!(all > 0)) return null;
  const drawable = markDrawable(merged.stacks, weights.total, options.maxDepth);
  let share = options.pruneShare;
  while (share < 1 && countKept(drawable, share * all) > options.maxNodes) share = share === 0 ? 1e-6 : Math.min(1, share * 3);
  return layOut(merged.stacks, weights, countKept(drawable, share * all), share, profile, options);
}

/** With line-level frames, the same tree by function: siblings that are lines of one function become one. */
function mergeLines(profile: StackProfile): Pick<StackProfile, 'stacks' | 'samples'> {
  if (profile.frameLine !== 'executing') return profile;
  const { stacks, samples, frames } = profile;
  const { functionOfFrame, count } = numberFunctions(frames, true);
  const frameOfFunction = firstFrames(functionOfFrame, count);
  const builder = new StackTreeBuilder(undefined, stacks.length + 1);
  const merged = new Uint32Array(stacks.length);
  for (let node = 1; node < stacks.length; node++) {
    const row = functionOfFrame[stacks.frame[node] as number] as number;
    merged[node] = builder.child(merged[stacks.parent[node] as number] as number, frameOfFunction[row] as number);
  }
  const stack = samples.stack.map((node) => merged[node] as number);
  return { stacks: builder.finish(), samples: { ...samples, stack } };
}

/** Inclusive weight per node, 0 for nodes below the depth cap. */
function markDrawable(stacks: StackTable, total: Float64Array, maxDepth: number): Float64Array {
  const depth = new Uint32Array(stacks.length);
  const drawable = total.slice();
  for (let node = 1; node < stacks.length; node++) {
    depth[node] = (depth[stacks.parent[node] as number] as number) + 1;
    if ((depth[node] as number) > maxDepth) drawable[node] = 0;
  }
  return drawable;
}

function countKept(drawable: Float64Array, least: number): number {
  let kept = 0;
  for (const value of drawable) if (value >= least && value > 0) kept += 1;
  return kept;
}

/** A node still to be laid out: of the source, or the rest that was pruned or lies too deep. */
interface Pending {
  readonly node: number;
  readonly under: number;
  readonly weight: number;
}
const PRUNED = -1;
const DEEPER = -2;

function layOut(stacks: StackTable, weights: { self: Float64Array; total: Float64Array }, kept: number, pruneShare: number, profile: StackProfile, options: FlameOptions): FlameTree {
  const named = options.frames;
  const least = pruneShare * (weights.total[0] as number);
  const { firstChild, nextSibling } = listChildren(stacks.parent, stacks.length);
  // The root, every kept node, and a rest below each of them.
  const capacity = 2 * kept + 2;
  const frame = new Int32Array(capacity);
  const parent = new Uint32Array(capacity);
  const depth = new Uint32Array(capacity);
  const self = new Float64Array(capacity);
  const total = new Float64Array(capacity);
  const end = new Uint32Array(capacity);
  let length = 0;
  let prunedWeight = 0;
  let keptNodes = 0;
  let maxDepth = 0;
  const pending: Pending[] = [{ node: 0, under: 0, weight: weights.total[0] as number }];
  for (let work = pending.pop(); work !== undefined; work = pending.pop()) {
    const at = length++;
    const isRoot = at === 0;
    parent[at] = work.under;
    depth[at] = isRoot ? 0 : (depth[work.under] as number) + 1;
    maxDepth = Math.max(maxDepth, depth[at]);
    total[at] = work.weight;
    if (work.node < 0) {
      frame[at] = named.length + (work.node === PRUNED ? 0 : 1);
      self[at] = work.weight;
      prunedWeight += work.weight;
      continue;
    }
    keptNodes += 1;
    frame[at] = isRoot ? -1 : (stacks.frame[work.node] as number);
    self[at] = weights.self[work.node] as number;
    const tooDeep = (depth[at] as number) >= options.maxDepth;
    const children: Pending[] = [];
    let dropped = 0;
    for (let child = firstChild[work.node] as number; child !== 0; child = nextSibling[child] as number) {
      const weight = weights.total[child] as number;
      if (weight >= least && weight > 0 && !tooDeep) children.push({ node: child, under: at, weight });
      else dropped += weight;
    }
    children.sort((a, b) => a.weight - b.weight || b.node - a.node);
    if (dropped > 0) pending.push({ node: tooDeep ? DEEPER : PRUNED, under: at, weight: dropped });
    for (const child of children) pending.push(child);
  }
  for (let node = length - 1; node >= 0; node--) {
    if (end[node] === 0) end[node] = node + 1;
    const up = parent[node] as number;
    if (node > 0) end[up] = Math.max(end[up] as number, end[node] as number);
  }
  return {
    frames: prunedWeight > 0 ? appendFrames(named, [prunedFrameName, '(deeper calls)']) : named,
    length,
    frame: frame.subarray(0, length),
    parent: parent.subarray(0, length),
    depth: depth.subarray(0, length),
    self: self.subarray(0, length),
    total: total.subarray(0, length),
    end: end.subarray(0, length),
    reconstructed: profile.semantics === 'reconstructed',
    maxDepth,
    prunedNodes: countKept(weights.total, 0) - keptNodes,
    prunedWeight,
    pruneShare,
  };
}
