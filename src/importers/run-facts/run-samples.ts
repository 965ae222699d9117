import type { Note } from '../../core/model/note.ts';
import { JsonFields } from './json-fields.ts';

/** One execution of run.json's `samples`; null where the file does not say. */
interface RunSample {
  readonly arm: string | null;
  readonly warmup: boolean;
  readonly exitCode: number | null;
  readonly wallSeconds: number | null;
  readonly cpuUserSeconds: number | null;
  readonly cpuSystemSeconds: number | null;
  readonly peakRssBytes: number | null;
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

/**
 * Facts of arm `head` (of samples without an arm where none has one), warm-ups left out. Failed executions
 * count only where all failed.
 */
export function sampleFacts(values: readonly unknown[], notes: Note[]): SampleFacts {
  const all = values.flatMap((value, index) => readSample(value, index, notes)).filter((sample) => !sample.warmup);
  const head = all.filter((sample) => sample.arm === 'head');
  const used = head.length > 0 ? head : all.filter((sample) => sample.arm === null);
  if (used.length === 0 && all.length > 0) notes.push({ code: 'no-head-samples', text: `none of the ${all.length} samples is of the arm "head": no times are shown` });
  const failed = used.filter((sample) => sample.exitCode !== null && sample.exitCode !== 0);
  const measured = failed.length === used.length ? used : used.filter((sample) => !failed.includes(sample));
  if (failed.length > 0) notes.push({ code: 'failed-samples', text: `${failed.length} of ${used.length} samples failed` });
  if (measured.length > 1) notes.push({ code: 'medians', text: `times and memory are medians of ${measured.length} samples` });
  const median = (pick: (sample: RunSample) => number | null): number | null => medianOf(measured.map(pick).filter((value) => value !== null));
  return {
    wallSeconds: median((sample) => sample.wallSeconds),
    cpuUserSeconds: median((sample) => sample.cpuUserSeconds),
    cpuSystemSeconds: median((sample) => sample.cpuSystemSeconds),
    peakRssBytes: median((sample) => sample.peakRssBytes),
    exitCode: failed[0]?.exitCode ?? (used.some((sample) => sample.exitCode === 0) ? 0 : null),
  };
}

function readSample(value: unknown, index: number, notes: Note[]): RunSample[] {
  const fields = JsonFields.of(value, `samples[${index}]`, notes);
  if (fields === null) return [];
  const signal = fields.integer('signal', 1, MAX_SIGNAL);
  return [
    {
      arm: fields.text('arm'),
      warmup: fields.flag('warmup') ?? false,
      exitCode: fields.integer('exitCode', -0x80000000, 0xffffffff) ?? (signal === null ? null : 128 + signal),
      wallSeconds: fields.amount('wallSeconds'),
      cpuUserSeconds: fields.amount('cpuUserSeconds'),
      cpuSystemSeconds: fields.amount('cpuSystemSeconds'),
      peakRssBytes: fields.amount('peakRssBytes'),
    },
  ];
}

function medianOf(values: number[]): number | null {
  if (values.length === 0) return null;
  values.sort((a, b) => a - b);
  const middle = values.length >> 1;
  const upper = values[middle] as number;
  return values.length % 2 === 1 ? upper : ((values[middle - 1] as number) + upper) / 2;
}
