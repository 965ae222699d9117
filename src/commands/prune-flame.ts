import type { FlameTree } from '../core/analysis/flame-tree.ts';
import { appendFrames, prunedFrameName } from '../core/model/frames.ts';

/**
 * The same tree without the nodes below `share` of the whole. Their weight stays: as one "(pruned)"
 * child, behind the kept ones, of the node they were called from. Totals are conserved.
 */
export function pruneFlame(tree: FlameTree, share: number): FlameTree {
  const least = share * (tree.total[0] as number);
  const known = tree.frames.name.lastIndexOf(prunedFrameName);
  const prunedFrame = known < 0 ? tree.frames.length : known;
  // Every kept node can get one "(pruned)" child.
  const capacity = tree.length * 2;
  const frame = new Int32Array(capacity);
  const parent = new Uint32Array(capacity);
  const depth = new Uint32Array(capacity);
  const self = new Float64Array(capacity);
  const total = new Float64Array(capacity);
  const end = new Uint32Array(capacity);
  const open: { readonly at: number; readonly end: number; dropped: number }[] = [];
  let length = 0;
  let prunedNodes = tree.prunedNodes;
  let prunedWeight = 0;
  let maxDepth = 0;
  const add = (node: { frame: number; self: number; total: number }): number => {
    const above = open.at(-1);
    const at = length++;
    frame[at] = node.frame;
    parent[at] = above?.at ?? 0;
    depth[at] = open.length;
    self[at] = node.self;
    total[at] = node.total;
    end[at] = at + 1;
    maxDepth = Math.max(maxDepth, open.length);
    return at;
  };
  const closeBefore = (node: number): void => {
    for (let top = open.at(-1); top !== undefined && top.end <= node; top = open.at(-1)) {
      if (top.dropped > 0) {
        add({ frame: prunedFrame, self: top.dropped, total: top.dropped });
        prunedWeight += top.dropped;
      }
      end[top.at] = length;
      open.pop();
    }
  };
  for (let node = 0; node < tree.length; ) {
    closeBefore(node);
    const weight = tree.total[node] as number;
    const after = tree.end[node] as number;
    const above = open.at(-1);
    const wasPruned = tree.frame[node] === prunedFrame;
    if (above !== undefined && (wasPruned || weight < least)) {
      above.dropped += weight;
      if (!wasPruned) prunedNodes += after - node;
      node = after;
      continue;
    }
    const at = add({ frame: tree.frame[node] as number, self: tree.self[node] as number, total: weight });
    open.push({ at, end: after, dropped: 0 });
    node += 1;
  }
  closeBefore(tree.length);
  return {
    ...tree,
    frames: known < 0 ? appendFrames(tree.frames, [prunedFrameName]) : tree.frames,
    length,
    frame: frame.subarray(0, length),
    parent: parent.subarray(0, length),
    depth: depth.subarray(0, length),
    self: self.subarray(0, length),
    total: total.subarray(0, length),
    end: end.subarray(0, length),
    maxDepth,
    prunedNodes,
    prunedWeight,
    pruneShare: share,
  };
}
