import { medianOf } from '../stats/summary.ts';
import type { MetricSides } from './sides.ts';

/** Shares that fail and warn; a floor (5 ms, 1 MiB, or what the gate says) that is more than that share of the base takes its place. */
export function limitWithFloor(
  sides: MetricSides,
  all: readonly MetricSides[],
  wanted: { readonly fail: number; readonly warn: number; readonly floor: number },
): { fail: number; warn: number; byFloor: boolean; floor: number } {
  const share = floorShare(sides, all, wanted.floor);
  return { fail: Math.max(wanted.fail, share), warn: Math.max(wanted.warn, share), byFloor: share > wanted.fail, floor: wanted.floor };
}

/** The floor as a share of the base; that of a value per item is the floor of the whole. */
function floorShare({ measure, base }: MetricSides, all: readonly MetricSides[], floor: number): number {
  const whole = measure.metric.split('/')[0];
  const perItem = measure.unit === 'seconds' && measure.metric.includes('/');
  const values = perItem ? (all.find(({ measure: { metric } }) => metric === whole)?.base ?? []) : base;
  const median = medianOf(values);
  if (median === null || median <= 0) return 0;
  const share = floor / median;
  return Number.isFinite(share) ? share : Number.MAX_VALUE;
}
