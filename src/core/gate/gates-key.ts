import { formatNumber } from '../units/digits.ts';
import { isProfileGate } from './gate-metrics.ts';
import type { GateRules } from './rules.ts';

/**
 * By what a paired run is judged, in one line: "wall 10%, cpu 10%, rss 10%; looks 12/24/36". Comparisons with equal keys on one machine are of
 * one kind, whose false alarms can be counted together. What the build's other workloads take of the certainty belongs to it.
 */
export function gatesKey({ gates, strict, confirm, workloads }: GateRules, looks: readonly number[]): string {
  const limits = gates.filter((gate) => !isProfileGate(gate)).map(({ metric, threshold }) => `${metric} ${formatNumber(threshold * 100)}%`);
  return [[...limits].sort().join(', '), `looks ${looks.join('/')}`, ...(workloads > 1 ? [`${workloads} workloads`] : []), ...(strict ? ['strict'] : []), ...(confirm ? ['confirm'] : [])].join('; ');
}
