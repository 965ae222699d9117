import { doubledMidranks } from './midranks.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { pairDifferences } from './ordered-pairs.ts';
import { lastWithin, shiftFrom, type ShiftEstimate } from './shift-estimate.ts';

/** Up to so many pairs base x head (50 by 50) the distribution is exact, above it is normal with corrections for ties and continuity. */
const maxExactPairs = 2500;

/** One-sided Mann-Whitney test of two independent samples. */
export interface RankSumTest {
  /** U: in how many of all pairs head is above base, equal ones counted half. */
  readonly statistic: number;
  /** P(at least this statistic): small where head lies above base. */
  readonly pGreater: number;
  /** P(at most this statistic). */
  readonly pLess: number;
}

/** Equal values share midranks; the exact distribution is the one given those ranks. */
export function testRankSum(base: readonly number[], head: readonly number[]): RankSumTest {
  const pairs = base.length * head.length;
  if (pairs === 0) return { statistic: 0, pGreater: 1, pLess: 1 };
  if (head.length > base.length) {
    const mirrored = testRankSum(head, base);
    return { statistic: pairs - mirrored.statistic, pGreater: mirrored.pLess, pLess: mirrored.pGreater };
  }
  const { ranks, tieSum } = doubledMidranks(Float64Array.from([...head, ...base]));
  const rankSum = ranks.subarray(0, head.length).reduce((sum, rank) => sum + rank, 0) / 2;
  const statistic = rankSum - (head.length * (head.length + 1)) / 2;
  if (pairs > maxExactPairs) {
    const count = ranks.length;
    const deviation = Math.sqrt((pairs / 12) * (count + 1 - tieSum / (count * (count - 1))));
    const atMost = (u: number): number => (deviation === 0 ? 1 : normalCdf((u - pairs / 2 + 0.5) / deviation));
    return { statistic, pGreater: atMost(pairs - statistic), pLess: atMost(statistic) };
  }
  const scale = tieSum === 0 ? 1 : 2;
  const probability = rankSumProbabilities(ranks.map((rank) => (rank * scale) / 2), head.length);
  const place = rankSum * scale;
  const sumOf = (part: Float64Array): number => Math.min(1, part.reduce((sum, share) => sum + share, 0));
  return { statistic, pGreater: sumOf(probability.subarray(place)), pLess: sumOf(probability.subarray(0, place + 1)) };
}

/** The largest k with P(U <= k) <= `alpha` for two samples without ties; null where there is none. */
export function rankSumBound(baseCount: number, headCount: number, alpha: number): number | null {
  const pairs = baseCount * headCount;
  if (pairs === 0) return null;
  const smaller = Math.min(baseCount, headCount);
  const count = baseCount + headCount;
  if (pairs > maxExactPairs) {
    const k = Math.floor(pairs / 2 - 0.5 + normalQuantile(alpha) * Math.sqrt((pairs * (count + 1)) / 12));
    return k >= 0 ? Math.min(k, pairs) : null;
  }
  const probability = rankSumProbabilities(Int32Array.from({ length: count }, (_, index) => index + 1), smaller);
  let sum = 0;
  return lastWithin(probability.subarray((smaller * (smaller + 1)) / 2).map((share) => (sum += share)), alpha);
}

/** Shift from base to head (finite numbers): the median of all differences, with rank-sum bounds. */
export function estimateUnpairedShift(base: readonly number[], head: readonly number[]): ShiftEstimate {
  return shiftFrom(pairDifferences(base, head), (alpha) => rankSumBound(base.length, head.length, alpha));
}

/** P(sum = s), s = 0, 1, ..., of the ranks of a sample of `size` drawn from `ranks` without putting back. */
function rankSumProbabilities(ranks: Int32Array, size: number): Float64Array {
  const largest = ranks.slice().sort().subarray(ranks.length - size).reduce((sum, rank) => sum + rank, 0);
  const width = largest + 1;
  const ways = new Float64Array((size + 1) * width);
  ways[0] = 1;
  ranks.forEach((rank, index) => {
    for (let drawn = Math.min(size, index + 1); drawn >= 1; drawn--) {
      const to = drawn * width;
      const from = to - width - rank;
      for (let sum = rank; sum < width; sum++) ways[to + sum] = (ways[to + sum] as number) + (ways[from + sum] as number);
    }
  });
  const wanted = ways.subarray(size * width);
  const all = wanted.reduce((sum, count) => sum + count, 0);
  return wanted.map((count) => count / all);
}
