import { wholePairs } from '../collect/ab/whole-pairs.ts';
import type { GateSettings, WorkloadSettings } from '../config/settings.ts';
import { configDefaults } from '../config/schema.ts';
import { cpuSeconds } from '../core/analysis/workload-samples.ts';
import type { RunSample } from '../core/model/run-record.ts';
import { judgeFamily, plannedLooks } from '../core/stats/sequential.ts';

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

/** What is judged where nothing is configured. */
const defaultGates: readonly Pick<GateSettings, 'metric' | 'function' | 'threshold'>[] = [...values.keys()].map((metric) => ({ metric, function: null, threshold: 0.1 }));
const warnShare = 0.05;
/** Chance of a false alarm among all that is judged in one run. */
const alpha = 0.01;

/** Looks as the gate plans them; a number of pairs that is set is the first look, twice and four times it the others. */
export function planPairs({ pairs, gates }: WorkloadSettings, workloads: number): PairsPlan {
  const chosen = (gates.length === 0 ? defaultGates : gates).filter(({ function: name }) => name === null);
  const metrics = new Set(chosen.map(({ metric }) => metric));
  const looks = pairs === configDefaults.workload.pairs ? plannedLooks(Math.max(1, metrics.size * workloads)) : [pairs, pairs * 2, pairs * 4];
  const gated = chosen.filter(({ metric }) => values.has(metric));
  return { looks, decide: (samples) => isDecided(wholePairs(samples), gated, { looks: looks.length, workloads }) };
}

/** True where a gated value is certainly slower by its limit, or all are known well enough. */
function isDecided(pairs: ReturnType<typeof wholePairs>, gated: typeof defaultGates, { looks, workloads }: { readonly looks: number; readonly workloads: number }): boolean {
  // A value that is unknown or 0 has no ratio; the gate says so, and more pairs would not help.
  const known = gated
    .map(({ metric, threshold }) => ({ threshold, ratios: pairs.map(({ base, head }) => Math.log(amountOf(head, metric) / amountOf(base, metric))) }))
    .filter(({ ratios }) => ratios.length > 0 && ratios.every(Number.isFinite));
  const family = known.map(({ ratios }) => ratios);
  const judgements = known.map(({ threshold }, place) => judgeFamily(family, { fail: threshold, warn: Math.min(warnShare, threshold), looks, alpha: alpha / workloads })[place]);
  return judgements.length > 0 && (judgements.some((judgement) => judgement?.verdict === 'fail') || judgements.every((judgement) => judgement?.decided === true));
}

function amountOf(sample: RunSample, metric: string): number {
  return values.get(metric)?.(sample) ?? NaN;
}
