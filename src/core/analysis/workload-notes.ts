import type { Note } from '../model/note.ts';
import type { ReportMetric } from '../model/report.ts';
import type { HostFacts, RunSample, WorkloadRun } from '../model/run-record.ts';
import { formatCount } from '../units/count.ts';
import { formatNumber } from '../units/digits.ts';
import { formatPercent } from '../units/percent.ts';
import { counterNames, counterOf, maxCounters } from './workload-metrics.ts';
import { describeEnd, hasFailed, headSamples, measuredSamples } from './workload-samples.ts';

/** Noise above which a change of 10 % needs more pairs than anybody waits for (notes on gating: 11 pairs at 5 %, 33 at 10 %). */
const noisy = 0.05;
/** Load per processor, and share of stolen time, from which times say more about the machine than about the program. */
const busyLoad = 0.5;
const muchSteal = 0.02;
const namedCounters = 3;

/** What a reader of the figures has to know: how the run ended, what disturbed it, whether the samples did the same work. */
export function workloadNotes(run: WorkloadRun, metrics: readonly ReportMetric[]): Note[] {
  return [...endNotes(run), ...(run.status === 'failed' ? [] : failedNotes(run.samples)), ...workNotes(run.samples), ...noiseNotes(metrics), ...hostNotes(run.host)];
}

function endNotes({ status, samples, runs }: WorkloadRun): Note[] {
  if (status !== 'interrupted' && status !== 'running') return [];
  const done = headSamples(samples).length;
  const after = runs === null ? `after ${plural(done, 'sample')}` : `after ${done} of ${plural(runs, 'sample')}`;
  if (status === 'interrupted') return [{ code: 'interrupted', text: `the run was interrupted ${after}: what was measured is shown` }];
  return [{ code: 'unfinished', text: `the run has not ended: it was killed, or still goes on, ${after}; what was measured is shown` }];
}

function failedNotes(samples: readonly RunSample[]): Note[] {
  const all = headSamples(samples);
  const failed = all.filter(({ sample }) => hasFailed(sample));
  const first = failed[0];
  if (first === undefined || failed.length === all.length) return [];
  return [{ code: 'failed-samples', text: `${failed.length} of ${plural(all.length, 'sample')} failed, left out of the figures: sample ${first.number} ${describeEnd(first.sample)}` }];
}

/** Times of samples that did different amounts of work say nothing together. */
function workNotes(samples: readonly RunSample[]): Note[] {
  const measured = measuredSamples(samples).map(({ sample }) => sample);
  const changed: string[] = [];
  for (const name of counterNames(measured).slice(0, maxCounters)) {
    const values = measured.map((sample) => counterOf(sample, name));
    if (values.every((value) => value === values[0])) continue;
    const known = values.filter((value) => value !== null);
    const missing = values.length - known.length;
    const range = `${name} ${formatCount(Math.min(...known))} to ${formatCount(Math.max(...known))}`;
    changed.push(missing === 0 ? range : `${name} is missing in ${plural(missing, 'sample')}`);
  }
  if (changed.length === 0) return [];
  const rest = changed.length - namedCounters;
  const named = changed.slice(0, namedCounters).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
  return [{ code: 'work-differs', text: `the workload did different amounts of work from sample to sample (${named}): compare the figures per item, or make its work the same` }];
}

/** The advice in the order of its cost. */
function noiseNotes(metrics: readonly ReportMetric[]): Note[] {
  const noiseOf = (name: string): number | null => metrics.find(({ metric }) => metric === name)?.spread.relativeNoise ?? null;
  const wall = noiseOf('wall') ?? 0;
  const cpu = noiseOf('cpu');
  const instead = cpu !== null && cpu <= wall / 2 ? `judge by CPU time, which varies by ±${formatPercent(cpu)} only, ` : '';
  const advice = `${instead}make the workload longer, take more samples, or use a quieter machine`;
  if (wall > noisy) return [{ code: 'noisy', text: `wall time varies by ±${formatPercent(wall)} from sample to sample, which hides small changes: ${advice}` }];
  if (cpu !== null && cpu > noisy) return [{ code: 'noisy', text: `CPU time varies by ±${formatPercent(cpu)} from sample to sample, which hides small changes: ${advice}` }];
  return [];
}

function hostNotes(host: HostFacts | null): Note[] {
  if (host === null) return [];
  const { loadBefore, cpuCount, stealShare } = host;
  const notes: Note[] = [];
  if (loadBefore !== null && cpuCount !== null && loadBefore > cpuCount * busyLoad) {
    notes.push({ code: 'busy-machine', text: `the machine was busy before the samples (load ${formatNumber(loadBefore)} on ${plural(cpuCount, 'processor')}): times may be longer than on a quiet one` });
  }
  if (stealShare !== null && stealShare > muchSteal) {
    notes.push({ code: 'stolen-time', text: `the hypervisor gave ${formatPercent(stealShare)} of the processor time to others while the samples ran: times may be longer than the program's own` });
  }
  return notes;
}

function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
