import { expect } from 'chai';
import { heaviestRows } from '../../../src/core/analysis/heaviest-rows.ts';
import type { FunctionTable } from '../../../src/core/analysis/function-table.ts';

function table(...rows: [self: number, total: number, calls?: number][]): FunctionTable {
  const numbers = Uint32Array.from(rows.keys());
  const calls = Float64Array.from(rows, ([, , count]) => count ?? -1);
  return {
    length: rows.length,
    frame: numbers,
    functionOfFrame: numbers,
    self: Float64Array.from(rows, ([self]) => self),
    total: Float64Array.from(rows, ([, total]) => total),
    calls,
    primitiveCalls: calls,
  };
}

// Ties by self at every cut, a negative value, a row that was only called and one without anything.
const mixed = table([2, 9], [0, 0], [5, 5], [2, 4], [-3, 1], [0, 0, 7], [2, 9], [0, 8]);
const sorted = [2, 0, 6, 3, 7, 5, 4];

describe('heaviestRows', () => {
  it('sorts by self, then total, then place, without rows that have no value', () => {
    expect(heaviestRows(mixed, Infinity)).to.deep.equal({ order: Uint32Array.from(sorted), count: 7 });
  });

  it('gives the same first rows wherever the table is cut', () => {
    for (let most = 1; most <= sorted.length; most++) expect([...heaviestRows(mixed, most).order], `${most} rows`).to.deep.equal(sorted.slice(0, most));
  });

  it('has nothing to sort in an empty table', () => {
    expect(heaviestRows(table(), 3)).to.deep.equal({ order: new Uint32Array(0), count: 0 });
  });
});
