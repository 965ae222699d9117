import type { NumberColumn } from '../shared/json-number-column.ts';

/** Sum of a column from element `from` on; exact for whole numbers. */
export function sumColumn(column: NumberColumn, from: number): number {
  let sum = 0;
  for (let i = from; i < column.length; i++) sum += column.at(i);
  return sum;
}

/** Turns timestamps (old form) into the deltas between them, in place; the first becomes 0. */
export function differences(timestamps: NumberColumn): void {
  for (let i = timestamps.length - 1; i > 0; i--) timestamps.set(i, timestamps.at(i) - timestamps.at(i - 1));
  if (timestamps.length > 0) timestamps.set(0, 0);
}

const SHOWN = 0;
const REAL = 1;

/**
 * Makes weights of intervals. V8 takes some samples out of turn, and the interval before such a one
 * is a few negative microseconds. The clock here stands still until it is past where it was, and ends
 * at `total`: such an interval is empty, its neighbours give what it lacks, no weight is negative and
 * their sum is `total`, the sum of the intervals (where that is not negative itself).
 */
export class SampleClock {
  /** Intervals that were negative. */
  negative = 0;
  // A typed array, because a number field that outgrows 32 bits throws away compiled code.
  private readonly time = new Float64Array(2);
  private readonly total: number;

  constructor(total: number) {
    this.total = total;
  }

  /** Weight of a run of samples: those before the intervals [from, to). */
  advance(intervals: Int32Array | Float64Array, from: number, to: number): number {
    const { time } = this;
    const before = time[SHOWN] as number;
    let real = time[REAL] as number;
    let shown = before;
    for (let i = from; i < to; i++) {
      const interval = intervals[i] as number;
      real += interval;
      if (interval < 0) this.negative += 1;
      else if (real > shown) shown = real;
    }
    if (shown > this.total) shown = Math.max(before, this.total);
    time[SHOWN] = shown;
    time[REAL] = real;
    return shown - before;
  }

  /** What is left up to `total`: the weight of the last sample. */
  rest(): number {
    if ((this.time[REAL] as number) > this.total) this.negative += 1;
    return Math.max(0, this.total - (this.time[SHOWN] as number));
  }
}
