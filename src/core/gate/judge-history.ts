import type { Verdict } from '../model/verdict.ts';
import { predictionBound } from '../stats/prediction-bound.ts';
import { logSpread, storedFloor } from '../stats/sensitivity.ts';
import { medianOf } from '../stats/summary.ts';
import { exactVerdict, isExact, judgeExact } from './judge-exact.ts';
import { finiteOrNull, shareOf, withoutFigures, type MetricCase, type MetricJudgement } from './judged-metric.ts';
import { historyMessage, impossibleMessage, oneArmMessage, shortHistoryMessage, unevenMessage } from './messages.ts';
import type { GateRules } from './rules.ts';

/** One metric with the medians of the stored builds, oldest first, and of a re-run of the head. */
export interface HistoryCase {
  /** `base` holds the medians of the builds. */
  readonly metricCase: MetricCase;
  /** Null where the head was not run again. */
  readonly rerun: number | null;
}

/**
 * Judges metrics against the last builds: beyond the prediction bound and the limit warns, and fails only where a re-run of the head, or
 * the build before it, was beyond as well.
 */
export function judgeHistoryMetrics(cases: readonly HistoryCase[], rules: GateRules): MetricJudgement[] {
  const gated = Math.max(1, cases.filter(({ metricCase }) => metricCase.gate !== null).length);
  const alpha = rules.alpha / rules.workloads / gated;
  return cases.map((each) => judgeWithoutBound(each, rules, alpha) ?? judgeCase(each, rules, alpha));
}

function judgeWithoutBound({ metricCase, rerun }: HistoryCase, rules: GateRules, alpha: number): MetricJudgement | null {
  const { measure, base, head, impossible } = metricCase.sides;
  if (impossible.length > 0) return withoutFigures('inconclusive', impossibleMessage(measure, impossible));
  if (base.length === 0 || head.length === 0) return withoutFigures('inconclusive', oneArmMessage(measure, base.length === 0 ? 'base' : 'head'));
  if (isExact(metricCase)) {
    const judged = judgeExact(metricCase);
    const repeats = rerun !== null && exactVerdict(base[0] as number, rerun, metricCase) === 'fail';
    return judged.verdict === 'fail' && !repeats ? { ...judged, verdict: 'warn' } : judged;
  }
  if ([...base, ...head].some((value) => value <= 0)) return withoutFigures('inconclusive', unevenMessage(measure));
  return base.length < rules.minHistoryBuilds ? judgeShort(metricCase, rules, alpha) : null;
}

/** Too few builds to say how much they differ by: what changed against their median, and below what they are blind at best. */
function judgeShort({ sides: { base, head } }: MetricCase, rules: GateRules, alpha: number): MetricJudgement {
  const change = finiteOrNull((medianOf(head) as number) / (medianOf(base) as number) - 1);
  const floor = storedFloor(rules.assumedBuildSpread, base.length, { alpha });
  const message = shortHistoryMessage({ change, builds: base.length, least: rules.minHistoryBuilds, floor, assumed: rules.assumedBuildSpread });
  return { ...withoutFigures('inconclusive', message), change, visibleChange: finiteOrNull(floor) };
}

function judgeCase({ metricCase, rerun }: HistoryCase, rules: GateRules, alpha: number): MetricJudgement {
  const { sides, fail, byFloor, floor: value } = metricCase;
  const builds = sides.base.map(Math.log);
  const last = builds[builds.length - 1] as number;
  const earlier = builds.slice(0, -1).slice(-rules.historyBuilds);
  const limit = Math.log1p(fail);
  // A last build that was suspicious itself is no measure of what is usual.
  const repeats = earlier.length >= rules.minHistoryBuilds - 1 && isBeyond(last, earlier, limit, alpha);
  const usual = repeats ? earlier : builds.slice(-rules.historyBuilds);
  const head = Math.log(medianOf(sides.head) as number);
  const centre = predictionBound(usual, 0.5) as number;
  const widthOf = (error: number): number => (predictionBound(usual, 1 - error) as number) - centre;
  const shift = head - centre;
  const beyond = isBeyond(head, usual, limit, alpha);
  const rerunBeyond = rerun !== null && isBeyond(Math.log(rerun), usual, limit, alpha);
  const verdict: Verdict = beyond
    ? repeats || rerunBeyond ? 'fail' : 'warn'
    : shift + widthOf(alpha) < 0 && shift <= -limit
      ? 'improved'
      : shift + widthOf(rules.passAlpha) < limit ? 'pass' : 'inconclusive';
  const floor = finiteOrNull(storedFloor(logSpread(usual), usual.length, { alpha }));
  const figures = { change: shareOf(shift), lower: shareOf(shift - widthOf(alpha)), upper: shareOf(shift + widthOf(rules.passAlpha)) };
  const confirmedBy = rerunBeyond ? 'rerun' : repeats ? 'build' : null;
  return {
    verdict, ...figures, pairs: null,
    visibleChange: floor, pairsNeeded: null, pairsNeededRange: null,
    message: historyMessage({ ...figures, verdict, limit: fail, byFloor, least: { value, unit: sides.measure.unit }, floor, builds: usual.length, confirmedBy }),
  };
}

function isBeyond(value: number, usual: readonly number[], limit: number, alpha: number): boolean {
  const bound = predictionBound(usual, 1 - alpha);
  const centre = predictionBound(usual, 0.5);
  return bound !== null && centre !== null && value > bound && value - centre >= limit;
}
