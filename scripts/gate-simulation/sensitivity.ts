import { seededRandom } from '../../src/core/stats/random.ts';
import { logSpread, pairsNeeded } from '../../src/core/stats/sensitivity.ts';
import { testSignedRank } from '../../src/core/stats/signed-rank.ts';
import { simulatePairs } from './simulate.ts';

/** How well the printed number of pairs holds for one kind of noise. */
export interface SensitivityResult {
  /** Pairs for +10 % by the formula, from the spread of very many pairs. */
  readonly pairs: number;
  /** Share of comparisons of that many pairs that see +10 % (lower 99 % bound above 0). */
  readonly power: number;
  /** 10, 50 and 90 % points of the number that a pilot gives. */
  readonly guesses: readonly number[];
  /** Share of pilots whose range holds `pairs`, and of those whose range lies below. */
  readonly held: number;
  readonly below: number;
}

export function checkSensitivity(kind: string, variation: number, pilot: number, trials: number): SensitivityResult {
  const random = seededRandom(71);
  const { pairs } = pairsNeeded(logSpread(simulatePairs(random, kind, 60_000, variation, 0)), 0.1, pilot);
  const guesses = Array.from({ length: trials }, () => pairsNeeded(logSpread(simulatePairs(random, kind, pilot, variation, 0)), 0.1, pilot));
  let seen = 0;
  for (let trial = 0; trial < trials; trial++) {
    if (testSignedRank(simulatePairs(random, kind, pairs, variation, 0.1)).pGreater <= 0.01) seen++;
  }
  const sorted = guesses.map((guess) => guess.pairs).sort((a, b) => a - b);
  return {
    pairs,
    power: seen / trials,
    guesses: [0.1, 0.5, 0.9].map((share) => sorted[Math.floor(share * trials)] ?? NaN),
    held: guesses.filter(({ low, high }) => low <= pairs && pairs <= high).length / trials,
    below: guesses.filter(({ high }) => high < pairs).length / trials,
  };
}
