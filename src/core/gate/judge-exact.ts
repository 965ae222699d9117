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
  const { sides, fail } = metricCase;
  const [base = 0] = sides.base;
  const [head = 0] = sides.head;
  const change = base === head ? 0 : base > 0 ? finiteOrNull(head / base - 1) : null;
  return {
    verdict: exactVerdict(base, head, fail),
    change, lower: change, upper: change,
    pairs: Math.min(sides.base.length, sides.head.length),
    visibleChange: fail, pairsNeeded: null, pairsNeededRange: null,
    message: exactMessage(sides.measure, base, head, fail),
  };
}

/** Growth from 0 is beyond every share; a hundredth of a billionth is rounding. */
export function exactVerdict(base: number, head: number, tolerance: number): Verdict {
  const slack = 1e-11;
  if (base === head) return 'pass';
  const allowed = Math.abs(Math.min(base, head)) * (tolerance + slack);
  if (Math.abs(head - base) <= allowed) return 'pass';
  return head > base ? 'fail' : 'improved';
}
