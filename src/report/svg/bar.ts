import { pageHatch } from './flame-inline.ts';
import { heatFill, heatOf } from './palette.ts';

const heightPx = 10;

/** Shares that a full bar may stand for. */
const fullBars: readonly number[] = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5];

/** What a full bar stands for in a table whose largest share is `largest`: 1 or the next smaller round share. */
export function fullBarOf(largest: number): number {
  return fullBars.find((full) => largest <= full) ?? 1;
}

export interface BarScale {
  /** Share of a full bar. */
  readonly full: number;
  readonly heatSteps: readonly number[];
  readonly widthPx: number;
}

/** A bar for a share of 0 to 1, in the flame graph's heat; its text stands beside it, so it is hidden from readers of the text. */
export function drawBar(share: number, waiting: boolean, { full, heatSteps, widthPx }: BarScale): string {
  const filled = Math.round(Math.max(0, Math.min(1, share / full)) * widthPx * 10) / 10;
  const heat = Math.max(1, heatOf(share, heatSteps));
  const fill = waiting ? `url(#${pageHatch})` : (heatFill[heat] ?? '');
  const rect = filled > 0 ? `<rect${waiting ? '' : ` class="h${heat}"`} width="${filled}" height="${heightPx}" fill="${fill}"/>` : '';
  return `<svg class="bar" width="${widthPx}" height="${heightPx}" aria-hidden="true">${rect}</svg>`;
}
