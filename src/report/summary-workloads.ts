import { shownMetrics } from '../core/analysis/workload-metrics.ts';
import type { ReportMetric, ReportModel, ReportWorkload } from '../core/model/report.ts';
import { formatCount } from '../core/units/count.ts';
import { formatPercent } from '../core/units/percent.ts';
import { formatQuantity } from '../core/units/quantity.ts';
import { codeSpan, escapeMarkdown } from './markdown.ts';

/** Rows of a summary's table, the line that counts the rest among them; the page has all. */
const maxRows = 6;

/** The metrics of one workload, or the wall time of several, as a table of at most nine lines. */
export function workloadLines({ workloads }: ReportModel): string[] {
  const [first] = workloads;
  if (first === undefined) return [];
  if (workloads.length === 1) return metricTable(first);
  const failedFirst = [...workloads].sort((a, b) => Number(b.verdict === 'failed') - Number(a.verdict === 'failed'));
  const rows = firstRows(failedFirst).map((workload) => {
    const wall = workload.metrics.find(({ metric }) => metric === 'wall');
    const rss = workload.metrics.find(({ metric }) => metric === 'rss');
    const state = workload.verdict === 'failed' ? 'FAILED' : '';
    return [codeSpan(workload.name).replaceAll('|', '\\|'), wall === undefined ? state : medianOf(wall), noiseOf(wall), wall === undefined ? '' : formatCount(wall.spread.count), rss === undefined ? '' : medianOf(rss), wall === undefined ? '' : state];
  });
  return table(['workload', 'wall time', 'noise', 'samples', 'peak memory', ''], rows, workloads.length - rows.length, 'workloads');
}

function metricTable({ metrics: all, notes }: ReportWorkload): string[] {
  const { rows: metrics, work } = shownMetrics(all);
  if (metrics.length === 0) return [];
  const rows = firstRows(metrics).map((metric) => {
    const { spread, unit } = metric;
    const range = spread.min === spread.max ? 'always the same' : `${formatQuantity(spread.min, unit)} to ${formatQuantity(spread.max, unit)}`;
    return [escapeMarkdown(metric.title), medianOf(metric), spread.count === 1 ? '' : range, noiseOf(metric), formatCount(spread.count)];
  });
  const lines = table(['metric', 'median', 'lowest to highest', 'noise', 'samples'], rows, metrics.length - rows.length, 'metrics');
  const [note] = notes;
  if (work.length > 0) lines.push(`Work in each sample: ${escapeMarkdown(work.join(', '))}`, '');
  return note === undefined ? lines : [...lines, escapeMarkdown(note.text), ''];
}

function firstRows<T>(all: readonly T[]): readonly T[] {
  return all.length <= maxRows ? all : all.slice(0, maxRows - 1);
}

function table(headings: readonly string[], rows: readonly (readonly string[])[], left: number, what: string): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const more = left > 0 ? [line([`and ${left} more ${what}`, ...headings.slice(1).map(() => '')])] : [];
  return [line(headings), line(headings.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line), ...more, ''];
}

function medianOf({ spread, unit }: ReportMetric): string {
  return formatQuantity(spread.median, unit);
}

function noiseOf(metric: ReportMetric | undefined): string {
  const noise = metric?.spread.relativeNoise ?? null;
  return noise === null || noise === 0 ? '' : `±${formatPercent(noise)}`;
}
