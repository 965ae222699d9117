import type { ConfirmPlan } from '../collect/ab/arms.ts';
import { wholePairs } from '../collect/ab/whole-pairs.ts';
import { configDefaults } from '../config/schema.ts';
import type { WorkloadSettings } from '../config/settings.ts';
import { cpuSeconds } from '../core/analysis/workload-samples.ts';
import { isProfileGate } from '../core/gate/gate-metrics.ts';
import { judgeRuns } from '../core/gate/judge-runs.ts';
import { looksFor, rulesFor, type GateRules } from '../core/gate/rules.ts';
import type { RunSample, WorkloadRun } from '../core/model/run-record.ts';
import { judgeFamily, type PairsJudgement } from '../core/stats/sequential.ts';
import { workloadRules } from './compare-rules.ts';

/** When to look at the pairs of a workload, whether to go on, and whether to measure them again. */
export interface PairsPlan {
  readonly looks: readonly number[];
  /** To be asked once at each look, in their order. */
  readonly decide: (samples: readonly RunSample[]) => boolean;
  readonly confirm?: ConfirmPlan;
  /** By what the run will be judged. */
  readonly rules: GateRules;
}

/** What varies from run to run and can be judged while the run goes on; counters are exact and need no pairs. */
const values: ReadonlyMap<string, (sample: RunSample) => number | null> = new Map([
  ['wall', (sample: RunSample) => sample.wallSeconds],
  ['cpu', cpuSeconds],
  ['rss', (sample: RunSample) => sample.peakRssBytes],
]);

/** Looks as the gate plans them; a number of pairs that is set is the first look, twice and four times it the others. */
export function planPairs(workload: WorkloadSettings, workloads: number): PairsPlan {
  const { pairs, gates, confirm } = workload;
  const rules = rulesFor(gates, workloadRules(workload, workloads));
  const looks = pairs === configDefaults.workload.pairs ? looksFor(rules) : [pairs, pairs * 2, pairs * 4];
  const decider = (): PairsPlan['decide'] => decideBy({ ...rules, looks: looks.length });
  return {
    looks,
    rules,
    decide: decider(),
    ...(confirm ? { confirm: { isNeeded: (samples, control) => judgeRuns(asRun(samples), null, rules, control).gates.some(({ verdict }) => verdict === 'fail'), decide: decider() } } : {}),
  };
}

/**
 * True where a gated value is certainly slower by its limit, or all are known well enough. What a look has shown to be slower hands its share
 * of the error to the others at later looks too.
 */
function decideBy({ gates, strict, alpha, passAlpha, looks, workloads }: GateRules): PairsPlan['decide'] {
  const slower = new Set<string>();
  return (samples) => {
    const pairs = wholePairs(samples);
    const judged = gates.filter((gate) => !isProfileGate(gate) && values.has(gate.metric));
    // A value that is unknown or 0 has no ratio; the gate says so, and more pairs would not help. Two gates on one metric are one comparison.
    const family = [...new Set(judged.map(({ metric }) => metric))]
      .map((metric) => ({ metric, ratios: pairs.map(({ base, head }) => Math.log(amountOf(head, metric) / amountOf(base, metric))) }))
      .filter(({ ratios }) => ratios.length > 0 && ratios.every(Number.isFinite));
    const places = family.flatMap(({ metric }, place) => (slower.has(metric) ? [place] : []));
    const judgements = judged.flatMap(({ metric, threshold, warn }): PairsJudgement[] => {
      const place = family.findIndex((each) => each.metric === metric);
      const judgement = judgeFamily(family.map(({ ratios }) => ratios), { fail: threshold, warn, strict, alpha: alpha / workloads, passAlpha, looks }, places)[place];
      if (judgement !== undefined && judgement.lower !== null && judgement.lower > 0) slower.add(metric);
      return judgement === undefined ? [] : [judgement];
    });
    return judgements.length > 0 && (judgements.some(({ verdict }) => verdict === 'fail') || judgements.every(({ decided }) => decided));
  };
}

function amountOf(sample: RunSample, metric: string): number {
  return values.get(metric)?.(sample) ?? NaN;
}

/** Samples as a run that a gate judges. */
function asRun(samples: readonly RunSample[]): WorkloadRun {
  return { file: 'run.json', tool: null, workload: null, status: 'running', failure: null, failureOutput: null, backend: null, runs: null, samples, profiles: [], host: null, notes: [] };
}
