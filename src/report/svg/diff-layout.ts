import type { DiffTree } from '../../core/analysis/compare/diff-tree.ts';
import { layOutFlame, nodeOffsets, type FlameLayout, type LayoutBounds } from './flame-layout.ts';

/** One box of the head's picture: `x` and `width` as shares of the head's total. */
export interface DiffBox {
  readonly node: number;
  readonly x: number;
  readonly width: number;
  readonly row: number;
  /** Index of the box it hangs below; 0 for the root's own. */
  readonly parent: number;
  /** False where the head has no width to show: the script shows it when the widths are the base's. */
  readonly shown: boolean;
}

export interface DiffLayout {
  /** In depth-first order; a box's parent comes before it. */
  readonly boxes: readonly DiffBox[];
  readonly rows: number;
  readonly trunk: FlameLayout['trunk'];
  /** Nodes without a box. */
  readonly leftOut: number;
}

/** Chooses the boxes by what they weigh on the heavier side, so that neither side loses a large one. */
export function layOutDiff(tree: DiffTree, bounds: LayoutBounds): DiffLayout {
  const heavier = tree.total.head.map((value, node) => Math.max(value, tree.total.base[node] as number));
  const shape = { ...tree, self: tree.self.head, maxDepth: 0, prunedNodes: 0, prunedWeight: 0, pruneShare: 0 };
  const layout = layOutFlame({ ...shape, total: heavier }, new Float64Array(tree.length), 0, bounds);
  const offsets = nodeOffsets({ ...shape, total: tree.total.head });
  const all = tree.total.head[0] as number;
  const share = (value: number): number => (all > 0 ? value / all : 0);
  const boxOf = new Map<number, number>();
  const boxes = layout.boxes.map((box, index): DiffBox => {
    boxOf.set(box.node, index);
    let up = tree.parent[box.node] as number;
    while (!boxOf.has(up)) up = tree.parent[up] as number;
    const width = share(tree.total.head[box.node] as number);
    return { node: box.node, x: share(offsets[box.node] as number), width, row: box.row, parent: boxOf.get(up) ?? 0, shown: width >= bounds.minShare };
  });
  const rows = 1 + boxes.reduce((deepest, box) => (box.shown ? Math.max(deepest, box.row) : deepest), 0);
  return { boxes, rows, trunk: layout.trunk, leftOut: layout.leftOut };
}
