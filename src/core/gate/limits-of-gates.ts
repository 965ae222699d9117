import { medianOf } from '../stats/summary.ts';
import type { GateRules } from './rules.ts';
import type { MetricSides } from './sides.ts';

/** Shares that fail and warn; a floor (5 ms, 1 MiB) that is more than that share of the base takes its place. */
export function limitWithFloor(
  sides: MetricSides,
  all: readonly MetricSides[],
  wanted: { readonly fail: number; readonly warn: number },
  rules: GateRules,
): { fail: number; warn: number; byFloor: boolean } {
  const floor = floorShare(sides, all, rules);
  return { fail: Math.max(wanted.fail, floor), warn: Math.max(wanted.warn, floor), byFloor: floor > wanted.fail };
}

/** The floor as a share of the base; that of a value per item is the floor of the whole. */
function floorShare({ measure, base }: MetricSides, all: readonly MetricSides[], { floors }: GateRules): number {
  const whole = measure.metric.split('/')[0];
  const perItem = measure.unit === 'seconds' && measure.metric.includes('/');
  const values = perItem ? (all.find(({ measure: { metric } }) => metric === whole)?.base ?? []) : base;
  const median = medianOf(values);
  if (median === null || median <= 0 || measure.unit === 'count') return 0;
  const share = (measure.unit === 'seconds' ? floors.seconds : floors.bytes) / median;
  return Number.isFinite(share) ? share : Number.MAX_VALUE;
}
