import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { medianAbsoluteDeviation, medianOf, standardDeviation, summarize } from '../../../src/core/stats/summary.ts';

interface OracleRow {
  readonly name: string;
  readonly values: readonly number[];
  readonly standardDeviation: number;
  readonly medianAbsoluteDeviation: number;
  readonly [figure: string]: unknown;
}

const { rows } = JSON.parse(readFileSync(new URL('summary-oracle.json', import.meta.url), 'utf8')) as { rows: OracleRow[] };
const figures = ['count', 'median', 'min', 'max', 'lowerQuartile', 'upperQuartile', 'relativeNoise'] as const;

function expectClose(actual: number | null, expected: number, what: string): void {
  expect(actual, what).to.be.closeTo(expected, Math.max(Math.abs(expected) * 1e-9, 1e-15));
}

describe('summarize', () => {
  for (const row of rows) {
    it(`agrees with Python's statistics on ${row.name}`, () => {
      const spread = summarize(row.values);
      for (const figure of figures) expectClose(spread[figure], row[figure] as number, figure);
      const sorted = Float64Array.from(row.values).sort();
      expectClose(standardDeviation(sorted), row.standardDeviation, 'standard deviation');
      expectClose(medianAbsoluteDeviation(sorted, spread.median), row.medianAbsoluteDeviation, 'median absolute deviation');
    });
  }

  it('knows no noise of one value, nor of values around 0', () => {
    expect(summarize([3])).to.deep.equal({ count: 1, median: 3, min: 3, max: 3, lowerQuartile: 3, upperQuartile: 3, relativeNoise: null });
    expect(summarize([-1, 0, 1]).relativeNoise).to.equal(null);
  });

  it('leaves the values as they are', () => {
    const values = [3, 1, 2];
    summarize(values);
    expect([values, medianOf(values), medianOf([])]).to.deep.equal([[3, 1, 2], 2, null]);
  });
});
