import type { FlameTree } from '../../core/analysis/flame-tree.ts';
import { StackPaths, tokensOf } from '../stack-paths.ts';
import type { ViewerFrames } from './viewer-frames.ts';
import type { WeightedStacks } from './weighted-stacks.ts';

const COMMA = 0x2c;

/** One sample: a node's path, then the viewer index of one frame more, or -1. */
interface Row {
  readonly node: number;
  readonly extra: number;
  readonly weight: number;
}

/** The nodes of a tree that have self weight as samples, in the tree's order, with deep subtrees cut to one frame. */
export class CappedStacks {
  readonly rows: readonly Row[];
  /** Bytes of the samples as JSON. */
  readonly byteLength: number;
  private readonly paths: StackPaths;

  constructor(tree: FlameTree, frames: ViewerFrames, maxDepth: number) {
    this.rows = rowsOf(tree, frames, maxDepth);
    const names = new Array<string>(tree.frames.length).fill('');
    for (let node = 1; node < tree.length; node++) {
      if ((tree.depth[node] as number) >= maxDepth) continue;
      const frame = tree.frame[node] as number;
      if (names[frame] === '') names[frame] = String(frames.indexOf(frame));
    }
    this.paths = new StackPaths(tree, tokensOf(names), COMMA);
    let bytes = 0;
    for (const row of this.rows) bytes += this.paths.lengthOf(row.node) + (row.extra < 0 ? 0 : String(row.extra).length + 1) + 3;
    this.byteLength = bytes;
  }

  write(): WeightedStacks {
    const bytes = Buffer.allocUnsafe(this.byteLength);
    let at = 0;
    for (const { node, extra } of this.rows) {
      bytes[at++] = 0x5b;
      at = this.paths.write(node, bytes, at);
      if (extra >= 0) {
        if (node !== 0) bytes[at++] = COMMA;
        at += bytes.write(String(extra), at, 'latin1');
      }
      bytes[at++] = 0x5d;
      bytes[at++] = COMMA;
    }
    return { samples: bytes.toString('latin1', 0, at - 1), weights: this.rows.map((row) => row.weight) };
  }
}

function rowsOf(tree: FlameTree, frames: ViewerFrames, maxDepth: number): Row[] {
  const rows: Row[] = [];
  const last = maxDepth - 1;
  for (let node = 0; node < tree.length; ) {
    const weight = tree.self[node] as number;
    if (weight > 0) rows.push({ node, extra: node === 0 ? frames.none() : -1, weight });
    const end = tree.end[node] as number;
    if (tree.depth[node] !== last || end === node + 1) {
      node += 1;
      continue;
    }
    let deeper = 0;
    let elided = 0;
    for (let below = node + 1; below < end; below++) {
      deeper += tree.self[below] as number;
      elided = Math.max(elided, (tree.depth[below] as number) - last);
    }
    if (deeper > 0) rows.push({ node, extra: frames.elided(elided), weight: deeper });
    node = end;
  }
  return rows;
}
