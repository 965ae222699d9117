import { buildReport } from '../../src/core/analysis/build-report.ts';
import type { ReadFile } from '../../src/core/analysis/build-report-input.ts';
import type { ReportModel } from '../../src/core/model/report.ts';
import type { RunSample, WorkloadRun } from '../../src/core/model/run-record.ts';

/** A sample of the head that ended well; `changes` replace parts. */
export function sampleOf(wallSeconds: number, changes: Partial<RunSample> = {}): RunSample {
  return { arm: 'head', pair: null, warmup: false, startedAt: null, wallSeconds, cpuUserSeconds: wallSeconds * 0.75, cpuSystemSeconds: wallSeconds * 0.125, peakRssBytes: 1024 ** 2, instructions: null, exitCode: 0, signal: null, counters: null, ...changes };
}

/** A finished run of one workload; `changes` replace parts. */
export function runOf(samples: readonly RunSample[], changes: Partial<WorkloadRun> = {}): WorkloadRun {
  return { file: 'run.json', tool: 'perf-report', workload: 'sample', status: 'finished', failure: null, failureOutput: null, backend: 'time', runs: samples.length, samples, profiles: [], host: null, notes: [], ...changes };
}

/** A file that was read, without content. */
export function fileOf(file: string, changes: Partial<ReadFile> = {}): ReadFile {
  return { file, bytes: 1, format: null, formatTitle: null, set: null, facts: null, run: null, error: null, notes: [], ...changes };
}

/** The report of these runs and files. */
export function reportOf(runs: readonly WorkloadRun[], files: readonly ReadFile[] = []): ReportModel {
  const described = runs.map((run) => fileOf(run.file, { format: 'run-json', run }));
  return buildReport([...described, ...files], null, { toolVersion: '0.1.0', top: 40, focus: null, ignore: null, roots: [], readSource: () => null }).model;
}
