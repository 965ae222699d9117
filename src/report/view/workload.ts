import { shownMetrics } from '../../core/analysis/workload-metrics.ts';
import { measuredSamples } from '../../core/analysis/workload-samples.ts';
import type { ReportMetric, ReportModel, ReportWorkload, Verdict } from '../../core/model/report.ts';
import { formatCount } from '../../core/units/count.ts';
import { exactPercent, formatPercent } from '../../core/units/percent.ts';
import { exactQuantity, formatQuantity } from '../../core/units/quantity.ts';
import { drawDots, halfWidthOf } from '../svg/dot-plot.ts';
import { doubtsOf } from './card-workload.ts';
import { isComparedMetric, worstFirst } from './compared.ts';
import { quantityFigure, type Figure } from './figure.ts';
import { isLong } from './place.ts';
import type { Fact } from './profile.ts';
import { plural } from './words.ts';
import { lookOf, type VerdictLook } from './verdict-words.ts';
import { changeOverview, changeTable, type ChangeOverviewRow, type ChangeTable } from './workload-change.ts';
import { workloadFacts } from './workload-facts.ts';
import { sampleTable, type SampleTable } from './workload-table.ts';

/** Workloads that are shown open; more are listed first and folded. */
const openWorkloads = 3;

/** Workloads of a list in which those where all is well leave out their executions. */
const longList = 12;
const calm: ReadonlySet<string> = new Set(['pass', 'improved']);

/** What was measured: a list where there are many workloads, then each with its metrics. */
export interface MeasuredView {
  readonly heading: string;
  readonly overview: readonly OverviewRow[];
  /** The list where base and head are compared; null where they are not, or for one workload. */
  readonly changes: { readonly rows: readonly ChangeOverviewRow[]; readonly caption: string } | null;
  readonly caption: string;
  readonly workloads: readonly WorkloadView[];
}

/** One workload in the list. */
export interface OverviewRow {
  readonly name: string;
  readonly file: string;
  readonly href: string;
  readonly failed: boolean;
  /** Why it failed, '' where it did not. */
  readonly reason: string;
  /** What makes its figures doubtful, '' where nothing does. */
  readonly doubt: string;
  readonly wall: MetricRow | null;
  readonly rss: Figure | null;
}

export interface WorkloadView {
  readonly id: string;
  /** '' where nothing is compared. */
  readonly verdict: Verdict | '';
  readonly name: string;
  /** '' where there is only one workload. */
  readonly heading: string;
  readonly file: string;
  readonly folded: boolean;
  readonly failed: boolean;
  readonly long: boolean;
  readonly reason: string;
  /** Word and sign of a workload with two sides; null without a base. */
  readonly look: VerdictLook | null;
  /** Base beside head; then `rows` is empty. */
  readonly changes: ChangeTable | null;
  readonly output: string;
  readonly facts: readonly Fact[];
  readonly rows: readonly MetricRow[];
  readonly caption: string;
  readonly notes: readonly string[];
  readonly samples: SampleTable | null;
  /** Said in place of the table in a long list, where nothing is to be looked into; '' otherwise. */
  readonly samplesElsewhere: string;
}

export interface MetricRow {
  readonly title: string;
  readonly median: Figure;
  /** Smallest to largest value. */
  readonly range: string;
  readonly rangeExact: string;
  readonly noise: Figure | null;
  readonly count: string;
  /** '' where all values are equal. */
  readonly dotsHtml: string;
}

/** The measured workloads, those that failed first; null where nothing was measured. */
export function measuredView(model: ReportModel): MeasuredView | null {
  const { workloads } = model;
  const first = workloads[0];
  if (first === undefined) return null;
  const many = workloads.length > openWorkloads;
  const compared = workloads.some(({ metrics }) => metrics.some((metric) => isComparedMetric(metric)));
  const ordered = compared ? worstFirst(workloads) : failedFirst(workloads);
  const views = ordered.map(({ workload, index }, place) => {
    const open = compared && place < openWorkloads && worthOpening.has(workload.verdict);
    return { workload, view: workloadView(model, workload, `w${index + 1}`, many && !open, compared) };
  });
  const walls = workloads.flatMap(wallOf);
  const half = halfWidth(walls);
  return {
    heading: workloads.length === 1 ? `Measured: ${first.name}` : `Measured: ${workloads.length} workloads`,
    changes: compared && workloads.length > 1 ? changeOverview(model) : null,
    overview: many && !compared ? views.map(({ workload, view }) => overviewRow(workload, view, half)) : [],
    caption: many && !compared ? captionOf(walls, half) : '',
    workloads: views.map(({ view }) => view),
  };
}

/** Where the page tells of the workloads. */
export const measuredHref = '#measured';

/** Verdicts whose workloads are unfolded in a long list. */
const worthOpening: ReadonlySet<string> = new Set(['failed', 'fail', 'warn']);

function failedFirst(workloads: readonly ReportWorkload[]): { workload: ReportWorkload; index: number }[] {
  const rank = ({ verdict }: ReportWorkload): number => (verdict === 'failed' ? 0 : 1);
  return workloads.map((workload, index) => ({ workload, index })).sort((a, b) => rank(a.workload) - rank(b.workload) || a.index - b.index);
}

function workloadView(model: ReportModel, workload: ReportWorkload, id: string, folded: boolean, compared: boolean): WorkloadView {
  const { name, file, notes, failureOutput } = workload;
  const count = model.workloads.length;
  const changes = changeTable(model, workload);
  const { rows: metrics, work } = shownMetrics(workload.metrics);
  const failed = workload.verdict === 'failed';
  // What the card says is not said again.
  const doubts = doubtsOf(workload);
  const brief = compared && count > longList && calm.has(workload.verdict) && workload.samples.length > 0;
  const half = halfWidth(metrics);
  return {
    id,
    verdict: compared ? workload.verdict : '',
    name,
    heading: count === 1 ? '' : name,
    file: count === 1 ? '' : file,
    folded,
    failed,
    long: isLong(workload.reason),
    reason: workload.reason,
    look: changes === null ? null : lookOf(workload.verdict),
    changes,
    output: failed ? (failureOutput ?? '') : '',
    facts: workloadFacts(workload, work),
    rows: changes === null ? metrics.map((metric) => metricRow(metric, workload, half)) : [],
    caption: changes === null ? captionOf(metrics, half) : '',
    notes: notes.filter(({ text }) => changes === null || count > 1 || !doubts.includes(text)).map(({ text }) => text),
    samples: brief ? null : sampleTable(workload),
    samplesElsewhere: brief ? `Its ${plural(workload.samples.length, 'execution')} are in report.json.` : '',
  };
}

/** One scale for all metrics of a workload, so that wider pictures are noisier metrics. */
function halfWidth(metrics: readonly ReportMetric[]): number {
  return metrics.reduce((most, { values, spread }) => Math.max(most, halfWidthOf(values, spread.median) ?? 0), 0);
}

function captionOf(metrics: readonly ReportMetric[], half: number): string {
  const moves = metrics.some(({ spread }) => spread.min !== spread.max);
  if (!moves) return '';
  return `One dot is one sample, the first on top; the line is the median, the band holds the middle half. Every picture reaches ${formatPercent(half)} to either side of its median.`;
}

function metricRow(metric: ReportMetric, workload: ReportWorkload, half: number): MetricRow {
  const { title, unit, spread } = metric;
  const constant = spread.min === spread.max;
  const noise = spread.relativeNoise;
  return {
    title,
    median: quantityFigure(spread.median, unit),
    range: spread.count === 1 ? '' : constant ? 'always the same' : `${formatQuantity(spread.min, unit)} to ${formatQuantity(spread.max, unit)}`,
    rangeExact: constant ? '' : `${exactQuantity(spread.min, unit)} to ${exactQuantity(spread.max, unit)}; middle half ${exactQuantity(spread.lowerQuartile, unit)} to ${exactQuantity(spread.upperQuartile, unit)}`,
    noise: noise === null || constant ? null : { text: `±${formatPercent(noise)}`, exact: `±${exactPercent(Number(noise.toPrecision(6)))}`, value: String(noise) },
    count: formatCount(spread.count),
    dotsHtml: constant || spread.median === 0 ? '' : dotsOf(metric, workload, half),
  };
}

function dotsOf({ values, unit, spread }: ReportMetric, workload: ReportWorkload, half: number): string {
  const numbers = measuredSamples(workload.samples).map(({ number }) => number);
  // A metric that some samples do not know has fewer values, and their numbers are not told.
  const named = numbers.length === values.length ? numbers.map((number) => `sample ${number}: `) : values.map(() => '');
  return drawDots({ ...spread, values, half, titles: values.map((value, index) => `${named[index] ?? ''}${formatQuantity(value, unit)}`) });
}

function overviewRow(workload: ReportWorkload, { id, failed }: WorkloadView, half: number): OverviewRow {
  const [wall] = wallOf(workload);
  const rss = workload.metrics.find(({ metric }) => metric === 'rss');
  return {
    name: workload.name,
    file: workload.file,
    href: `#${id}`,
    failed,
    reason: failed ? workload.reason : '',
    doubt: failed ? '' : (doubtsOf(workload)[0] ?? ''),
    wall: wall === undefined ? null : metricRow(wall, workload, half),
    rss: rss === undefined ? null : quantityFigure(rss.spread.median, rss.unit),
  };
}

function wallOf({ metrics }: ReportWorkload): ReportMetric[] {
  return metrics.filter(({ metric }) => metric === 'wall');
}
