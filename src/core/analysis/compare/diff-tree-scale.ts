import type { DiffSides, DiffTree } from './diff-tree.ts';

/**
 * The tree with each side's values brought to that side's known total: from the trees' units to the
 * base unit of a comparison, and from one run, or the sum of several, to their mean. A side without
 * weight stays at zero.
 */
export function scaleDiffTree(tree: DiffTree, totalBase: number, totalHead: number): DiffTree {
  const base = scaling(tree.total.base[0] ?? 0, totalBase);
  const head = scaling(tree.total.head[0] ?? 0, totalHead);
  const scaled = (sides: DiffSides): DiffSides => ({ base: sides.base.map(base), head: sides.head.map(head) });
  return {
    ...tree,
    self: scaled(tree.self),
    total: scaled(tree.total),
    hidden: scaled(tree.hidden),
    restWeight: { base: base(tree.restWeight.base), head: head(tree.restWeight.head) },
  };
}

function scaling(own: number, wanted: number): (value: number) => number {
  // Multiplied first, so that round figures stay round.
  return own > 0 && Number.isFinite(wanted) ? (value) => (value * wanted) / own : () => 0;
}
