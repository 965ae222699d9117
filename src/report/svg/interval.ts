import { formatPercent } from '../../core/units/percent.ts';
import { escapeXml } from '../display-text.ts';
import { ink, softInk } from './palette.ts';

const widthPx = 160;
const heightPx = 18;
const paddingPx = 5;
const radiusPx = 3;
/** Shares that the half of a picture may stand for. */
const halves: readonly number[] = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 100];

/** A change with its interval, as shares: 0.1 is +10 %. */
export interface IntervalPlot {
  readonly change: number;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Where the gate stands; null where there is none. */
  readonly limit: number | null;
  /** The picture reaches from -half to +half. */
  readonly half: number;
  readonly tone: string;
}

/** The smallest round share that holds these shares on either side of 0. */
export function intervalHalf(shares: readonly (number | null)[]): number {
  const largest = shares.reduce<number>((most, share) => (share !== null && Number.isFinite(share) ? Math.max(most, Math.abs(share)) : most), 0);
  return halves.find((half) => largest <= half) ?? largest;
}

/**
 * The change as a dot with its interval as a whisker, on a line from -half to +half: zero in the middle,
 * the limit dashed. The figures stand beside it, so it is hidden from readers of the text.
 */
export function drawInterval({ change, lower, upper, limit, half, tone }: IntervalPlot): string {
  if (!Number.isFinite(change) || !(half > 0)) return '';
  const middle = widthPx / 2;
  const y = heightPx / 2;
  const x = (share: number): number => round(Math.min(widthPx - paddingPx, Math.max(paddingPx, middle + (share / half) * (middle - paddingPx))));
  const ground = `<rect class="dots-ground" width="${widthPx}" height="${heightPx}" fill="#f1f3f6"/>`;
  const zero = `<rect class="iv-zero" x="${middle - 0.5}" width="1" height="${heightPx}" fill="${softInk}"/>`;
  const gate = limit === null || Math.abs(limit) > half ? '' : `<line class="iv-limit" x1="${x(limit)}" x2="${x(limit)}" y1="0" y2="${heightPx}" stroke="#b3261e" stroke-width="1.5" stroke-dasharray="3 2"/>`;
  const dot = `<circle class="iv-dot" cx="${x(change)}" cy="${y}" r="${radiusPx}" fill="${ink}"/>`;
  const title = `<title>${escapeXml(titleOf(change, lower, upper, limit))}</title>`;
  return `<svg class="interval iv-${tone}" width="${widthPx}" height="${heightPx}" aria-hidden="true">${title}${ground}${zero}${gate}${whisker(lower, upper, x, y)}${dot}</svg>`;
}

function whisker(lower: number | null, upper: number | null, x: (share: number) => number, y: number): string {
  if (lower === null && upper === null) return '';
  // An open side reaches to the edge and has no end mark.
  const left = lower === null || !Number.isFinite(lower) ? paddingPx : x(lower);
  const right = upper === null || !Number.isFinite(upper) ? widthPx - paddingPx : x(upper);
  const ends = [lower === null ? null : left, upper === null ? null : right];
  const marks = ends.map((end) => (end === null ? '' : `<rect x="${round(end - 0.75)}" y="${y - 4}" width="1.5" height="8"/>`)).join('');
  return `<g class="iv-whisker" fill="${ink}"><rect x="${left}" y="${y - 0.75}" width="${round(Math.max(0, right - left))}" height="1.5"/>${marks}</g>`;
}

function titleOf(change: number, lower: number | null, upper: number | null, limit: number | null): string {
  const between = lower === null || upper === null ? '' : `, interval ${formatPercent(lower)} to ${formatPercent(upper)}`;
  return `${formatPercent(change)}${between}${limit === null ? '' : `; limit ${formatPercent(limit)}`}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
