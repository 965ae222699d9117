import type { Note } from '../../core/model/note.ts';
import type { RunSample } from '../../core/model/run-record.ts';
import { medianOf } from '../../core/stats/summary.ts';
import { JsonFields } from './json-fields.ts';
import { utcTimestamp } from './timestamp.ts';

/** One execution of run.json's `samples`, with its arm as the file names it. */
export interface ReadSample extends Omit<RunSample, 'arm'> {
  readonly arm: string | null;
}

/** What the samples of a run say together: medians over the executions that succeeded. */
export interface SampleFacts {
  readonly wallSeconds: number | null;
  readonly cpuUserSeconds: number | null;
  readonly cpuSystemSeconds: number | null;
  readonly peakRssBytes: number | null;
  /** Of the first execution that failed, else 0; null where none says. */
  readonly exitCode: number | null;
}

// Linux has 64 signals; a larger exit code than 2^31 exists nowhere.
const MAX_SIGNAL = 64;
/** Nobody measures as often; a hostile file says `{}` a million times. */
const MAX_SAMPLES = 10_000;
const MAX_COUNTERS = 32;

/** Every sample that is an object, in the order of the file. */
export function readSamples(values: readonly unknown[], notes: Note[]): ReadSample[] {
  if (values.length > MAX_SAMPLES) notes.push({ code: 'too-many', text: `samples holds ${values.length} values; the first ${MAX_SAMPLES} are read` });
  return values.slice(0, MAX_SAMPLES).flatMap((value, index) => readSample(value, index, notes));
}

/**
 * Facts of arm `head` (of samples without an arm where none has one), warm-ups left out. Failed executions
 * count only where all failed.
 */
export function sampleFacts(samples: readonly ReadSample[], notes: Note[]): SampleFacts {
  const all = samples.filter((sample) => !sample.warmup);
  const head = all.filter((sample) => sample.arm === 'head');
  const used = head.length > 0 ? head : all.filter((sample) => sample.arm === null);
  if (used.length === 0 && all.length > 0) notes.push({ code: 'no-head-samples', text: `none of the ${all.length} samples is of the arm "head": no times are shown` });
  const failed = used.filter((sample) => (shellCode(sample) ?? 0) !== 0);
  const measured = failed.length === used.length ? used : used.filter((sample) => !failed.includes(sample));
  if (failed.length > 0) notes.push({ code: 'failed-samples', text: `${failed.length} of ${used.length} samples failed` });
  if (measured.length > 1) notes.push({ code: 'medians', text: `times and memory are medians of ${measured.length} samples` });
  const median = (pick: (sample: ReadSample) => number | null): number | null => medianOf(measured.map(pick).filter((value) => value !== null));
  const firstFailed = failed[0];
  return {
    wallSeconds: median((sample) => sample.wallSeconds),
    cpuUserSeconds: median((sample) => sample.cpuUserSeconds),
    cpuSystemSeconds: median((sample) => sample.cpuSystemSeconds),
    peakRssBytes: median((sample) => sample.peakRssBytes),
    exitCode: firstFailed !== undefined ? shellCode(firstFailed) : used.some((sample) => sample.exitCode === 0) ? 0 : null,
  };
}

/** The samples of the two arms. Where no sample is of `head`, those without an arm are; others are left out with a note. */
export function samplesOfArms(samples: readonly ReadSample[], notes: Note[]): RunSample[] {
  const hasHead = samples.some((sample) => sample.arm === 'head');
  const known: RunSample[] = [];
  for (const sample of samples) {
    const arm = sample.arm ?? (hasHead ? '' : 'head');
    if (arm === 'head' || arm === 'base') known.push({ ...sample, arm });
  }
  const others = samples.length - known.length;
  if (others > 0) notes.push({ code: 'unknown-arm', text: `${others} samples are of neither arm, "head" nor "base", and were left out` });
  return known;
}

/** The exit code as a shell gives it: 128 + signal for a killed process. */
function shellCode({ exitCode, signal }: ReadSample): number | null {
  return exitCode ?? (signal === null ? null : 128 + signal);
}

function readSample(value: unknown, index: number, notes: Note[]): ReadSample[] {
  const fields = JsonFields.of(value, `samples[${index}]`, notes);
  if (fields === null) return [];
  const round = fields.integer('round', 1, 2);
  return [
    {
      arm: fields.text('arm'),
      pair: fields.integer('pair', 1, Number.MAX_SAFE_INTEGER),
      ...(round === 2 ? { round } : {}),
      warmup: fields.flag('warmup') ?? false,
      startedAt: fields.parsed('startedAt', 'ISO 8601 time', utcTimestamp),
      wallSeconds: fields.amount('wallSeconds'),
      cpuUserSeconds: fields.amount('cpuUserSeconds'),
      cpuSystemSeconds: fields.amount('cpuSystemSeconds'),
      peakRssBytes: fields.amount('peakRssBytes'),
      instructions: fields.amount('instructions'),
      exitCode: fields.integer('exitCode', -0x80000000, 0xffffffff),
      signal: fields.integer('signal', 1, MAX_SIGNAL),
      counters: readCounters(fields.child('counters')),
    },
  ];
}

function readCounters(fields: JsonFields | null): Record<string, number> | null {
  if (fields === null) return null;
  const counters: [string, number][] = [];
  for (const name of fields.names(MAX_COUNTERS)) {
    const value = fields.within(name, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 'finite number');
    if (value !== null && name !== '__proto__') counters.push([name, value]);
  }
  return Object.fromEntries(counters);
}
