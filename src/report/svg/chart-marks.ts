import type { ChartMark } from '../../core/model/chart.ts';
import { formatCount } from '../../core/units/count.ts';
import { formatDuration } from '../../core/units/duration.ts';
import { escapeXml } from '../display-text.ts';
import { softInk } from './palette.ts';

/** Names that get a row each, those with the most time. */
export const maxLanes = 6;
const lanePx = 28;
/** Letters of a name that a phone has room for; its end says most. */
const maxLetters = 30;
const barColor = '#b9c1ca';

/** Spans of time below a chart, one row a name: its words, and a bar for each span. */
export function chartMarks(marks: readonly ChartMark[], span: number, topPx: number): { svg: string; heightPx: number } {
  const lanes = lanesOf(marks).slice(0, maxLanes);
  const svg = lanes.map(({ name, marks: own, total }, lane) => {
    const y = topPx + lane * lanePx;
    const bars = own.map(({ startSeconds, endSeconds }) => `<rect x="${percent(startSeconds / span)}" y="${y + 20}" width="${percent(Math.max(0.002, (endSeconds - startSeconds) / span))}" height="5"/>`);
    const label = `${shortened(name)}, ${own.length === 1 ? 'one call' : `${formatCount(own.length)} calls`}, ${formatDuration(total)}`;
    return `<g><title>${escapeXml(name)}</title><text class="chart-name" y="${y + 14}" fill="${softInk}">${escapeXml(label)}</text><g class="chart-mark" fill="${barColor}">${bars.join('')}</g></g>\n`;
  });
  return { svg: svg.join(''), heightPx: lanes.length * lanePx };
}

/** How many names there are. */
export function countNames(marks: readonly ChartMark[]): number {
  return new Set(marks.map(({ name }) => name)).size;
}

function lanesOf(marks: readonly ChartMark[]): { name: string; marks: ChartMark[]; total: number }[] {
  const lanes = new Map<string, { name: string; marks: ChartMark[]; total: number }>();
  for (const mark of marks) {
    let lane = lanes.get(mark.name);
    if (lane === undefined) lanes.set(mark.name, (lane = { name: mark.name, marks: [], total: 0 }));
    lane.marks.push(mark);
    lane.total += mark.endSeconds - mark.startSeconds;
  }
  return [...lanes.values()].sort((a, b) => b.total - a.total);
}

function shortened(name: string): string {
  const letters = [...name.slice(-4 * maxLetters)];
  return letters.length <= maxLetters ? letters.join('') : `…${letters.slice(-maxLetters).join('')}`;
}

function percent(share: number): string {
  return `${Math.round(share * 1e5) / 1e3}%`;
}
