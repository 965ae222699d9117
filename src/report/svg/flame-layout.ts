import type { FlameTree } from '../../core/analysis/flame-tree.ts';

/** One box: `x` and `width` as shares of the picture, `row` from the top. */
export interface FlameBox {
  readonly node: number;
  readonly x: number;
  readonly width: number;
  readonly row: number;
}

/** Frames from `first` to `last` that follow each other with nearly all the weight: drawn as one row. */
export interface Trunk {
  readonly first: number;
  readonly last: number;
  readonly frames: number;
}

export interface FlameLayout {
  readonly root: number;
  /** In depth-first order; a box's parent comes before it. */
  readonly boxes: readonly FlameBox[];
  readonly trunk: Trunk | null;
  readonly rows: number;
  /** Nodes below the root that have no box: too small, too many, or too deep. */
  readonly leftOut: number;
  /** Of these, the ones below the last row. */
  readonly tooDeep: number;
}

export interface LayoutBounds {
  readonly maxBoxes: number;
  readonly maxRows: number;
  /** Boxes below this share of the root are left out. */
  readonly minShare: number;
  /** The picture ends above the first row without a box of this share. */
  readonly rowShare: number;
}

/** A trunk carries at least this share of the root, and is folded when longer than `shortTrunk`. */
const trunkShare = 0.98;
const shortTrunk = 4;

/**
 * Boxes of the subtree at `root`, drawn top down over the full width: the largest ones that the bounds
 * allow. `offsets` is `nodeOffsets(tree)`. Where the tree is deeper than the rows, its trunk is folded.
 */
export function layOutFlame(tree: FlameTree, offsets: Float64Array, root: number, bounds: LayoutBounds): FlameLayout {
  const all = tree.total[root] as number;
  const trunk = findTrunk(tree, root, bounds);
  const top = trunk === null ? root : trunk.last;
  const topDepth = tree.depth[top] as number;
  const topRow = trunk === null ? 0 : 1;
  const start = offsets[root] as number;
  const candidates: number[] = [];
  let tooDeep = 0;
  const maxRows = Math.min(bounds.maxRows, usefulRows(tree, top, bounds.rowShare * all) + topRow);
  for (let node = top + 1; node < (tree.end[top] as number); node++) {
    const row = (tree.depth[node] as number) - topDepth + topRow;
    if (row >= maxRows) tooDeep += 1;
    else if ((tree.total[node] as number) >= bounds.minShare * all) candidates.push(node);
  }
  candidates.sort((a, b) => (tree.total[b] as number) - (tree.total[a] as number) || a - b);
  const kept = candidates.slice(0, Math.max(0, bounds.maxBoxes - 1 - topRow)).sort((a, b) => a - b);
  const place = (node: number, row: number): FlameBox => ({
    node,
    x: ((offsets[node] as number) - start) / all,
    width: (tree.total[node] as number) / all,
    row,
  });
  const boxes = [place(root, 0)];
  if (trunk !== null) boxes.push(place(trunk.last, 1));
  let rows = boxes.length;
  for (const node of kept) {
    const row = (tree.depth[node] as number) - topDepth + topRow;
    rows = Math.max(rows, row + 1);
    boxes.push(place(node, row));
  }
  const drawn = boxes.length - 1 + (trunk === null ? 0 : trunk.frames - 1);
  return { root, boxes, trunk, rows, leftOut: (tree.end[root] as number) - root - 1 - drawn, tooDeep };
}

/** Where each node begins, in the profile's unit from the left edge; self weight is on the right. */
export function nodeOffsets(tree: FlameTree): Float64Array {
  const offsets = new Float64Array(tree.length);
  const next = new Float64Array(tree.length);
  for (let node = 1; node < tree.length; node++) {
    const parent = tree.parent[node] as number;
    const at = next[parent] as number;
    offsets[node] = at;
    next[node] = at;
    next[parent] = at + (tree.total[node] as number);
  }
  return offsets;
}

function findTrunk(tree: FlameTree, root: number, bounds: LayoutBounds): Trunk | null {
  if (deepestBelow(tree, root) - (tree.depth[root] as number) < bounds.maxRows) return null;
  const least = (tree.total[root] as number) * trunkShare;
  let last = root;
  // Children are heaviest first, so the node after a parent is its heaviest child.
  while (last + 1 < (tree.end[last] as number) && (tree.total[last + 1] as number) >= least) last += 1;
  // The last frame of the trunk keeps a row of its own when it is what branches.
  const frames = (tree.depth[last] as number) - (tree.depth[root] as number);
  return frames > shortTrunk ? { first: root + 1, last, frames } : null;
}

/** Rows from `top` down that have a box of at least `least`; boxes only get narrower on the way down. */
function usefulRows(tree: FlameTree, top: number, least: number): number {
  let deepest = tree.depth[top] as number;
  for (let node = top; node < (tree.end[top] as number); node++) if ((tree.total[node] as number) >= least) deepest = Math.max(deepest, tree.depth[node] as number);
  return deepest - (tree.depth[top] as number) + 1;
}

function deepestBelow(tree: FlameTree, root: number): number {
  let deepest = 0;
  for (let node = root; node < (tree.end[root] as number); node++) deepest = Math.max(deepest, tree.depth[node] as number);
  return deepest;
}
