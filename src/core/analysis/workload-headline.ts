import type { ReportMetric, ReportProfile, ReportWorkload } from '../model/report.ts';
import { formatBytes } from '../units/bytes.ts';
import { formatCount } from '../units/count.ts';
import { formatDuration } from '../units/duration.ts';
import { formatPercent } from '../units/percent.ts';

/** Workloads that a headline names before the rest is counted. */
const namedWorkloads = 3;

/** "sample took 2.31 s (median of 10, ±1.2 %), 214 MiB peak; hottest: dedupe, 31 %"; failures come first. */
export function workloadHeadline(workloads: readonly ReportWorkload[], main: ReportProfile | undefined): string {
  const failed = workloads.filter(({ verdict }) => verdict === 'failed');
  const first = workloads[0];
  if (failed.length > 0) return failedHeadline(failed, workloads.length);
  if (workloads.length > 1 || first === undefined) return manyHeadline(workloads);
  const hottest = hottestOf(main);
  return `${tookSentence(first)}${hottest === '' ? '' : `; hottest: ${hottest}`}`;
}

/** What one workload took: wall time, and what its peak memory was. */
export function tookSentence(workload: ReportWorkload): string {
  const wall = metricOf(workload, 'wall');
  if (wall === undefined) return `${workload.name}: no time was measured`;
  const rss = metricOf(workload, 'rss');
  return `${workload.name} took ${formatDuration(wall.spread.median)} (${ofSamples(wall)})${rss === undefined ? '' : `, ${formatBytes(rss.spread.median)} peak`}`;
}

/** "median of 10, ±1.2 %". */
export function ofSamples({ spread }: ReportMetric): string {
  if (spread.count === 1) return 'one sample';
  return `median of ${formatCount(spread.count)}${spread.relativeNoise === null ? '' : `, ±${formatPercent(spread.relativeNoise)}`}`;
}

function failedHeadline(failed: readonly ReportWorkload[], count: number): string {
  const named = failed.slice(0, namedWorkloads);
  if (count === 1) return `Workload ${named.map(({ name, reason }) => `${name} FAILED: ${reason}`).join('')}`;
  const rest = failed.length - named.length;
  const names = named.map(({ name, reason }) => (failed.length === 1 ? `${name}, ${reason}` : name));
  return `${failed.length} of ${count} workloads FAILED: ${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function manyHeadline(workloads: readonly ReportWorkload[]): string {
  const names = new Set(workloads.map(({ name }) => name));
  const same = names.size === 1;
  const took = workloads.slice(0, namedWorkloads).map((workload) => {
    const wall = metricOf(workload, 'wall');
    const time = wall === undefined ? 'no time' : formatDuration(wall.spread.median);
    return same ? time : `${workload.name} ${time}`;
  });
  const rest = workloads.length - took.length;
  const what = same ? `${workloads.length} runs of ${[...names].join('')}` : `${workloads.length} workloads measured`;
  return `${what}: ${took.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** The hottest own function of a time profile, or the hottest one: "dedupe, 31 %". */
function hottestOf(main: ReportProfile | undefined): string {
  if (main === undefined || main.unit !== 'seconds') return '';
  const place = main.hottest.find(({ owner }) => owner === 'own') ?? main.hottest[0];
  return place === undefined ? '' : `${place.name}, ${formatPercent(place.share)}`;
}

function metricOf({ metrics }: ReportWorkload, name: string): ReportMetric | undefined {
  return metrics.find(({ metric }) => metric === name);
}
