import type { Ranges } from './tables.ts';
import { BYTES, toSigned, WireReader } from './wire.ts';

/** Sample types that one pass over the samples adds up: bounds the memory of files with many. */
export const typesPerPass = 8;

/** Sums of up to `typesPerPass` sample types, by distinct stack. */
export interface ValueSums {
  /** By type, then by stack; rounded once where a sum is beyond 2^53. */
  readonly sums: readonly Float64Array[];
  /** True by type where a value or sum is beyond 2^53, so that the last digits are lost. */
  readonly inexact: readonly boolean[];
  /** Samples with another number of values than there are sample types. */
  readonly miscounted: number;
}

/**
 * Adds up the values of the sample types `firstType` to `firstType + count - 1` by distinct stack.
 * Values are signed: delta profiles hold negative ones.
 */
export function sumValues(bytes: Uint8Array, samples: Ranges, ofSample: Uint32Array, stackCount: number, firstType: number, count: number, allTypes: number): ValueSums {
  const reader = new WireReader(bytes);
  const sums = Array.from({ length: count }, () => new Float64Array(stackCount));
  // Sum of absolute values: while it is below 2^53 every partial sum is exact.
  const gross = new Float64Array(count);
  const starts = samples.start.values;
  const stops = samples.stop.values;
  let miscounted = 0;
  for (let row = 0; row < ofSample.length; row++) {
    reader.enter(starts[row] as number, stops[row] as number, 'sample');
    const stack = ofSample[row] as number;
    let index = -firstType;
    while (reader.next()) {
      if (reader.field !== 2) continue;
      let stop = reader.at;
      const after = reader.end;
      if (reader.wire === BYTES) {
        stop = reader.stop;
        reader.at = reader.start;
        reader.end = stop;
        if (reader.at < stop) reader.varint();
        else {
          reader.end = after;
          continue;
        }
      } else reader.signed();
      for (;;) {
        if (index >= 0 && index < count) {
          const value = reader.high === 0 ? reader.low >>> 0 : toSigned(reader.low, reader.high);
          const column = sums[index] as Float64Array;
          column[stack] = (column[stack] as number) + value;
          gross[index] = (gross[index] as number) + Math.abs(value);
        }
        index += 1;
        if (reader.at >= stop) break;
        reader.varint();
      }
      reader.end = after;
    }
    if (index + firstType !== allTypes) miscounted += 1;
  }
  const inexact = Array.from(gross, (sum) => sum > Number.MAX_SAFE_INTEGER);
  for (const [index, rounded] of inexact.entries()) if (rounded) sums[index] = sumExactly(bytes, samples, ofSample, stackCount, firstType + index);
  return { sums, inexact, miscounted };
}

/** One type in two halves with carry: exact at any size, rounded once at the end. */
function sumExactly(bytes: Uint8Array, samples: Ranges, ofSample: Uint32Array, stackCount: number, type: number): Float64Array<ArrayBuffer> {
  const reader = new WireReader(bytes);
  const lows = new Float64Array(stackCount);
  const highs = new Float64Array(stackCount);
  for (let row = 0; row < ofSample.length; row++) {
    reader.enter(samples.start.at(row), samples.stop.at(row), 'sample');
    const stack = ofSample[row] as number;
    let index = 0;
    while (reader.next()) {
      if (reader.field !== 2) continue;
      const after = reader.end;
      const packed = reader.wire === BYTES;
      if (packed) {
        reader.at = reader.start;
        reader.end = reader.stop;
      }
      while (!packed || reader.at < reader.end) {
        if (packed) reader.varint();
        if (index++ === type) {
          const low = (lows[stack] as number) + (reader.low >>> 0);
          const carry = low >= 0x1_0000_0000 ? 1 : 0;
          lows[stack] = low - carry * 0x1_0000_0000;
          highs[stack] = (highs[stack] as number) + reader.high + carry;
        }
        if (!packed) break;
      }
      reader.end = after;
    }
  }
  for (let stack = 0; stack < stackCount; stack++) lows[stack] = (highs[stack] as number) * 0x1_0000_0000 + (lows[stack] as number);
  return lows;
}
