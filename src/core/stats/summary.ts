import type { MetricSpread } from '../model/report.ts';

/** Makes the median absolute deviation of normal values equal to their standard deviation. */
export const normalMad = 1.4826;

/** Spread of at least one finite value, in any order. */
export function summarize(values: readonly number[]): MetricSpread {
  const sorted = Float64Array.from(values).sort();
  const median = quantile(sorted, 0.5);
  return {
    count: sorted.length,
    median,
    min: sorted[0] ?? NaN,
    max: sorted[sorted.length - 1] ?? NaN,
    lowerQuartile: quantile(sorted, 0.25),
    upperQuartile: quantile(sorted, 0.75),
    relativeNoise: relativeNoise(sorted, median),
  };
}

/** Middle value, between the middle two of an even number; null where there is none. */
export function medianOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : quantile(Float64Array.from(values).sort(), 0.5);
}

/** Quantile `share` (0 to 1) of sorted values, between the two next to it (Hyndman and Fan's type 7, as R and numpy do). */
export function quantile(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** Standard deviation of a sample (n - 1), 0 for fewer than two values. */
export function standardDeviation(values: Float64Array): number {
  if (values.length < 2) return 0;
  // Distances from one of the values are exact where the values are close together and large.
  const distances = values.map((value) => value - (values[0] as number));
  const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
  return Math.sqrt(distances.reduce((sum, distance) => sum + (distance - mean) ** 2, 0) / (distances.length - 1));
}

/** Median distance from the median. */
export function medianAbsoluteDeviation(values: Float64Array, median: number): number {
  return quantile(values.map((value) => Math.abs(value - median)).sort(), 0.5);
}

/** The larger one of two measures: one outlier moves the first, a second mode of half the values the other. */
function relativeNoise(sorted: Float64Array, median: number): number | null {
  if (sorted.length < 2 || median === 0) return null;
  return Math.max(standardDeviation(sorted), normalMad * medianAbsoluteDeviation(sorted, median)) / Math.abs(median);
}
