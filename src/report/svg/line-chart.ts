import type { ReportChart } from '../../core/model/report.ts';
import { formatDuration } from '../../core/units/duration.ts';
import { formatQuantity } from '../../core/units/quantity.ts';
import { escapeXml } from '../display-text.ts';
import { axisTicks, type Tick } from './axis.ts';
import { chartMarks } from './chart-marks.ts';
import { ink, paper, softInk } from './palette.ts';

const fontPx = 13;
/** Room above the plot for the words at the peak, and below it for the times. */
const topPx = 28;
const plotPx = 200;
const timesPx = 24;
/** Units of the plot's own width; the picture is fluid. */
const plotWidth = 1000;
const lineColor = '#dce1e7';
const areaColor = '#e9ecf0';
const ySteps = 4;
/** As many labels as a phone has room for. */
const xSteps = 6;
/** Dashes of the lines after the first. */
const dashes: readonly string[] = ['', '6 3', '2 2', '9 3 2 3'];

/**
 * Values over time as a static picture: the first line strong over its area, others soft and dashed,
 * the peak with its value, round ticks. Colours as attributes and as classes; it needs neither script
 * nor style, and grows with the page while its words keep their size.
 */
export function drawLineChart(chart: ReportChart, description: string): string {
  const { id, unit, series, peak } = chart;
  const yTicks = axisTicks(peak?.value ?? 0, unit, ySteps, true);
  const top = yTicks.at(-1)?.value ?? 1;
  const span = spanOf(chart);
  const x = (seconds: number): number => round((seconds / span) * plotWidth);
  const y = (value: number): number => round(plotPx - (Math.max(0, value) / top) * plotPx);
  const points = series.map(({ seconds, values }) => seconds.map((second, i) => `${x(second)},${y(values[i] as number)}`));
  const lines = points.map((line, index) => drawLine(line, index)).reverse();
  const marks = chartMarks(chart.marks, span, topPx + plotPx + timesPx);
  const peakLeft = peak !== null && peak.atSeconds / span < 0.3;
  const label = `${escapeXml(id)}-svg`;
  return (
    `<svg class="chart" width="100%" height="${topPx + plotPx + timesPx + marks.heightPx}" role="img" aria-labelledby="${label}-title ${label}-text" font-family="system-ui, sans-serif" font-size="${fontPx}">\n` +
    `<title id="${label}-title">${escapeXml(chart.title)}</title><desc id="${label}-text">${escapeXml(description)}</desc><rect class="chart-ground" width="100%" height="100%" fill="${paper}"/>\n` +
    `<svg y="${topPx}" width="100%" height="${plotPx}" viewBox="0 0 ${plotWidth} ${plotPx}" preserveAspectRatio="none" overflow="visible">${drawArea(points[0] ?? [])}${grid(yTicks, y)}${lines.join('')}</svg>\n` +
    `${yLabels(yTicks, y, peakLeft)}${xLabels(axisTicks(span, 'seconds', xSteps, false), span)}\n${marks.svg}${peak === null ? '' : drawPeak(chart, peak, span, y)}</svg>`
  );
}

/** A piece of the line that the legend shows beside the name of the series. */
export function lineSwatch(index: number): string {
  return `<svg width="28" height="10" aria-hidden="true"><line x1="0" x2="28" y1="5" y2="5" ${strokeOf(index)}/></svg>`;
}

function spanOf({ series, marks }: ReportChart): number {
  const ends = [...series.map(({ seconds }) => seconds.at(-1) ?? 0), ...marks.map(({ endSeconds }) => endSeconds)];
  return ends.reduce((last, end) => Math.max(last, end), 0) || 1;
}

function strokeOf(index: number): string {
  if (index === 0) return `class="chart-line" fill="none" stroke="${ink}" stroke-width="1.75"`;
  const dash = dashes[(index - 1) % dashes.length] as string;
  return `class="chart-child" fill="none" stroke="${softInk}" stroke-width="1.25"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}`;
}

function drawLine(points: readonly string[], index: number): string {
  return `<polyline ${strokeOf(index)} vector-effect="non-scaling-stroke" stroke-linejoin="round" points="${points.join(' ')}"/>`;
}

function drawArea(points: readonly string[]): string {
  const first = points[0]?.split(',')[0];
  const last = points.at(-1)?.split(',')[0];
  return first === undefined || last === undefined ? '' : `<polygon class="chart-area" fill="${areaColor}" points="${first},${plotPx} ${points.join(' ')} ${last},${plotPx}"/>`;
}

function grid(ticks: readonly Tick[], y: (value: number) => number): string {
  const lines = ticks.map(({ value }) => `<line x2="${plotWidth}" y1="${y(value)}" y2="${y(value)}" vector-effect="non-scaling-stroke"/>`);
  return `<g class="chart-grid" stroke="${lineColor}">${lines.join('')}</g>`;
}

// Above their line and inside the plot: a column of their own would need a width that only a style can give.
function yLabels(ticks: readonly Tick[], y: (value: number) => number, right: boolean): string {
  const place = right ? 'x="100%" text-anchor="end"' : 'x="0"';
  return words(ticks.map(({ value, text }) => (value === 0 ? '' : `<text ${place} y="${round(topPx + y(value) - 4)}">${escapeXml(text)}</text>`)).join(''));
}

function xLabels(ticks: readonly Tick[], span: number): string {
  const labels = ticks.map(({ value, text }) => {
    const share = value / span;
    const anchor = share < 0.03 ? '' : ` text-anchor="${share > 0.94 ? 'end' : 'middle'}"`;
    return `<text x="${percent(share)}" y="${topPx + plotPx + 16}"${anchor}>${escapeXml(text)}</text>`;
  });
  return words(labels.join(''));
}

/** Texts with a rim in the colour of the page, so that a line behind them does not strike them out. */
function words(texts: string): string {
  return `<g class="chart-words" fill="${softInk}" stroke="${paper}" stroke-width="3" stroke-linejoin="round" paint-order="stroke">${texts}</g>`;
}

function drawPeak({ unit }: ReportChart, peak: NonNullable<ReportChart['peak']>, span: number, y: (value: number) => number): string {
  const share = peak.atSeconds / span;
  const top = topPx + y(peak.value);
  const text = `peak ${formatQuantity(peak.value, unit)} after ${formatDuration(peak.atSeconds)}`;
  const label = `<text class="chart-peak" x="${percent(share)}" y="${round(top - 9)}"${share > 0.5 ? ' text-anchor="end"' : ''} fill="${ink}" font-weight="600">${escapeXml(text)}</text>`;
  return `${words(label)}<circle class="chart-peak" cx="${percent(share)}" cy="${round(top)}" r="3.5" fill="${ink}" stroke="${paper}"/>\n`;
}

function percent(share: number): string {
  return `${Math.round(share * 1e5) / 1e3}%`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
