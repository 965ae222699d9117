import { doubledMidranks } from './midranks.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { walshAverages } from './ordered-pairs.ts';
import { lastWithin, shiftFrom, type ShiftEstimate } from './shift-estimate.ts';

/** Up to so many values the distribution is exact, above it is normal: the two differ by less than 0.0002 there. */
const maxExact = 200;

/** One-sided Wilcoxon signed-rank test of values that are symmetric around 0 if nothing changed. */
export interface SignedRankTest {
  /** Sum of the ranks of the positive values. */
  readonly statistic: number;
  /** How many values are not 0. */
  readonly used: number;
  /** P(at least this statistic): small where the values lie above 0. */
  readonly pGreater: number;
  /** P(at most this statistic). */
  readonly pLess: number;
}

/**
 * Zeros are dropped before ranking, as Wilcoxon did: a pair that is equal says nothing about a direction, and Pratt's way of
 * ranking them would let many equal pairs make a few unequal ones look certain. Equal sizes share midranks, and the distribution is the
 * exact one given those ranks.
 */
export function testSignedRank(values: readonly number[]): SignedRankTest {
  const nonZero = Float64Array.from(values).filter((value) => value !== 0);
  const { ranks, tieSum } = doubledMidranks(nonZero.map(Math.abs));
  const statistic = ranks.reduce((sum, rank, index) => sum + ((nonZero[index] as number) > 0 ? rank : 0), 0) / 2;
  const used = nonZero.length;
  const largest = (used * (used + 1)) / 2;
  const atMost = used > maxExact ? normalAtMost(used, tieSum) : exactAtMost(ranks, tieSum);
  // The distribution is symmetric, with ties as well: each rank is positive or negative alike.
  return { statistic, used, pGreater: atMost(largest - statistic), pLess: atMost(statistic) };
}

function exactAtMost(ranks: Int32Array, tieSum: number): (sum: number) => number {
  if (tieSum === 0) return (sum) => distributionOf(ranks.length)[sum] as number;
  const cumulative = cumulate(ranks);
  return (sum) => cumulative[2 * sum] as number;
}

/** With corrections for ties and for continuity. */
function normalAtMost(used: number, tieSum: number): (sum: number) => number {
  const mean = (used * (used + 1)) / 4;
  const deviation = Math.sqrt((mean * (2 * used + 1)) / 6 - tieSum / 48);
  return (sum) => normalCdf((sum + 0.5 - mean) / deviation);
}

/** The largest k with P(W <= k) <= `alpha`, W the signed-rank statistic of `count` values without ties; null where there is none. */
export function signedRankBound(count: number, alpha: number): number | null {
  if (count < 1) return null;
  if (count <= maxExact) return lastWithin(distributionOf(count), alpha);
  const mean = (count * (count + 1)) / 4;
  const k = Math.floor(mean - 0.5 + normalQuantile(alpha) * Math.sqrt((mean * (2 * count + 1)) / 6));
  return k >= 0 ? Math.min(k, 2 * mean) : null;
}

/** Shift of paired differences (finite numbers): the median of their Walsh averages, with signed-rank bounds. */
export function estimatePairedShift(differences: readonly number[]): ShiftEstimate {
  return shiftFrom(walshAverages(differences), (alpha) => signedRankBound(differences.length, alpha));
}

const distributions = new Map<number, Float64Array>();

function distributionOf(count: number): Float64Array {
  const known = distributions.get(count);
  if (known !== undefined) return known;
  const made = cumulate(Int32Array.from({ length: count }, (_, index) => index + 1));
  distributions.set(count, made);
  return made;
}

/** P(sum <= s) for s = 0, 1, ... where each rank is in the sum with probability 1/2. */
function cumulate(ranks: Int32Array): Float64Array {
  const total = ranks.reduce((sum, rank) => sum + rank, 0);
  const probability = new Float64Array(total + 1);
  probability[0] = 1;
  let reached = 0;
  for (const rank of ranks) {
    reached += rank;
    for (let sum = reached; sum >= 0; sum--) {
      probability[sum] = ((probability[sum] as number) + (sum >= rank ? (probability[sum - rank] as number) : 0)) / 2;
    }
  }
  for (let sum = 1; sum <= total; sum++) probability[sum] = (probability[sum] as number) + (probability[sum - 1] as number);
  return probability;
}
