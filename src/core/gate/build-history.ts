import type { BestLevel, ReportBuild } from '../model/report.ts';
import type { Note } from '../model/note.ts';
import { logSpread } from '../stats/sensitivity.ts';
import { studentQuantile } from '../stats/student.ts';
import { medianOf } from '../stats/summary.ts';
import { isExact } from './judge-exact.ts';
import type { MetricCase } from './judged-metric.ts';
import type { GateRules } from './rules.ts';

/** Stored builds that a run can be compared with. */
export interface BuildHistory {
  /** Oldest first. */
  readonly builds: readonly ReportBuild[];
  /** Medians of the builds by metric of the report, oldest first. */
  readonly values: ReadonlyMap<string, readonly number[]>;
  readonly best: readonly BestLevel[];
  readonly notes: readonly Note[];
}

/** Builds in a row whose median is a level that was held. */
const sustained = 5;

/** The lowest median of five builds in a row; null for fewer builds. `values` and `builds` are parallel, oldest first. */
export function bestLevel(metric: string, values: readonly number[], builds: readonly ReportBuild[]): BestLevel | null {
  let best: BestLevel | null = null;
  for (let start = 0; start + sustained <= values.length; start++) {
    const level = medianOf(values.slice(start, start + sustained)) as number;
    if (best === null || level < best.level) best = { metric, level, from: builds[start]?.startedAt ?? null, to: builds[start + sustained - 1]?.startedAt ?? null };
  }
  return best;
}

/**
 * By what share a gated value is above the best level, where that is more than is told, than its limit, and than single builds differ by; null elsewhere. How
 * builds differ is taken from each to the next, which a slow rise hardly changes.
 */
export function creepShareOf(metricCase: MetricCase, { best }: BuildHistory, rules: GateRules): { share: number; level: BestLevel } | null {
  const { sides, gate, floor } = metricCase;
  const level = best.find(({ metric }) => metric === sides.measure.metric);
  const now = medianOf(sides.head);
  const builds = sides.base.slice(-rules.historyBuilds);
  if (level === undefined || now === null || gate === null || builds.length < rules.minHistoryBuilds || isExact(metricCase)) return null;
  if ([...builds, level.level, now].some((value) => !(value > 0))) return null;
  const share = now / level.level - 1;
  const steps = builds.slice(1).map((value, place) => Math.log(value) - Math.log(builds[place] as number));
  const usual = studentQuantile(1 - rules.alpha, builds.length - 1) * (logSpread(steps) / Math.SQRT2) * Math.sqrt(1 + 1 / sustained);
  return share > Math.max(rules.creepShare, gate.threshold) && now - level.level > floor && Math.log1p(share) > usual ? { share, level } : null;
}
