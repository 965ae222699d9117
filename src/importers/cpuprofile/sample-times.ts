import { InputError } from '../../core/errors.ts';
import type { Note } from '../../core/model/note.ts';
import { note } from './notes.ts';
import type { RawProfile } from './raw-profile.ts';
import { differences, sumColumn, weighSamples } from './weights.ts';

const microsecondsPerSecond = 1e6;

/** How long each sample lasted. */
export interface SampleTimes {
  /** False where the file has no times: each sample counts one. */
  readonly timed: boolean;
  /** Microseconds, or 1. */
  readonly weightOf: (sample: number) => number;
  readonly durationSeconds: number | null;
}

/**
 * Finds out the weight of each sample; the columns of `raw` are overwritten. Throws InputError when
 * samples and times differ in number.
 */
export function timeSamples(raw: RawProfile, notes: Note[]): SampleTimes {
  const { samples, timeDeltas, timestamps, startTime, endTime } = raw;
  const old = timeDeltas.length === 0 && timestamps.length > 0;
  const span = endTime - startTime;
  const durationSeconds = !old && span >= 0 ? span / microsecondsPerSecond : null;
  if (samples.length === 0) {
    notes.push(note('no-samples', 'the file holds no samples, only hit counts: values are numbers of samples, their order is unknown'));
    return { timed: false, weightOf: one, durationSeconds };
  }
  const times = old ? timestamps : timeDeltas;
  if (times.length === 0) {
    notes.push(note('no-times', 'the file does not say when its samples were taken: values are numbers of samples'));
    return { timed: false, weightOf: one, durationSeconds };
  }
  if (times.length !== samples.length) {
    throw new InputError(`samples has ${samples.length} entries but ${old ? 'timestamps' : 'timeDeltas'} has ${times.length}`, {}, 'the profile is damaged: record it again');
  }
  const lastWeight = old ? lastOfTimestamps(raw, notes) : lastOfDeltas(raw, notes);
  if (old) differences(timestamps);
  const { negative, missing } = weighSamples(times, lastWeight);
  if (negative > 0) notes.push(note('negative-deltas', `${negative} of ${samples.length} intervals between samples were negative: they count as empty, the time they lack was taken from their neighbours`));
  if (missing > 0) notes.push(note('end-before-start', `the recording ends ${missing} microseconds before its first sample; samples weigh nothing`));
  return { timed: true, weightOf: (sample) => times.at(sample), durationSeconds: old ? sumColumn(times) / microsecondsPerSecond : durationSeconds };
}

function one(): number {
  return 1;
}

function lastOfDeltas(raw: RawProfile, notes: Note[]): number {
  const span = raw.endTime - raw.startTime;
  if (Number.isFinite(span)) return span - sumColumn(raw.timeDeltas);
  notes.push(note('no-end', 'the file does not say when the recording ended: its last sample weighs nothing'));
  return 0;
}

/**
 * Old form. Chrome wrote endTime in seconds with a fraction; Node 10 and v8-profiler write whole
 * seconds, which end before the last sample or up to a second after it: no end at all.
 */
function lastOfTimestamps(raw: RawProfile, notes: Note[]): number {
  const last = raw.timestamps.at(raw.timestamps.length - 1);
  const rest = Math.round(raw.endTime * microsecondsPerSecond) - last;
  if (!Number.isInteger(raw.endTime) && rest >= 0 && rest <= microsecondsPerSecond) return rest;
  notes.push(note('no-end', 'the file gives its end in whole seconds only: its last sample weighs nothing'));
  return 0;
}
