import type { ReportMetric, ReportModel, ReportWorkload } from '../../core/model/report.ts';
import { formatPercent } from '../../core/units/percent.ts';
import { formatQuantity } from '../../core/units/quantity.ts';
import { plural } from './words.ts';

/** Metrics that the card says in words. */
const said: readonly string[] = ['wall', 'cpu', 'rss'];

/** What was measured, in words, and the words that lead to all of it; '' where nothing was. */
export function workloadSentence({ workloads }: ReportModel): { text: string; link: string } {
  const [first] = workloads;
  if (first === undefined) return { text: '', link: '' };
  if (workloads.length > 1) {
    const failed = workloads.filter(({ verdict }) => verdict === 'failed').length;
    return { text: failed === 0 ? '' : `${failed} failed${failed < workloads.length ? ', the others are valid' : ''}; `, link: `all ${plural(workloads.length, 'workload')}` };
  }
  const metrics = first.metrics.filter(({ metric }) => said.includes(metric));
  if (metrics.length === 0) return { text: 'no execution ended well; ', link: 'what is known' };
  return { text: `${metrics.map(metricInWords).join('; ')}; `, link: plural(metrics.reduce((most, { spread }) => Math.max(most, spread.count), 0), 'sample') };
}

/** "wall time 2.31 s (2.28 s to 2.40 s)". */
function metricInWords({ title, unit, spread }: ReportMetric): string {
  const range = spread.min === spread.max ? '' : ` (${formatQuantity(spread.min, unit)} to ${formatQuantity(spread.max, unit)}${spread.relativeNoise === null ? '' : `, ±${formatPercent(spread.relativeNoise)}`})`;
  return `${title.startsWith('CPU') ? title : title.toLowerCase()} ${formatQuantity(spread.median, unit)}${range}`;
}

/** What the gate has to say of workloads; '' where there is none. */
export function workloadGate({ workloads }: ReportModel): string {
  const failed = workloads.filter(({ verdict }) => verdict === 'failed').length;
  if (failed > 0) return workloads.length === 1 ? 'not applied: the workload failed' : `not applied: ${plural(failed, 'workload')} failed`;
  const reasons = new Set(workloads.map(({ reason }) => reason));
  return reasons.size === 1 ? [...reasons].join('') : '';
}

/** The first workload that failed; null where none did. */
export function failedWorkload({ workloads }: ReportModel): ReportWorkload | null {
  return workloads.find(({ verdict }) => verdict === 'failed') ?? null;
}

/** Notes that say how far figures can be trusted; the others are about profiles and settings. */
const doubtCodes: ReadonlySet<string> = new Set(['interrupted', 'unfinished', 'failed-samples', 'work-differs', 'noisy', 'busy-machine', 'stolen-time']);

/** What makes a workload's figures doubtful, the gravest first. */
export function doubtsOf({ notes }: ReportWorkload): string[] {
  return notes.filter(({ code }) => doubtCodes.has(code)).map(({ text }) => text);
}

/** The doubts of the only workload, or how many workloads have some. */
export function workloadDoubts({ workloads }: ReportModel): string[] {
  const [first] = workloads;
  if (first === undefined) return [];
  if (workloads.length === 1) return doubtsOf(first);
  const doubtful = workloads.filter((workload) => doubtsOf(workload).length > 0).length;
  return doubtful === 0 ? [] : [`${doubtful} of ${plural(workloads.length, 'workload')} ${doubtful === 1 ? 'has' : 'have'} figures to be careful with: the list says why`];
}
