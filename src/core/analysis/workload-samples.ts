import type { RunSample } from '../model/run-record.ts';
import { formatBytes } from '../units/bytes.ts';
import { formatDuration } from '../units/duration.ts';

/** A sample of the head with its number among the samples, from 1; warm-ups have none. */
export interface NumberedSample {
  readonly number: number;
  readonly sample: RunSample;
}

/** True for an execution that did not end well. */
export function hasFailed({ exitCode, signal }: RunSample): boolean {
  return signal !== null || (exitCode !== null && exitCode !== 0);
}

/** The head's samples without warm-ups, in the order of time, failed ones too. */
export function headSamples(samples: readonly RunSample[]): NumberedSample[] {
  return samples.filter(({ arm, warmup }) => arm === 'head' && !warmup).map((sample, index) => ({ number: index + 1, sample }));
}

/** The head's samples that count: what metrics are made of. */
export function measuredSamples(samples: readonly RunSample[]): NumberedSample[] {
  return headSamples(samples).filter(({ sample }) => !hasFailed(sample));
}

/** CPU time of an execution, user and system together; null where it is not known. */
export function cpuSeconds({ cpuUserSeconds, cpuSystemSeconds }: RunSample): number | null {
  return cpuUserSeconds === null ? null : cpuUserSeconds + (cpuSystemSeconds ?? 0);
}

const signalNames = new Map([[1, 'SIGHUP'], [2, 'SIGINT'], [3, 'SIGQUIT'], [4, 'SIGILL'], [6, 'SIGABRT'], [8, 'SIGFPE'], [9, 'SIGKILL'], [11, 'SIGSEGV'], [13, 'SIGPIPE'], [15, 'SIGTERM']]);

/** "exited with 137 after 41 s, peak memory 1.9 GiB", "was ended by signal 9 (SIGKILL) after 41 s". */
export function describeEnd({ exitCode, signal, wallSeconds, peakRssBytes }: RunSample): string {
  const name = signal === null ? undefined : signalNames.get(signal);
  const how = signal === null ? `exited with ${exitCode ?? 'an unknown code'}` : `was ended by signal ${signal}${name === undefined ? '' : ` (${name})`}`;
  const after = wallSeconds === null ? '' : ` after ${formatDuration(wallSeconds)}`;
  return `${how}${after}${peakRssBytes === null ? '' : `, peak memory ${formatBytes(peakRssBytes)}`}`;
}
