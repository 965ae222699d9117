import type { DiffTree } from './diff-tree.ts';

/** Calls of the base that the head no longer makes, by function. */
export interface GoneCalls {
  /** Index into the tree's frames. */
  readonly frame: number;
  /** What the calls cost in the base, their callees included. */
  readonly total: number;
  readonly self: number;
  /** Places in the tree that are gone. */
  readonly places: number;
  /** True where the function still runs in the head, called from elsewhere. */
  readonly elsewhere: boolean;
}

/**
 * The uppermost nodes that have weight in the base and none in the head, dearest first. What may only
 * have become too small to be kept in the head's tree is no gone call.
 */
export function listGoneCalls(tree: DiffTree): GoneCalls[] {
  const { total, self, frame, rest } = tree;
  const inHead = new Set<number>();
  for (let node = 1; node < tree.length; node++) if ((total.head[node] as number) > 0) inHead.add(frame[node] as number);
  const sums = new Map<number, { total: number; self: number; places: number }>();
  let node = 1;
  while (node < tree.length) {
    const gone = (total.head[node] as number) === 0 && (total.base[node] as number) > (tree.hidden.head[node] as number) && rest[node] === 0;
    if (!gone) {
      node += 1;
      continue;
    }
    const at = frame[node] as number;
    const sum = sums.get(at) ?? { total: 0, self: 0, places: 0 };
    sums.set(at, { total: sum.total + (total.base[node] as number), self: sum.self + (self.base[node] as number), places: sum.places + 1 });
    node = tree.end[node] as number;
  }
  const rows = [...sums].map(([at, sum]): GoneCalls => ({ frame: at, ...sum, elsewhere: inHead.has(at) }));
  return rows.sort((a, b) => b.total - a.total || a.frame - b.frame);
}
