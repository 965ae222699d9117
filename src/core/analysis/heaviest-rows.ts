import type { FunctionTable } from './function-table.ts';

/** The first rows of a function table in the order of the page, and how many rows have a value at all. */
export interface HeaviestRows {
  readonly order: Uint32Array;
  readonly count: number;
}

/**
 * Rows that weigh or were called, by self, then total, heaviest first, then in table order; the first
 * `most` of them. A large table is not sorted for a page that lists forty rows.
 */
export function heaviestRows(table: FunctionTable, most: number): HeaviestRows {
  const { self, total } = table;
  const rows = new Uint32Array(table.length);
  let count = 0;
  for (let row = 0; row < table.length; row++) {
    if (self[row] !== 0 || total[row] !== 0 || (table.calls[row] as number) > 0) rows[count++] = row;
  }
  const least = most < count ? valueAtRank(self, rows.subarray(0, count), most) : -Infinity;
  const candidates = rows.subarray(0, count).filter((row) => (self[row] as number) >= least);
  candidates.sort((a, b) => (self[b] as number) - (self[a] as number) || (total[b] as number) - (total[a] as number) || a - b);
  return { order: most < count ? candidates.subarray(0, most) : candidates, count };
}

/** The `rank` largest value of the rows; typed arrays sort without a comparison function by themselves. */
function valueAtRank(values: Float64Array, rows: Uint32Array, rank: number): number {
  const sorted = Float64Array.from(rows, (row) => values[row] as number).sort();
  return sorted[sorted.length - rank] as number;
}
