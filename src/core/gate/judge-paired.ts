import { testSignedRank } from '../stats/signed-rank.ts';
import { judgePairs, type PairsJudgement, type PairsRule } from '../stats/sequential.ts';
import { logSpread, pairsNeeded, smallestVisibleChange } from '../stats/sensitivity.ts';
import { summarize } from '../stats/summary.ts';
import type { Verdict } from '../model/verdict.ts';
import { isExact, judgeExact } from './judge-exact.ts';
import { finiteOrNull, shareOf, withoutFigures, type MetricCase, type MetricJudgement } from './judged-metric.ts';
import { impossibleMessage, oneArmMessage, pairedMessage, unevenMessage } from './messages.ts';
import type { GateRules } from './rules.ts';
import type { MetricSides } from './sides.ts';

/** Judges metrics of pairs that were measured side by side; the gated ones share the chance of a false alarm (Holm). */
export function judgePairedMetrics(cases: readonly MetricCase[], rules: GateRules): MetricJudgement[] {
  const known = cases.map(judgeWithoutStatistics);
  // Two gates on one metric are one comparison.
  const family = [...new Set(cases.filter(({ gate }, place) => gate !== null && known[place] === null).map(({ sides }) => sides))];
  const rule = { alpha: rules.alpha / rules.workloads, passAlpha: rules.passAlpha, looks: rules.looks, strict: rules.strict };
  const shared = sharesOf(family, rule.alpha / rule.looks);
  return cases.map((metricCase, place) => {
    const before = known[place];
    if (before !== null && before !== undefined) return before;
    return judgeCase(metricCase, { ...rule, comparisons: shared.get(metricCase.sides) ?? family.length + 1 });
  });
}

/**
 * Holm's steps: among how many comparisons each member shares `alpha`. Each one that is shown to be slower hands its share to the others. The
 * test stands for the bound, which needs all Walsh averages: its lower bound is above 0 where the test is certain.
 */
function sharesOf(family: readonly MetricSides[], alpha: number): Map<MetricSides, number> {
  const tested = family.map((sides) => ({ sides, p: testSignedRank(logRatios(sides)).pGreater })).sort((a, b) => a.p - b.p);
  const slower = new Set<MetricSides>();
  for (const { sides, p } of tested) {
    if (p <= alpha / (family.length - slower.size)) slower.add(sides);
  }
  const others = family.length - slower.size;
  return new Map(family.map((sides) => [sides, slower.has(sides) ? others + 1 : others]));
}

/** What needs no statistics, or allows none; null for the rest. */
export function judgeWithoutStatistics(metricCase: MetricCase): MetricJudgement | null {
  const { measure, base, head, impossible } = metricCase.sides;
  if (impossible.length > 0) return withoutFigures('inconclusive', impossibleMessage(measure, impossible));
  if (base.length === 0 || head.length === 0) return withoutFigures('inconclusive', oneArmMessage(measure, base.length === 0 ? 'base' : 'head'));
  if (isExact(metricCase)) return judgeExact(metricCase);
  return [...base, ...head].some((value) => value <= 0) ? withoutFigures('inconclusive', unevenMessage(measure)) : null;
}

function judgeCase(metricCase: MetricCase, rule: Omit<PairsRule, 'fail' | 'warn'>): MetricJudgement {
  const { sides, gate, fail, warn, byFloor, floor: value } = metricCase;
  const logs = logRatios(sides);
  const judged = judgePairs(logs, { ...rule, fail, warn });
  const spread = logSpread(logs);
  const needed = logs.length < 2 || fail === 0 ? null : pairsNeeded(spread, fail, logs.length, { alpha: judged.lowerAlpha });
  const range = needed === null || !Number.isFinite(needed.high) ? null : ([needed.low, needed.high] as const);
  const figures = {
    change: shareOf(judged.estimate), lower: shareOf(judged.lower), upper: shareOf(judged.upper),
    pairs: judged.pairs,
    visibleChange: finiteOrNull(smallestVisibleChange(spread, logs.length, { alpha: judged.lowerAlpha })),
    pairsNeeded: finiteOrNull(needed?.pairs ?? null), pairsNeededRange: range,
  };
  const verdict = verdictOf(judged, gate !== null);
  const noise = summarize(sides.head).relativeNoise;
  const fewest = Math.ceil(-Math.log2(judged.lowerAlpha));
  return { verdict, ...figures, message: pairedMessage({ ...figures, verdict, reason: judged.reason, limit: fail, byFloor, least: { value, unit: sides.measure.unit }, noise, gated: gate !== null, fewest }) };
}

/** What no gate asks for never fails. */
function verdictOf({ verdict }: PairsJudgement, gated: boolean): Verdict {
  if (verdict === 'undecided') return 'inconclusive';
  return verdict === 'fail' && !gated ? 'warn' : verdict;
}

/** The difference of the logs, since the ratio of two numbers may be beyond all numbers. */
function logRatios({ base, head }: MetricSides): number[] {
  return head.map((value, place) => Math.log(value) - Math.log(base[place] as number));
}
