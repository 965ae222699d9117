import type { ChartSeries } from '../../core/model/chart.ts';
import type { ReportChart, ReportModel } from '../../core/model/report.ts';
import { formatDuration } from '../../core/units/duration.ts';
import { formatQuantity } from '../../core/units/quantity.ts';
import { countNames, maxLanes } from '../svg/chart-marks.ts';
import { drawLineChart, lineSwatch } from '../svg/line-chart.ts';
import { quantityFigure, type Figure } from './figure.ts';

/** A section with one chart. */
export interface ChartSection {
  readonly id: string;
  readonly title: string;
  readonly file: string;
  readonly svgHtml: string;
  /** Names of the lines; empty where there is only one. */
  readonly legend: readonly { readonly swatchHtml: string; readonly name: string }[];
  readonly rows: readonly ChartRow[];
  readonly notes: readonly string[];
}

/** The figures of one line. */
export interface ChartRow {
  readonly name: string;
  readonly start: Figure;
  readonly peak: Figure;
  readonly peakAt: Figure;
  readonly end: Figure;
  readonly endAt: Figure;
}

/** The charts of a report, in the order of the model. */
export function chartSections({ charts }: ReportModel): ChartSection[] {
  return charts.map((chart) => {
    const { id, title, file, series, unit, marks } = chart;
    const names = countNames(marks);
    const notes = chart.notes.map(({ text }) => text);
    if (names > maxLanes) notes.push(`${maxLanes} of ${names} functions are drawn below the curve, those with the most time`);
    return {
      id,
      title,
      file,
      svgHtml: drawLineChart(chart, describe(chart)),
      legend: series.length < 2 ? [] : series.map(({ name }, index) => ({ swatchHtml: lineSwatch(index), name })),
      rows: series.filter(({ values }) => values.length > 0).map((each) => chartRow(each, unit)),
      notes,
    };
  });
}

/** "peak 35.4 MiB after 61 ms, 11.4 MiB at the end": a chart in words; '' for an empty one. */
export function chartWords({ peak, series, unit }: ReportChart): string {
  if (peak === null) return '';
  const end = series[0]?.values.at(-1);
  return `peak ${formatQuantity(peak.value, unit)} after ${formatDuration(peak.atSeconds)}${end === undefined ? '' : `, ${formatQuantity(end, unit)} at the end`}`;
}

function describe(chart: ReportChart): string {
  const [first] = chart.series;
  const start = first?.values[0];
  if (first === undefined || start === undefined) return 'no values';
  const others = chart.series.length > 1 ? `; ${chart.series.length} lines in all` : '';
  return `${first.name}: ${formatQuantity(start, chart.unit)} at first, ${chartWords(chart)}, ${formatDuration(first.seconds.at(-1) ?? 0)} in all${others}`;
}

function chartRow({ name, seconds, values }: ChartSeries, unit: ReportChart['unit']): ChartRow {
  let peak = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[peak] as number)) peak = i;
  const figure = (index: number): Figure => quantityFigure(values[index] as number, unit);
  const moment = (index: number): Figure => quantityFigure(seconds[index] as number, 'seconds');
  return { name, start: figure(0), peak: figure(peak), peakAt: moment(peak), end: figure(values.length - 1), endAt: moment(values.length - 1) };
}
