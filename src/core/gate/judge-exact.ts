import type { Verdict } from '../model/verdict.ts';
import { finiteOrNull, type MetricCase, type MetricJudgement } from './judged-metric.ts';
import { exactMessage } from './messages.ts';

/** Instructions that were equal so often are taken to be the same in every run. */
const fewestEqual = 3;

/** True where each side has one value only, however often it was measured: no statistics are needed. */
export function isExact({ sides }: MetricCase): boolean {
  const { measure, base, head } = sides;
  if (measure.unit !== 'count' || base.length === 0 || head.length === 0) return false;
  const isConstant = (values: readonly number[]): boolean => values.every((value) => value === values[0]);
  if (measure.metric === 'instructions' && Math.min(base.length, head.length) < fewestEqual) return false;
  return isConstant(base) && isConstant(head);
}

/** Compares counts that are the same in every run: more than the tolerance fails. */
export function judgeExact(metricCase: MetricCase): MetricJudgement {
  const { sides, fail, warn, floor, byFloor } = metricCase;
  const [base = 0] = sides.base;
  const [head = 0] = sides.head;
  const change = base === head ? 0 : base > 0 ? finiteOrNull(head / base - 1) : null;
  return {
    verdict: exactVerdict(base, head, { fail, warn, floor }),
    change, lower: change, upper: change,
    pairs: Math.min(sides.base.length, sides.head.length),
    visibleChange: fail, pairsNeeded: null, pairsNeededRange: null,
    message: exactMessage(sides.measure, base, head, { limit: fail, byFloor, floor }),
  };
}

/** Shares of growth that fail and warn, and growth that does not matter whatever share it is. */
export interface ExactLimits {
  readonly fail: number;
  readonly warn: number;
  readonly floor: number;
}

/** Growth from 0 is beyond every share; a hundredth of a billionth is rounding. */
export function exactVerdict(base: number, head: number, { fail, warn, floor }: ExactLimits): Verdict {
  const slack = 1e-11;
  const change = Math.abs(head - base);
  const isWithin = (share: number): boolean => change <= Math.max(floor, Math.abs(Math.min(base, head)) * (share + slack));
  if (base === head) return 'pass';
  if (!isWithin(fail)) return head > base ? 'fail' : 'improved';
  return head > base && !isWithin(warn) ? 'warn' : 'pass';
}
