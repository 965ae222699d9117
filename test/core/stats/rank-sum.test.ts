import { expect } from 'chai';
import { seededRandom } from '../../../src/core/stats/random.ts';
import { estimateUnpairedShift, rankSumBound, testRankSum } from '../../../src/core/stats/rank-sum.ts';
import { expectSame, readVectors } from './read-vectors.ts';

interface RankSumVectors {
  readonly cases: readonly {
    readonly name: string;
    readonly base: readonly number[];
    readonly head: readonly number[];
    readonly statistic: number;
    readonly pGreater: number;
    readonly pLess: number;
    readonly estimate: number;
    readonly lower99?: number | null;
    readonly upper95?: number | null;
  }[];
  readonly bounds: readonly (readonly [baseCount: number, headCount: number, alpha: number, k: number | null])[];
}

const { cases, bounds } = readVectors<RankSumVectors>('rank-sum.json');

describe('rank sum', () => {
  for (const row of cases) {
    it(`agrees with scipy on ${row.name}`, () => {
      const test = testRankSum(row.base, row.head);
      expect(test.statistic).to.equal(row.statistic);
      expectSame(test.pGreater, row.pGreater, 'P(greater)');
      expectSame(test.pLess, row.pLess, 'P(less)');
      const shift = estimateUnpairedShift(row.base, row.head);
      expectSame(shift.estimate, row.estimate, 'estimate');
      if (row.lower99 !== undefined) expectSame(shift.lowerBound(0.01), row.lower99, '99 % lower bound');
      if (row.upper95 !== undefined) expectSame(shift.upperBound(0.05), row.upper95, '95 % upper bound');
    });
  }

  it('trims as many differences as scipy\'s exact distribution allows', () => {
    for (const [m, n, alpha, k] of bounds) {
      expect(rankSumBound(m, n, alpha), `${m} against ${n}, ${alpha}`).to.equal(k);
      expect(rankSumBound(n, m, alpha), `${n} against ${m}, ${alpha}`).to.equal(k);
    }
  });

  it('trims as the published table of k says', () => {
    const table = [5, 6, 7, 8, 10, 15, 20].map((count) => `${count}:${rankSumBound(count, count, 0.01)}`);
    expect(table.join(' ')).to.equal('5:1 6:3 7:6 8:9 10:19 15:56 20:114');
  });

  it('knows nothing where an arm is empty', () => {
    expect(testRankSum([], [1, 2])).to.deep.equal({ statistic: 0, pGreater: 1, pLess: 1 });
    expect(testRankSum([1, 2], [])).to.deep.equal({ statistic: 0, pGreater: 1, pLess: 1 });
    expect(rankSumBound(0, 9, 0.5)).to.equal(null);
    const shift = estimateUnpairedShift([], [1]);
    expect([shift.estimate, shift.lowerBound(0.5), shift.upperBound(0.5)]).to.deep.equal([NaN, null, null]);
  });

  it('sees no difference in many equal values', () => {
    const equal = new Array<number>(60).fill(3);
    expect(testRankSum(equal, equal)).to.deep.equal({ statistic: 1800, pGreater: 1, pLess: 1 });
  });

  it('mirrors, scales and ignores order', () => {
    const random = seededRandom(12);
    const base = Array.from({ length: 9 }, () => Math.round(random.normal() * 8) / 8);
    const head = Array.from({ length: 12 }, () => Math.round(random.normal() * 8) / 8 + 0.5);
    const test = testRankSum(base, head);
    expect(testRankSum([...base].reverse(), [...head].reverse())).to.deep.equal(test);
    expect(testRankSum(base.map((value) => value * 2 + 1), head.map((value) => value * 2 + 1))).to.deep.equal(test);
    const swapped = testRankSum(head, base);
    expect([swapped.statistic, swapped.pGreater, swapped.pLess]).to.deep.equal([108 - test.statistic, test.pLess, test.pGreater]);
    const [shift, back] = [estimateUnpairedShift(base, head), estimateUnpairedShift(head, base)];
    expect([-back.estimate, -(back.upperBound(0.01) ?? NaN)]).to.deep.equal([shift.estimate, shift.lowerBound(0.01)]);
  });

  it('passes from the exact to the normal distribution without a step', () => {
    const [exact, next] = [rankSumBound(50, 50, 0.01) as number, rankSumBound(50, 51, 0.01) as number];
    expect(next - exact).to.be.within(10, 40);
  });
});
