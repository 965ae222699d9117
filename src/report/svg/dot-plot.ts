import { escapeXml } from '../display-text.ts';
import { ink, softInk } from './palette.ts';

const widthPx = 220;
const radiusPx = 2.5;
const paddingPx = 4;
/** Height of one dot's row, and of the whole picture. */
const rowPx = 2.2;
const minHeightPx = 16;
const maxHeightPx = 30;
/** More dots than this are a blot: their range is drawn instead. */
const maxDots = 200;
/** Half the width of a scale stands for one of these shares of the median, so that equal pictures are equal noise. */
const halfWidths: readonly number[] = [0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

export interface DotPlot {
  /** In the order of time. */
  readonly values: readonly number[];
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
  /** The picture reaches from centre * (1 - half) to centre * (1 + half). */
  readonly half: number;
  /** What the middle of the picture stands for: the median, or the base's median in a row of the head. */
  readonly centre?: number;
  /** What a reader is told of each value, in the same order. */
  readonly titles: readonly string[];
}

/** The smallest round share that holds all values around their median; null where a median is 0. */
export function halfWidthOf(values: readonly number[], median: number): number | null {
  if (median === 0) return null;
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value / median - 1)), 0);
  return halfWidths.find((half) => largest <= half) ?? largest;
}

/**
 * All values as dots from left (less) to right, the first one on top, with the middle half as a band and
 * the median as a line. The figures stand beside it, so it is hidden from readers of the text.
 */
export function drawDots(plot: DotPlot): string {
  const { values, median, lowerQuartile, upperQuartile, half, titles, centre = median } = plot;
  const height = round(Math.min(maxHeightPx, Math.max(minHeightPx, values.length * rowPx + 2 * paddingPx)));
  const middle = widthPx / 2;
  const x = (value: number): number => round(middle + ((value / centre - 1) / half) * (middle - paddingPx));
  const left = Math.min(x(lowerQuartile), x(upperQuartile));
  const band = `<rect class="dots-band" x="${left}" width="${round(Math.abs(x(upperQuartile) - x(lowerQuartile)))}" height="${height}" fill="#dce1e7"/>`;
  const line = `<rect class="dots-median" x="${round(x(median) - 0.75)}" width="1.5" height="${height}" fill="${ink}"/>`;
  const step = values.length > 1 ? (height - 2 * paddingPx) / (values.length - 1) : 0;
  const y = (index: number): number => round(values.length > 1 ? paddingPx + index * step : height / 2);
  const dots = values.length > maxDots ? rangeOf(values, x, height) : values.map((value, index) => `<circle cx="${x(value)}" cy="${y(index)}" r="${radiusPx}"><title>${escapeXml(titles[index] ?? '')}</title></circle>`).join('');
  return `<svg class="dots" width="${widthPx}" height="${height}" aria-hidden="true"><rect class="dots-ground" width="${widthPx}" height="${height}" fill="#f1f3f6"/>${band}${line}<g class="dots-dots" fill="${softInk}">${dots}</g></svg>`;
}

function rangeOf(values: readonly number[], x: (value: number) => number, height: number): string {
  const places = values.map(x);
  const left = places.reduce((least, place) => Math.min(least, place), widthPx);
  const right = places.reduce((most, place) => Math.max(most, place), 0);
  return `<rect x="${left}" y="${round(height / 2 - 1)}" width="${Math.max(1, round(right - left))}" height="2"><title>${values.length} samples</title></rect>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
