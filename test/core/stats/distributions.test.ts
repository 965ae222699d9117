import { expect } from 'chai';
import { adjustBenjaminiHochberg, adjustHolm } from '../../../src/core/stats/multiple.ts';
import { normalCdf, normalQuantile } from '../../../src/core/stats/normal.ts';
import { predictionBound } from '../../../src/core/stats/prediction-bound.ts';
import { logSpread } from '../../../src/core/stats/sensitivity.ts';
import { studentCdf, studentQuantile } from '../../../src/core/stats/student.ts';
import { expectSame, readVectors } from './read-vectors.ts';

interface DistributionVectors {
  readonly studentQuantiles: readonly (readonly [probability: number, degrees: number, t: number])[];
  readonly studentProbabilities: readonly (readonly [t: number, degrees: number, probability: number])[];
  readonly normalQuantiles: readonly (readonly [probability: number, x: number])[];
  readonly normalProbabilities: readonly (readonly [x: number, probability: number])[];
}
interface Family {
  readonly p: readonly number[];
  readonly holm: readonly number[];
  readonly benjaminiHochberg: readonly number[];
}
interface HistoryCase {
  readonly values: readonly number[];
  readonly probability: number;
  readonly spread: number;
  readonly bound: number;
}

const vectors = readVectors<DistributionVectors>('distributions.json');

describe('distributions', () => {
  it('agree with scipy on Student\'s t', () => {
    for (const [probability, degrees, t] of vectors.studentQuantiles) {
      if (probability === 0.5) expect(studentQuantile(probability, degrees)).to.be.closeTo(0, 1e-12);
      else expectSame(studentQuantile(probability, degrees), t, `quantile ${probability}, ${degrees} degrees`);
    }
    for (const [t, degrees, probability] of vectors.studentProbabilities) expectSame(studentCdf(t, degrees), probability, `P(T <= ${t}), ${degrees} degrees`);
  });

  it('agree with scipy on the normal distribution', () => {
    for (const [probability, x] of vectors.normalQuantiles) expect(normalQuantile(probability), `quantile ${probability}`).to.be.closeTo(x, 1e-9);
    for (const [x, probability] of vectors.normalProbabilities) expectSame(normalCdf(x), probability, `P(Z <= ${x})`);
  });

  it('have quantiles at their ends, and none of what is no probability', () => {
    expect([0, 1, NaN, -0.1, 1.1].map(normalQuantile)).to.deep.equal([-Infinity, Infinity, NaN, NaN, NaN]);
    expect([0, 1, 2].map((probability) => studentQuantile(probability, 5))).to.deep.equal([-Infinity, Infinity, NaN]);
    expect([normalCdf(-Infinity), normalCdf(Infinity), normalCdf(NaN)]).to.deep.equal([0, 1, NaN]);
    expect([studentCdf(-Infinity, 3), studentCdf(Infinity, 3), studentCdf(0, 3)]).to.deep.equal([0, 1, 0.5]);
  });
});

describe('several tests at once', () => {
  it('agrees with statsmodels and scipy on Holm and Benjamini-Hochberg', () => {
    for (const { p, holm, benjaminiHochberg } of readVectors<{ families: readonly Family[] }>('multiple.json').families) {
      adjustHolm(p).forEach((value, index) => expect(value, `Holm ${p.join()} ${index}`).to.be.closeTo(holm[index] as number, 1e-12));
      adjustBenjaminiHochberg(p).forEach((value, index) => expect(value, `BH ${p.join()} ${index}`).to.be.closeTo(benjaminiHochberg[index] as number, 1e-12));
    }
    expect([adjustHolm([]), adjustBenjaminiHochberg([])]).to.deep.equal([[], []]);
  });
});

describe('predictionBound', () => {
  it('agrees with scipy on stored histories', () => {
    for (const { values, probability, spread, bound } of readVectors<{ cases: readonly HistoryCase[] }>('history.json').cases) {
      expect(logSpread(values)).to.be.closeTo(spread, 1e-12);
      expectSame(predictionBound(values, probability), bound, values.join());
    }
  });

  it('knows no bound of fewer than two builds', () => {
    expect([predictionBound([]), predictionBound([1])]).to.deep.equal([null, null]);
  });
});
