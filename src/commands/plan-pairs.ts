import { wholePairs } from '../collect/ab/whole-pairs.ts';
import type { WorkloadSettings } from '../config/settings.ts';
import { configDefaults } from '../config/schema.ts';
import { cpuSeconds } from '../core/analysis/workload-samples.ts';
import { looksFor, rulesFor, type GateRules } from '../core/gate/rules.ts';
import type { RunSample } from '../core/model/run-record.ts';
import { judgeFamily } from '../core/stats/sequential.ts';

/** When to look at the pairs of a workload, and whether to go on. */
export interface PairsPlan {
  readonly looks: readonly number[];
  readonly decide: (samples: readonly RunSample[]) => boolean;
}

/** What varies from run to run and can be judged while the run goes on; counters are exact and need no pairs. */
const values: ReadonlyMap<string, (sample: RunSample) => number | null> = new Map([
  ['wall', (sample: RunSample) => sample.wallSeconds],
  ['cpu', cpuSeconds],
  ['rss', (sample: RunSample) => sample.peakRssBytes],
]);

/** Looks as the gate plans them; a number of pairs that is set is the first look, twice and four times it the others. */
export function planPairs({ pairs, gates }: WorkloadSettings, workloads: number): PairsPlan {
  const rules = rulesFor(gates, { workloads });
  const looks = pairs === configDefaults.workload.pairs ? looksFor(rules) : [pairs, pairs * 2, pairs * 4];
  return { looks, decide: (samples) => isDecided(wholePairs(samples), { ...rules, looks: looks.length }) };
}

/** True where a gated value is certainly slower by its limit, or all are known well enough. */
function isDecided(pairs: ReturnType<typeof wholePairs>, { gates, strict, alpha, passAlpha, looks, workloads }: GateRules): boolean {
  // A value that is unknown or 0 has no ratio; the gate says so, and more pairs would not help.
  const known = gates
    .filter(({ metric, function: name }) => name === null && values.has(metric))
    .map(({ metric, threshold, warn }) => ({ fail: threshold, warn, ratios: pairs.map(({ base, head }) => Math.log(amountOf(head, metric) / amountOf(base, metric))) }))
    .filter(({ ratios }) => ratios.length > 0 && ratios.every(Number.isFinite));
  const family = known.map(({ ratios }) => ratios);
  const judgements = known.map(({ fail, warn }, place) => judgeFamily(family, { fail, warn, strict, alpha: alpha / workloads, passAlpha, looks })[place]);
  return judgements.length > 0 && (judgements.some((judgement) => judgement?.verdict === 'fail') || judgements.every((judgement) => judgement?.decided === true));
}

function amountOf(sample: RunSample, metric: string): number {
  return values.get(metric)?.(sample) ?? NaN;
}
