import { middleOf, type OrderedValues } from './ordered-pairs.ts';

/** How far values are shifted, without assuming a distribution: Hodges and Lehmann's estimate, and bounds from exact rank tests. */
export interface ShiftEstimate {
  /** NaN where there is no value. */
  readonly estimate: number;
  /** One-sided: the true shift lies above it with probability 1 - `alpha`; null where so few values allow no such bound. */
  lowerBound(alpha: number): number | null;
  /** One-sided: the true shift lies below it with probability 1 - `alpha`. */
  upperBound(alpha: number): number | null;
}

/** `trim(alpha)` is how many ordered values at either end lie outside the bound, from the distribution of the rank statistic. */
export function shiftFrom(ordered: OrderedValues, trim: (alpha: number) => number | null): ShiftEstimate {
  const atTrim = (alpha: number, place: (trimmed: number) => number): number | null => {
    const trimmed = trim(alpha);
    return trimmed === null ? null : ordered.at(place(trimmed));
  };
  return {
    estimate: middleOf(ordered),
    lowerBound: (alpha) => atTrim(alpha, (trimmed) => trimmed),
    upperBound: (alpha) => atTrim(alpha, (trimmed) => ordered.length - 1 - trimmed),
  };
}

/** The largest place of a cumulative distribution that is at most `alpha`; null where even the first one is above. */
export function lastWithin(cumulative: Float64Array, alpha: number): number | null {
  let place = 0;
  while (place < cumulative.length && (cumulative[place] as number) <= alpha) place++;
  return place === 0 ? null : place - 1;
}
