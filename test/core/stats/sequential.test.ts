import { expect } from 'chai';
import { judgeFamily, judgePairs, plannedLooks, type PairsRule } from '../../../src/core/stats/sequential.ts';

const rule: PairsRule = { fail: 0.1, warn: 0.05 };
/** Pairs around `center`, evenly from -`reach` to +`reach`. */
const around = (center: number, reach: number, pairs = 9): number[] => Array.from({ length: pairs }, (_, index) => center + reach * ((2 * index) / (pairs - 1) - 1));
const verdictOf = (logRatios: readonly number[], more: Partial<PairsRule> = {}): string => {
  const { verdict, decided, reason } = judgePairs(logRatios, { ...rule, ...more });
  return `${verdict}${decided ? '' : ', go on'}${reason === null ? '' : `: ${reason}`}`;
};

describe('judgePairs', () => {
  it('has a word for each state', () => {
    expect(verdictOf(around(Math.log(1.2), 0.02))).to.equal('fail');
    expect(verdictOf(around(Math.log(0.8), 0.02))).to.equal('improved');
    expect(verdictOf(around(Math.log(1.07), 0.005))).to.equal('warn');
    expect(verdictOf(around(Math.log(1.09), 0.05))).to.equal('warn, go on');
    expect(verdictOf(around(0.001, 0.005))).to.equal('pass');
    expect(verdictOf(around(Math.log(1.04), 0.002)), 'certainly slower, by less than matters').to.equal('pass');
    expect(verdictOf(around(-0.05, 0.01)), 'faster by less than matters').to.equal('pass');
    expect(verdictOf(around(Math.log(1.2), 0.5))).to.equal('undecided, go on: suspected');
    expect(verdictOf(around(0, 0.5))).to.equal('undecided, go on: too-noisy');
    expect(verdictOf(around(Math.log(1.2), 0.02, 8))).to.equal('undecided, go on: too-few-pairs');
  });

  it('fails at the limit and not below it', () => {
    const limit = Math.log(1.1);
    expect(verdictOf(new Array<number>(9).fill(limit))).to.equal('fail');
    expect(verdictOf(new Array<number>(9).fill(limit - 1e-9))).to.equal('warn');
  });

  it('fails in strict mode only where the bound is beyond the limit too', () => {
    const near = around(Math.log(1.13), 0.05);
    expect([verdictOf(near), verdictOf(near, { strict: true })]).to.deep.equal(['fail', 'warn, go on']);
    expect(verdictOf(around(Math.log(1.3), 0.02), { strict: true })).to.equal('fail');
  });

  it('gives its estimate and bounds as logs, with their errors', () => {
    const judgement = judgePairs([0.1, 0.12, 0.08, 0.15, 0.05, 0.11, 0.09, 0.13, 0.02, 0.14], { ...rule, looks: 1 });
    expect(judgement).to.deep.include({ verdict: 'fail', pairs: 10, lowerAlpha: 0.01, upperAlpha: 0.05 });
    expect([judgement.estimate, judgement.lower, judgement.upper].map((value) => value?.toFixed(9))).to.deep.equal(['0.100000000', '0.060000000', '0.125000000']);
    const one = judgePairs(around(0, 0.1), rule);
    expect([one.lowerAlpha, one.upperAlpha]).to.deep.equal([0.01 / 3, 0.05 / 3]);
  });

  it('never passes what it cannot compare', () => {
    expect(judgePairs([], rule)).to.deep.equal({ verdict: 'undecided', reason: 'too-few-pairs', decided: false, pairs: 0, estimate: null, lower: null, upper: null, lowerAlpha: 0.01 / 3, upperAlpha: 0.05 / 3 });
    expect(verdictOf([0])).to.equal('undecided, go on: too-few-pairs');
    for (const odd of [NaN, Infinity, -Infinity]) expect(() => judgePairs([0, 0.1, odd], rule)).to.throw(RangeError, /^log ratio 2 is .*, not a finite number$/);
  });

  it('calls a mirrored failure improved, in any unit and order', () => {
    const values = around(Math.log(1.2), 0.05).reverse();
    const mirrored = judgePairs(values.map((value) => -value), rule);
    expect(mirrored.verdict).to.equal('improved');
    expect(mirrored.estimate).to.equal(-(judgePairs([...values].reverse(), rule).estimate ?? NaN));
  });
});

describe('plannedLooks', () => {
  it('starts later with more comparisons, when a result can be certain at all', () => {
    expect([1, 2, 10, 11, 30].map((comparisons) => plannedLooks(comparisons).join('/'))).to.deep.equal(['9/18/36', '12/24/36', '12/24/36', '14/24/36', '14/24/36']);
    expect(plannedLooks(100)).to.deep.equal([15, 24, 36]);
    expect(plannedLooks(1, 1e-6)).to.deep.equal([22, 36]);
    for (const comparisons of [1, 2, 10, 30, 100, 5000]) {
      const [first] = plannedLooks(comparisons);
      expect(verdictOf(new Array<number>(first as number).fill(0.5), { comparisons }), `${comparisons}`).to.equal('fail');
    }
  });
});

describe('judgeFamily', () => {
  const clear = around(0.3, 0.02, 12);
  /** Slower in all but the smallest two of 12 pairs: certain enough for one comparison, not for ten. */
  const faint = around(0.3, 0.02, 12).map((value, index) => (index === 0 ? -0.01 : index === 1 ? -0.02 : value));

  it('hands the share of what is shown to be slower to the others', () => {
    const words = (family: readonly (readonly number[])[]): string => judgeFamily(family, rule).map(({ verdict }) => verdict).join();
    expect(words([faint])).to.equal('fail');
    expect(words([faint, ...new Array<number[]>(9).fill(around(0, 0.01, 12))])).to.equal(`undecided${',pass'.repeat(9)}`);
    expect(words([faint, ...new Array<number[]>(9).fill(clear)])).to.equal(new Array<string>(10).fill('fail').join());
  });

  it('remembers what an earlier look has shown', () => {
    const family = [faint, ...new Array<number[]>(9).fill(around(0, 0.01, 12))];
    expect(judgeFamily(family, rule, [1, 2, 3, 4, 5, 6, 7, 8, 9])[0]?.verdict).to.equal('fail');
    expect(judgeFamily([], rule)).to.deep.equal([]);
  });
});
