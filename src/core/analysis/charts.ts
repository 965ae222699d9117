import type { ChartMark, ChartSeries, TimeChart } from '../model/chart.ts';
import type { Note } from '../model/note.ts';
import type { ReportChart } from '../model/report.ts';
import { formatCount } from '../units/count.ts';
import type { ReadFile } from './build-report-input.ts';

/** Columns of time of which the lowest and the highest value are kept: finer than the picture on most screens. */
const columns = 500;
/** Lines that one picture can show apart; the ones with the highest peaks are kept. */
const maxSeries = 12;
/** Spans kept, the longest ones. */
const maxMarks = 300;

/** The charts of all files, in their order, small enough to draw and to send. */
export function chartsOf(files: readonly ReadFile[]): ReportChart[] {
  return files.flatMap((file) => (file.set?.charts ?? []).map((chart) => ({ file, chart }))).map(({ file, chart }, index) => reportChart(`c${index + 1}`, file, chart));
}

function reportChart(id: string, file: ReadFile, chart: TimeChart): ReportChart {
  const peaks = new Map(chart.series.map((series) => [series, peakOf([series])?.value ?? -Infinity]));
  const shown = chart.series.length <= maxSeries ? chart.series : highest(chart.series, peaks);
  const series = shown.map(thinned);
  const marks = longest(chart.marks);
  const notes: Note[] = [...chart.notes];
  const taken = countReadings(shown);
  const drawn = countReadings(series);
  if (drawn < taken) notes.push({ code: 'thinned', text: `${formatCount(taken)} values were read; ${formatCount(drawn)} are kept, the lowest and the highest of every moment, so that no peak is lost` });
  if (shown.length < chart.series.length) notes.push({ code: 'series-capped', text: `${shown.length} of ${chart.series.length} lines are shown, those with the highest peaks` });
  if (marks.length < chart.marks.length) notes.push({ code: 'marks-capped', text: `${marks.length} of ${formatCount(chart.marks.length)} calls are shown, the longest ones` });
  return { id, title: chart.title, file: file.file, formatTitle: file.formatTitle ?? '', unit: chart.unit, series, marks, peak: peakOf(chart.series), notes };
}

/** The largest value of all lines and when it was first reached. */
function peakOf(series: readonly ChartSeries[]): ReportChart['peak'] {
  let peak: ReportChart['peak'] = null;
  for (const { seconds, values } of series) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      const atSeconds = seconds[i] as number;
      if (peak === null || value > peak.value || (value === peak.value && atSeconds < peak.atSeconds)) peak = { value, atSeconds };
    }
  }
  return peak;
}

/** The first line, which is the main one, and those with the highest peaks, in their order. */
function highest(series: readonly ChartSeries[], peaks: ReadonlyMap<ChartSeries, number>): ChartSeries[] {
  const others = series.slice(1).sort((a, b) => (peaks.get(b) as number) - (peaks.get(a) as number));
  const kept = new Set([...series.slice(0, 1), ...others.slice(0, maxSeries - 1)]);
  return series.filter((each) => kept.has(each));
}

/** First and last value, and the lowest and highest of each column of time, in their order. */
function thinned(series: ChartSeries): ChartSeries {
  const { name, seconds, values } = series;
  const count = seconds.length;
  if (count <= 2 * columns) return series;
  const start = seconds[0] as number;
  const perSecond = columns / ((seconds[count - 1] as number) - start || 1);
  const kept: number[] = [0];
  let low = 0;
  let high = 0;
  let column = 0;
  const close = (): void => {
    for (const row of [Math.min(low, high), Math.max(low, high)]) if (row > (kept.at(-1) as number)) kept.push(row);
  };
  for (let row = 1; row < count; row++) {
    const here = Math.floor(((seconds[row] as number) - start) * perSecond);
    if (here !== column) {
      close();
      low = high = row;
      column = here;
    }
    if ((values[row] as number) < (values[low] as number)) low = row;
    if ((values[row] as number) > (values[high] as number)) high = row;
  }
  close();
  if ((kept.at(-1) as number) < count - 1) kept.push(count - 1);
  return { name, seconds: kept.map((row) => seconds[row] as number), values: kept.map((row) => values[row] as number) };
}

function longest(marks: readonly ChartMark[]): readonly ChartMark[] {
  if (marks.length <= maxMarks) return marks;
  const kept = new Set([...marks].sort((a, b) => b.endSeconds - b.startSeconds - (a.endSeconds - a.startSeconds)).slice(0, maxMarks));
  return marks.filter((mark) => kept.has(mark));
}

function countReadings(series: readonly ChartSeries[]): number {
  return series.reduce((sum, { values }) => sum + values.length, 0);
}
