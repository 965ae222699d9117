import type { Note } from '../model/note.ts';
import type { LimitHit, ReportWorkload, Verdict } from '../model/report.ts';
import type { WorkloadRun } from '../model/run-record.ts';
import type { ReadFile } from './build-report-input.ts';
import { metricsOf } from './workload-metrics.ts';
import { workloadNotes } from './workload-notes.ts';
import { missingProfileNotes } from './workload-profiles.ts';
import { describeEnd, hasFailed, headSamples } from './workload-samples.ts';

/** One workload per run.json among `files`, by path, and what was left out of them. */
export function workloadsOf(files: readonly ReadFile[]): { workloads: ReportWorkload[]; limits: LimitHit[] } {
  const read = new Set(files.map(({ file }) => file));
  const limits: LimitHit[] = [];
  const workloads = runsOf(files).map((run) => {
    const workload = workloadOf(run, read);
    limits.push(...workload.limits);
    return workload.report;
  });
  return { workloads, limits };
}

/** What the run.json files say, by path. */
export function runsOf(files: readonly ReadFile[]): WorkloadRun[] {
  return files.flatMap(({ run }) => (run === null ? [] : [run])).sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
}

function workloadOf(run: WorkloadRun, read: ReadonlySet<string>): { report: ReportWorkload; limits: LimitHit[] } {
  const { verdict, reason } = judge(run);
  const { metrics, limits } = metricsOf(run.samples, verdict, run.file);
  const missing = missingProfileNotes(run, read);
  const report: ReportWorkload = {
    name: run.workload ?? directoryOf(run.file),
    file: run.file,
    verdict,
    reason,
    failureOutput: verdict === 'failed' ? run.failureOutput : null,
    metrics,
    culprits: [],
    samples: run.samples,
    ...(run.selfCheck === undefined ? {} : { selfCheck: run.selfCheck }),
    backend: run.backend,
    host: run.host,
    notes: [...workloadNotes(run, metrics), ...missing, ...unsaid(run, missing)],
  };
  return { report, limits };
}

function judge({ status, failure, samples }: WorkloadRun): { verdict: Verdict; reason: string } {
  const head = headSamples(samples);
  const failed = head.filter(({ sample }) => hasFailed(sample));
  const allFailed = head.length > 0 && failed.length === head.length;
  if (status === 'failed' || allFailed) return { verdict: 'failed', reason: failure ?? failureOf(failed, head.length) };
  if (head.length === 0) return { verdict: 'no-baseline', reason: 'nothing to compare: no sample was measured' };
  return { verdict: 'no-baseline', reason: 'nothing to compare with: this run has no base' };
}

function failureOf(failed: ReturnType<typeof headSamples>, count: number): string {
  const first = failed[0];
  return first === undefined ? 'the run failed and does not say why' : `sample ${first.number} of ${count} ${describeEnd(first.sample)}`;
}

/** The run's own notes without those that say a second time why a profile is missing. */
function unsaid({ notes, profiles }: WorkloadRun, missing: readonly Note[]): Note[] {
  const reasons = missing.length === 0 ? [] : profiles.flatMap(({ error }) => (error === null ? [] : [error]));
  return notes.filter(({ text }) => !reasons.some((reason) => text.endsWith(reason)));
}

function directoryOf(file: string): string {
  const parts = file.split('/');
  return parts[parts.length - 2] ?? 'workload';
}
