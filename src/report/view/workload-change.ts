import { signedPercent } from '../../core/gate/messages.ts';
import { shownMetrics } from '../../core/analysis/workload-metrics.ts';
import type { ReportMetric, ReportModel, ReportWorkload, Verdict } from '../../core/model/report.ts';
import { summarize } from '../../core/stats/summary.ts';
import { formatCount } from '../../core/units/count.ts';
import { exactPercent, formatPercent } from '../../core/units/percent.ts';
import { formatQuantity } from '../../core/units/quantity.ts';
import { drawDots, halfWidthOf } from '../svg/dot-plot.ts';
import { drawInterval, intervalHalf } from '../svg/interval.ts';
import { culpritOf, isComparedMetric, leadMetric, limitOf, worstFirst, type ComparedMetric } from './compared.ts';
import { quantityFigure, type Figure } from './figure.ts';
import { lookOf, rankOf, signedPercentFigure, type VerdictLook } from './verdict-words.ts';
import { sentenceCase } from './words.ts';

/** Metrics of one workload, base beside head. */
export interface ChangeTable {
  readonly rows: readonly ChangeRow[];
  readonly caption: string;
  /** Sentences about the metrics that are not as they should be. */
  readonly messages: readonly string[];
}

export interface ChangeRow extends VerdictLook {
  readonly title: string;
  readonly base: Figure | null;
  readonly head: Figure | null;
  readonly change: Figure | null;
  readonly interval: string;
  readonly plotHtml: string;
  readonly message: string;
  readonly noise: string;
  readonly noiseExact: string;
  readonly pairs: string;
  readonly dotsHtml: string;
}

/** One workload in a list of several. */
export interface ChangeOverviewRow extends VerdictLook {
  readonly name: string;
  readonly verdict: Verdict;
  /** 0 for the worst, to sort by. */
  readonly rank: string;
  /** "Regressed". */
  readonly wordForList: string;
  readonly href: string;
  readonly reason: string;
  readonly base: Figure | null;
  readonly head: Figure | null;
  readonly change: Figure | null;
  readonly plotHtml: string;
  readonly culprit: string;
}

/** Verdicts of workloads whose culprit the list names. */
const blamed: ReadonlySet<Verdict> = new Set(['fail', 'warn']);
/** Verdicts whose reasons are said below the table; the others' figures are in it. */
const spoken: ReadonlySet<Verdict> = new Set(['warn', 'inconclusive', 'not-comparable', 'environment-suspect']);

/** The metrics table of a workload with two sides; null where no metric has both. */
export function changeTable(model: ReportModel, workload: ReportWorkload): ChangeTable | null {
  const shown = shownMetrics(workload.metrics).rows;
  // Work that differs between the sides is a row even where each side's is constant.
  const rows = workload.metrics.filter((metric) => shown.includes(metric) || (isComparedMetric(metric) && metric.change !== 0 && metric.baseValues.length > 0 && metric.unit === 'count'));
  const compared = rows.filter(isComparedMetric);
  if (compared.length === 0) return null;
  const lead = leadMetric(workload);
  const half = intervalHalf(compared.flatMap(({ metric, change, lower, upper }) => [change, lower, upper, limitOf(model, workload.name, metric)]));
  const dotsHalf = compared.reduce((most, { values, baseValues, base }) => Math.max(most, halfWidthOf([...values, ...baseValues], base) ?? 0), 0);
  const limits = compared.some(({ metric }) => limitOf(model, workload.name, metric) !== null);
  return {
    rows: rows.map((metric) => changeRow(metric, limitOf(model, workload.name, metric.metric), half, dotsHalf)),
    caption: `Change: the dot is the estimate, the whisker its interval, the line in the middle no change${limits ? ', dashed the limit' : ''}; it reaches ${formatPercent(half)} to either side. Samples: base above head, one dot each, around the base’s median.`,
    // What the card says of the only workload is not said again.
    messages: rows.filter((metric) => metric.message !== '' && spoken.has(metric.verdict) && !(model.workloads.length === 1 && metric === lead)).map(({ title, message }) => `${title}: ${message}`),
  };
}

function changeRow(metric: ReportMetric, limit: number | null, half: number, dotsHalf: number): ChangeRow {
  const { title, unit, base, head, lower, upper, spread, pairs, verdict, message } = metric;
  const noise = spread.relativeNoise;
  const compared = isComparedMetric(metric);
  return {
    ...lookOf(verdict),
    title,
    base: base === null ? null : quantityFigure(base, unit),
    head: head === null ? null : quantityFigure(head, unit),
    change: compared ? signedPercentFigure(metric.change) : null,
    interval: compared && lower !== null && upper !== null && (lower !== upper || lower !== metric.change) ? `${signedPercent(lower)} to ${signedPercent(upper)}` : '',
    plotHtml: compared ? drawInterval({ change: metric.change, lower, upper, limit, half, tone: lookOf(verdict).tone }) : '',
    message,
    noise: noise === null || noise === 0 ? '' : `±${formatPercent(noise)}`,
    noiseExact: noise === null ? '' : `±${exactPercent(Number(noise.toPrecision(6)))}`,
    pairs: pairs === null ? '' : formatCount(pairs),
    dotsHtml: compared ? twoRows(metric, dotsHalf) : '',
  };
}

/** The base's samples above the head's, on one scale. */
function twoRows({ baseValues, values, base, unit, spread }: ComparedMetric, half: number): string {
  if (baseValues.length === 0 || values.length === 0 || base === 0 || half === 0) return '';
  const titles = (arm: string, all: readonly number[]): string[] => all.map((value, index) => `${arm} ${index + 1}: ${formatQuantity(value, unit)}`);
  return drawDots({ ...summarize(baseValues), values: baseValues, half, centre: base, titles: titles('base', baseValues) }) + drawDots({ ...spread, values, half, centre: base, titles: titles('head', values) });
}

/** All workloads, worst first, with the metric that shows each one's verdict. */
export function changeOverview(model: ReportModel): { readonly rows: readonly ChangeOverviewRow[]; readonly caption: string } {
  const ordered = worstFirst(model.workloads);
  const half = intervalHalf(ordered.flatMap(({ workload }) => {
    const metric = leadMetric(workload);
    return metric === null ? [] : [metric.change, metric.lower, metric.upper, limitOf(model, workload.name, metric.metric)];
  }));
  const rows = ordered.map(({ workload, index }): ChangeOverviewRow => {
    const { name, verdict, reason } = workload;
    const metric = leadMetric(workload);
    const look = lookOf(verdict);
    return {
      ...look,
      name,
      verdict,
      rank: String(rankOf(verdict)),
      wordForList: verdict === 'pass' ? look.word : look.word.charAt(0) + look.word.slice(1).toLowerCase(),
      href: `#w${index + 1}`,
      reason: isAnswer(verdict) && metric !== null ? '' : withoutName(name, reason),
      base: metric === null ? null : quantityFigure(metric.base, metric.unit),
      head: metric === null ? null : quantityFigure(metric.head, metric.unit),
      change: metric === null ? null : signedPercentFigure(metric.change),
      plotHtml: metric === null ? '' : drawInterval({ ...metric, limit: limitOf(model, name, metric.metric), half, tone: look.tone }),
      culprit: blamed.has(verdict) ? (culpritOf(model, workload)?.change.name ?? '') : '',
    };
  });
  return { rows, caption: `Change of wall time, or of the metric that decided: dot and interval, dashed the limit; every picture reaches ${formatPercent(half)} to either side.` };
}

/** Verdicts whose figures are in the row. */
function isAnswer(verdict: Verdict): boolean {
  return verdict === 'pass' || verdict === 'improved' || verdict === 'fail' || verdict === 'warn';
}

/** "upload, wall time: …" beside the name "upload". */
function withoutName(name: string, reason: string): string {
  return sentenceCase(reason.startsWith(`${name}, `) ? reason.slice(name.length + 2) : reason.startsWith(`${name}: `) ? reason.slice(name.length + 2) : reason);
}
