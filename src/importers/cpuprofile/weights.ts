import type { NumberColumn } from '../shared/json-number-column.ts';

/** What had to be repaired to make weights of deltas. */
export interface Weighing {
  /** Intervals that were negative. */
  readonly negative: number;
  /** Microseconds that could not be taken from any sample: the recording ends before it begins. */
  readonly missing: number;
}

/**
 * Turns `timeDeltas` into the weight of each sample, in place. Delta i is the time from sample i - 1
 * to sample i, so a sample weighs the delta after it; `lastWeight` is for the last one.
 *
 * V8 takes some samples out of turn, and the delta of such a one is a few negative microseconds.
 * They are handled as a clock that stands still until it is past where it was: the interval is empty
 * and the following ones give what it lacks, at the end the preceding ones. So no weight is negative
 * and the sum stays what it was: endTime - startTime - timeDeltas[0].
 */
export function weighSamples(deltas: NumberColumn, lastWeight: number): Weighing {
  const count = deltas.length;
  let negative = 0;
  let owed = 0;
  for (let i = 0; i < count; i++) {
    let weight = i + 1 < count ? deltas.at(i + 1) : lastWeight;
    if (weight < 0) negative += 1;
    weight -= owed;
    owed = 0;
    if (weight < 0) {
      owed = -weight;
      weight = 0;
    }
    deltas.set(i, weight);
  }
  for (let i = count - 1; i >= 0 && owed > 0; i--) {
    const weight = deltas.at(i);
    const taken = Math.min(weight, owed);
    deltas.set(i, weight - taken);
    owed -= taken;
  }
  return { negative, missing: owed };
}

/** Sum of a column; exact for whole numbers. */
export function sumColumn(column: NumberColumn): number {
  let sum = 0;
  for (let i = 0; i < column.length; i++) sum += column.at(i);
  return sum;
}

/** Turns timestamps (old form) into the deltas between them, in place; the first becomes 0. */
export function differences(timestamps: NumberColumn): void {
  for (let i = timestamps.length - 1; i > 0; i--) timestamps.set(i, timestamps.at(i) - timestamps.at(i - 1));
  if (timestamps.length > 0) timestamps.set(0, 0);
}
