import type { ReportMetric, Verdict } from '../model/report.ts';
import { summarize } from '../stats/summary.ts';
import { limitWithFloor } from './limits-of-gates.ts';
import { defaultFloors, type GateRule } from './rules.ts';
import type { MetricSides } from './sides.ts';

/** What a comparison says of one metric, apart from its values. Shares are fractions, null where there is none. */
export interface MetricJudgement {
  readonly verdict: Verdict;
  readonly change: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly pairs: number | null;
  readonly visibleChange: number | null;
  readonly pairsNeeded: number | null;
  readonly pairsNeededRange: readonly [number, number] | null;
  readonly message: string;
  /** What the workload says in place of its change; it is no part of a report. */
  readonly told?: string;
}

/** A metric with both sides and the rule it is judged by, gated or not. */
export interface MetricCase {
  readonly sides: MetricSides;
  /** Null where no gate asks for it: it is judged for the reader only. */
  readonly gate: GateRule | null;
  /** Changes that fail and warn, floors included. */
  readonly fail: number;
  readonly warn: number;
  /** True where the floor, no share, is the limit. */
  readonly byFloor: boolean;
  /** Growth that is too little to matter, in the metric's unit. */
  readonly floor: number;
}

/** Limits of metrics that no gate asks for. */
const ungated = { fail: 0.1, warn: 0.05 };

/** Sets a metric beside its gate. */
export function caseOf(sides: MetricSides, all: readonly MetricSides[], gate: GateRule | null): MetricCase {
  const wanted = gate === null ? { ...ungated, floor: defaultFloors[sides.measure.unit] } : { fail: gate.threshold, warn: gate.warn, floor: gate.floor };
  return { sides, gate, ...limitWithFloor(sides, all, wanted) };
}

/** A judgement without figures. */
export function withoutFigures(verdict: Verdict, message: string): MetricJudgement {
  return { verdict, change: null, lower: null, upper: null, pairs: null, visibleChange: null, pairsNeeded: null, pairsNeededRange: null, message };
}

/** exp(x) - 1 of a log ratio, as a share; null where there is none, or it is beyond all numbers. */
export function shareOf(logRatio: number | null): number | null {
  return logRatio === null ? null : finiteOrNull(Math.expm1(logRatio));
}

export function finiteOrNull(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

/** The row of a report; a metric that no value of the head is known of has none. */
export function reportMetric({ measure, base, head }: MetricSides, judgement: MetricJudgement): ReportMetric[] {
  const { metric, title, unit } = measure;
  if (head.length === 0) return [];
  const spread = summarize(head);
  const baseMedian = base.length === 0 ? null : summarize(base).median;
  const { verdict, change, lower, upper, pairs, visibleChange, pairsNeeded, pairsNeededRange, message } = judgement;
  const figures = { verdict, change, lower, upper, pairs, visibleChange, pairsNeeded, pairsNeededRange, message };
  return [{ metric, title, unit, base: baseMedian, head: spread.median, ...figures, spread, values: head, baseValues: base }];
}
