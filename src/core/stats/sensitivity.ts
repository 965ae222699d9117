import { signedRankBound } from './signed-rank.ts';
import { medianAbsoluteDeviation, normalMad, quantile, standardDeviation } from './summary.ts';
import { normalQuantile } from './normal.ts';

/** `alpha`: one-sided error of the test (already divided among looks and comparisons); `power`: how surely the change is seen. */
export interface Demand {
  readonly alpha?: number;
  readonly power?: number;
}

/** Pairs that are probably enough; on normal noise the right number lies from `low` to `high` 8 times in 10. */
export interface PairsNeeded {
  readonly low: number;
  readonly pairs: number;
  readonly high: number;
}

/** The signed-rank test needs 1/.955 times the pairs of a t test on normal values, and 2.7 more for few pairs (fitted to simulation). */
const rankEfficiency = 0.955;
const fewPairs = 2.7;

/**
 * Variance of ln(s^2) times (n - 1), for s as `logSpread` measures it: 2.6 on normal values (2 for the standard deviation alone).
 */
const spreadDoubt = 2.6;

/**
 * Spread of log ratios: the larger one of standard deviation and scaled median absolute deviation, so neither outliers nor a second mode
 * make it look small. 0 for fewer than two values.
 */
export function logSpread(logs: readonly number[]): number {
  const sorted = Float64Array.from(logs).sort();
  if (sorted.length < 2) return 0;
  return Math.max(standardDeviation(sorted), normalMad * medianAbsoluteDeviation(sorted, quantile(sorted, 0.5)));
}

/** Smallest slowdown (0.1 is 10 %) whose lower bound lies above 0 with the demanded power; null where so few pairs show none of any size. */
export function smallestVisibleChange(spread: number, pairs: number, demand: Demand = {}): number | null {
  if (pairs <= fewPairs || signedRankBound(pairs, demand.alpha ?? 0.01) === null) return null;
  return Math.expm1((deviations(demand) * spread) / Math.sqrt(rankEfficiency * (pairs - fewPairs)));
}

/** Pairs for a slowdown of `change` (0.1 is 10 %) to be seen, from the spread of `pilot` pairs that were measured (at least 2). */
export function pairsNeeded(spread: number, change: number, pilot: number, demand: Demand = {}): PairsNeeded {
  const least = Math.ceil(-Math.log2(demand.alpha ?? 0.01));
  const variable = ((deviations(demand) * spread) / Math.log1p(change)) ** 2 / rankEfficiency;
  const atLeast = (pairs: number): number => Math.max(least, Math.ceil(pairs + fewPairs));
  const factor = Math.exp(normalQuantile(0.9) * Math.sqrt(spreadDoubt / Math.max(1, pilot - 1)));
  return { low: atLeast(variable / factor), pairs: atLeast(variable), high: atLeast(variable * factor) };
}

/** Smallest slowdown that a comparison with `builds` stored builds can show however many runs each has: `buildSpread` is the SD of the log between builds. */
export function storedFloor(buildSpread: number, builds: number, demand: Demand = {}): number {
  return Math.expm1(deviations(demand) * buildSpread * Math.sqrt(1 + 1 / builds));
}

/** How many standard errors a change must be away from 0 (3.61 for alpha 1 % and power 90 %). */
function deviations({ alpha = 0.01, power = 0.9 }: Demand): number {
  return normalQuantile(power) - normalQuantile(alpha);
}
