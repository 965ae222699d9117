import type { Verdict } from '../model/verdict.ts';
import { estimateUnpairedShift } from '../stats/rank-sum.ts';
import { storedFloor } from '../stats/sensitivity.ts';
import { judgeWithoutStatistics } from './judge-paired.ts';
import { finiteOrNull, shareOf, withoutFigures, type MetricCase, type MetricJudgement } from './judged-metric.ts';
import { storedMessage, unitsMessage } from './messages.ts';
import type { GateRules } from './rules.ts';

/**
 * Judges metrics against one stored build, or arms that were not paired. The runs of two builds differ by more than the runs of one, and
 * one build does not show by how much: it never fails, and warns beyond the floor of an assumed spread between builds only.
 */
export function judgeStoredMetrics(cases: readonly MetricCase[], rules: GateRules): MetricJudgement[] {
  const gated = Math.max(1, cases.filter(({ gate }) => gate !== null).length);
  const alpha = rules.alpha / rules.workloads / gated;
  return cases.map((metricCase) => {
    const known = judgeWithoutStatistics(metricCase);
    if (known !== null) return known.verdict === 'fail' ? { ...known, verdict: 'warn' } : known;
    return judgeCase(metricCase, rules, alpha);
  });
}

function judgeCase({ sides, fail, byFloor, floor: value }: MetricCase, rules: GateRules, alpha: number): MetricJudgement {
  const shift = estimateUnpairedShift(sides.base.map(Math.log), sides.head.map(Math.log));
  const otherUnit = sides.measure.unit === 'seconds' ? unitBetween(shift.estimate) : null;
  if (otherUnit !== null) return withoutFigures('not-comparable', unitsMessage(sides.measure, otherUnit));
  const lower = shift.lowerBound(alpha);
  const above = shift.upperBound(alpha);
  const floor = storedFloor(rules.assumedBuildSpread, 1, { alpha });
  const limit = Math.log1p(Math.max(fail, floor));
  const enough = Math.min(sides.base.length, sides.head.length) >= rules.minRunsStored;
  const verdict: Verdict = !enough
    ? 'inconclusive'
    : lower !== null && lower > 0 && shift.estimate >= limit
      ? 'warn'
      : above !== null && above < 0 && shift.estimate <= -limit
        ? 'improved'
        : 'inconclusive';
  const figures = { change: shareOf(shift.estimate), lower: shareOf(lower), upper: shareOf(shift.upperBound(rules.passAlpha)) };
  const counts = { baseRuns: sides.base.length, headRuns: sides.head.length, leastRuns: rules.minRunsStored };
  return {
    verdict, ...figures, pairs: null,
    visibleChange: finiteOrNull(floor), pairsNeeded: null, pairsNeededRange: null,
    message: storedMessage({ ...figures, ...counts, verdict, limit: fail, byFloor, least: { value, unit: sides.measure.unit }, floor, assumed: rules.assumedBuildSpread }),
  };
}

/** Seconds beside milli-, micro- or nanoseconds: 1,000 or a power of it, within a factor of 1.5; null for other ratios. */
function unitBetween(logRatio: number): number | null {
  const steps = Math.round(Math.abs(logRatio) / Math.log(1000));
  return steps >= 1 && steps <= 3 && Math.abs(Math.abs(logRatio) - steps * Math.log(1000)) < Math.log(1.5) ? 1000 ** steps : null;
}
