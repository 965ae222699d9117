import { binomialLowerBound, binomialUpperBound } from '../../../src/core/stats/binomial-bound.ts';
import { expectSame, readVectors } from './read-vectors.ts';

type Bounds = readonly [hits: number, trials: number, confidence: number, lower: number, upper: number];

describe('bounds of a share', () => {
  it('agree with scipy on the exact interval of Clopper and Pearson', () => {
    for (const [hits, trials, confidence, lower, upper] of readVectors<{ bounds: readonly Bounds[] }>('binomial.json').bounds) {
      expectSame(binomialLowerBound(hits, trials, confidence), lower, `lower ${hits} of ${trials} at ${confidence}`);
      expectSame(binomialUpperBound(hits, trials, confidence), upper, `upper ${hits} of ${trials} at ${confidence}`);
    }
  });

  it('say nothing without trials', () => {
    expectSame(binomialLowerBound(0, 0), 0, 'lower');
    expectSame(binomialUpperBound(0, 0), 1, 'upper');
  });
});
