import { InputError } from '../../core/errors.ts';
import type { Note } from '../../core/model/note.ts';
import { NumberColumn } from '../shared/json-number-column.ts';
import { note } from './notes.ts';
import type { RawProfile } from './raw-profile.ts';
import { differences, sumColumn } from './weights.ts';

const microsecondsPerSecond = 1e6;

/** When the samples were taken. */
export interface SampleTimes {
  /** False where the file has no times: each sample counts one. */
  readonly timed: boolean;
  /** Interval i is before sample i, so sample i weighs interval i + 1, and the last one what is left. Microseconds, or 1. */
  readonly intervals: NumberColumn;
  /** Sum of all weights. */
  readonly total: number;
  readonly durationSeconds: number | null;
}

/** Finds out the weight of each sample. Throws InputError when samples and times differ in number. */
export function timeSamples(raw: RawProfile, notes: Note[]): SampleTimes {
  const { samples, timeDeltas, timestamps } = raw;
  const old = timeDeltas.length === 0 && timestamps.length > 0;
  const span = raw.endTime - raw.startTime;
  const durationSeconds = !old && span >= 0 ? span / microsecondsPerSecond : null;
  const intervals = old ? timestamps : timeDeltas;
  if (intervals.length === 0) {
    notes.push(note('no-times', 'the file does not say when its samples were taken: values are numbers of samples'));
    const ones = new NumberColumn(samples.length);
    ones.integers.fill(1);
    ones.length = samples.length;
    return { timed: false, intervals: ones, total: samples.length, durationSeconds };
  }
  if (intervals.length !== samples.length) {
    throw new InputError(`samples has ${samples.length} entries but ${old ? 'timestamps' : 'timeDeltas'} has ${intervals.length}`, {}, 'the profile is damaged: record it again');
  }
  const total = old ? totalOfTimestamps(raw, notes) : totalOfDeltas(raw, notes);
  if (old) differences(timestamps);
  if (total < 0) notes.push(note('end-before-start', `the recording ends ${-total} microseconds before its first sample: samples weigh nothing`));
  return { timed: true, intervals, total, durationSeconds: old ? Math.max(0, total) / microsecondsPerSecond : durationSeconds };
}

function totalOfDeltas({ startTime, endTime, timeDeltas }: RawProfile, notes: Note[]): number {
  const span = endTime - startTime;
  if (Number.isFinite(span)) return span - timeDeltas.at(0);
  notes.push(note('no-end', 'the file does not say when the recording ended: its last sample weighs nothing'));
  return sumColumn(timeDeltas, 1);
}

/**
 * Old form. Chrome wrote endTime in seconds with a fraction; Node 10 and v8-profiler write whole
 * seconds, which end before the last sample or up to a second after it: no end at all.
 */
function totalOfTimestamps(raw: RawProfile, notes: Note[]): number {
  const last = raw.timestamps.at(raw.timestamps.length - 1);
  const total = last - raw.timestamps.at(0);
  const rest = Math.round(raw.endTime * microsecondsPerSecond) - last;
  if (!Number.isInteger(raw.endTime) && rest >= 0 && rest <= microsecondsPerSecond) return total + rest;
  notes.push(note('no-end', 'the file gives its end in whole seconds only: its last sample weighs nothing'));
  return total;
}
