import type { ReportMetric, ReportModel, ReportWorkload } from '../../core/model/report.ts';
import { formatPercent } from '../../core/units/percent.ts';
import { formatQuantity } from '../../core/units/quantity.ts';
import { plural } from './words.ts';

/** Metrics that the card says in words. */
const said: readonly string[] = ['wall', 'cpu', 'rss'];

/** What was measured, in words; '' where nothing was. */
export function workloadSentence({ workloads }: ReportModel): string {
  const [first] = workloads;
  if (first === undefined) return '';
  if (workloads.length > 1) {
    const failed = workloads.filter(({ verdict }) => verdict === 'failed').length;
    return `${plural(workloads.length, 'workload')}${failed === 0 ? '' : `, ${failed} of them failed${failed < workloads.length ? '; the others are valid' : ''}`}`;
  }
  const metrics = first.metrics.filter(({ metric }) => said.includes(metric));
  if (metrics.length === 0) return 'no sample was measured to its end';
  return `${metrics.map(metricInWords).join('; ')}; ${plural(metrics.reduce((most, { spread }) => Math.max(most, spread.count), 0), 'sample')}`;
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
