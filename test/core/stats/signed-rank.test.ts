import { expect } from 'chai';
import { seededRandom } from '../../../src/core/stats/random.ts';
import { estimatePairedShift, signedRankBound, testSignedRank } from '../../../src/core/stats/signed-rank.ts';
import { expectSame, readVectors } from './read-vectors.ts';

interface SignedRankVectors {
  readonly cases: readonly {
    readonly name: string;
    readonly values: readonly number[];
    readonly statistic: number;
    readonly used: number;
    readonly pGreater: number;
    readonly pLess: number;
    readonly estimate: number;
    readonly lower99?: number | null;
    readonly upper95?: number | null;
  }[];
  readonly bounds: readonly (readonly [count: number, alpha: number, k: number | null])[];
}

const { cases, bounds } = readVectors<SignedRankVectors>('signed-rank.json');
const random = seededRandom(11);
const normals = (count: number): number[] => Array.from({ length: count }, () => random.normal());

describe('signed rank', () => {
  for (const row of cases) {
    it(`agrees with scipy on ${row.name}`, () => {
      const test = testSignedRank(row.values);
      expect([test.statistic, test.used]).to.deep.equal([row.statistic, row.used]);
      expectSame(test.pGreater, row.pGreater, 'P(greater)');
      expectSame(test.pLess, row.pLess, 'P(less)');
      const shift = estimatePairedShift(row.values);
      expectSame(shift.estimate, row.estimate, 'estimate');
      if (row.lower99 !== undefined) expectSame(shift.lowerBound(0.01), row.lower99, '99 % lower bound');
      if (row.upper95 !== undefined) expectSame(shift.upperBound(0.05), row.upper95, '95 % upper bound');
    });
  }

  it('trims as many Walsh averages as scipy\'s exact distribution allows', () => {
    for (const [count, alpha, k] of bounds) expect(signedRankBound(count, alpha), `${count} values, ${alpha}`).to.equal(k);
  });

  it('trims as the published table of k says', () => {
    const table = (alpha: number, counts: readonly number[]): string => counts.map((count) => `${count}:${signedRankBound(count, alpha)}`).join(' ');
    expect(table(0.01, [6, 7, 8, 9, 10, 12, 15, 18, 20, 24, 30, 36])).to.equal('6:null 7:0 8:1 9:3 10:5 12:9 15:19 18:32 20:43 24:69 30:120 36:185');
    expect(table(0.01 / 3, [8, 9, 10, 12, 18, 24, 36])).to.equal('8:null 9:0 10:2 12:5 18:25 24:57 36:163');
  });

  it('finds estimate .10, L99 .06 and U95 .125 in the worked example', () => {
    const shift = estimatePairedShift([0.1, 0.12, 0.08, 0.15, 0.05, 0.11, 0.09, 0.13, 0.02, 0.14]);
    expect([shift.estimate, shift.lowerBound(0.01), shift.upperBound(0.05)].map((value) => value?.toFixed(12))).to.deep.equal(['0.100000000000', '0.060000000000', '0.125000000000']);
  });

  it('knows nothing of nothing, and of pairs that are all equal', () => {
    for (const values of [[], [0, 0, 0]]) expect(testSignedRank(values)).to.deep.equal({ statistic: 0, used: 0, pGreater: 1, pLess: 1 });
    const shift = estimatePairedShift([]);
    expect([shift.estimate, shift.lowerBound(0.5), shift.upperBound(0.5)]).to.deep.equal([NaN, null, null]);
    expect(signedRankBound(0, 0.5)).to.equal(null);
    expect([estimatePairedShift([0, 0, 0, 0, 0]).lowerBound(0.05), estimatePairedShift([0, 0, 0, 0, 0]).upperBound(0.05)]).to.deep.equal([0, 0]);
  });

  it('mirrors, scales and ignores order', () => {
    for (const values of [normals(9), normals(36), [...normals(20), 0, 0, 0.5, 0.5, -0.5]]) {
      const shift = estimatePairedShift(values);
      const mirrored = estimatePairedShift(values.map((value) => -value));
      expect([-mirrored.estimate, -(mirrored.upperBound(0.01) ?? NaN), -(mirrored.lowerBound(0.05) ?? NaN)]).to.deep.equal([shift.estimate, shift.lowerBound(0.01), shift.upperBound(0.05)]);
      const scaled = estimatePairedShift(values.map((value) => value * 4));
      expect([scaled.estimate / 4, (scaled.lowerBound(0.01) ?? NaN) / 4]).to.deep.equal([shift.estimate, shift.lowerBound(0.01)]);
      const turned = [...values.slice(5).reverse(), ...values.slice(0, 5)];
      expect(estimatePairedShift(turned).lowerBound(0.01)).to.equal(shift.lowerBound(0.01));
      const test = testSignedRank(values);
      expect(testSignedRank(turned)).to.deep.equal(test);
      expect(testSignedRank(values.map((value) => value * 4))).to.deep.equal(test);
      const mirroredTest = testSignedRank(values.map((value) => -value));
      expect([mirroredTest.pGreater, mirroredTest.pLess]).to.deep.equal([test.pLess, test.pGreater]);
    }
  });

  it('has a lower bound above 0 exactly where the test is as certain', () => {
    for (let trial = 0; trial < 300; trial++) {
      const values = normals(12).map((value) => value + 0.6);
      expect((estimatePairedShift(values).lowerBound(0.01) ?? -1) > 0).to.equal(testSignedRank(values).pGreater <= 0.01);
    }
  });

  it('passes from the exact to the normal distribution without a step', () => {
    const [exact, next] = [signedRankBound(200, 0.01) as number, signedRankBound(201, 0.01) as number];
    expect(next - exact).to.be.within(60, 110);
    expect(signedRankBound(10_000, 1e-320)).to.be.lessThan(signedRankBound(10_000, 0.4) as number);
  });

  it('takes less than 5 ms for the bounds of 36 pairs', () => {
    const values = normals(36);
    const start = process.cpuUsage().user;
    for (let round = 0; round < 100; round++) {
      const shift = estimatePairedShift(values.map((value) => value + round));
      expect(shift.lowerBound(0.01 / 3)).to.be.lessThan(shift.upperBound(0.05 / 3) as number);
    }
    expect((process.cpuUsage().user - start) / 100 / 1000).to.be.lessThan(5);
  });
});
