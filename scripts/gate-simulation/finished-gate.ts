import { planPairs } from '../../src/commands/plan-pairs.ts';
import { configDefaults } from '../../src/config/schema.ts';
import type { WorkloadSettings } from '../../src/config/settings.ts';
import { judgeRuns } from '../../src/core/gate/judge-runs.ts';
import type { RunSample, WorkloadRun } from '../../src/core/model/run-record.ts';
import type { Verdict } from '../../src/core/model/verdict.ts';
import { balancedOrder } from '../../src/core/stats/balanced-order.ts';
import { seededRandom, type Random } from '../../src/core/stats/random.ts';
import { noiseKinds } from './noise.ts';

/** A machine and a true change, judged by the gate as it is shipped: wall, CPU and memory together. */
export interface GateCell {
  readonly seed: number;
  readonly trials: number;
  /** Coefficient of variation of the wall time of single runs; CPU time has half of it. */
  readonly variation: number;
  /** True slowdown of head in wall and CPU time; memory stays. */
  readonly change: number;
}

/** Shares of all trials by verdict, and mean pairs. */
export interface GateCellResult {
  readonly shares: Readonly<Partial<Record<Verdict, number>>>;
  readonly meanPairs: number;
}

const memoryVariation = 0.025;
/** Much of what delays a run costs processor time too: correlation of the noise of wall and CPU time. */
const shared = 0.7;
/** Each version is luckier or unluckier in memory, in all its runs alike. */
const layout = 0.005;
const typical = { wallSeconds: 1, cpuSeconds: 0.9, rssBytes: 200e6 };

/** Of a configuration that says nothing of gates and pairs. */
const workload = { name: 'simulated', pairs: configDefaults.workload.pairs, gates: [] as const } as Partial<WorkloadSettings> as WorkloadSettings;

/** Runs the trials of a cell: samples as a run records them, looked at as a run looks, judged as a report judges. */
export function simulateGate({ seed, trials, variation, change }: GateCell): GateCellResult {
  const random = seededRandom(seed);
  const kinds = Object.keys(noiseKinds);
  const counts: Partial<Record<Verdict, number>> = {};
  let pairs = 0;
  for (let trial = 0; trial < trials; trial++) {
    // A plan remembers its looks.
    const { looks, decide, rules } = planPairs(workload, 1);
    const all = simulateSamples(random, kinds[trial % kinds.length] as string, looks.at(-1) as number, variation, change);
    const taken = looks.find((look) => decide(all.slice(0, 2 * look))) ?? (looks.at(-1) as number);
    const { verdict } = judgeRuns(runOf(all.slice(0, 2 * taken)), null, rules);
    counts[verdict] = (counts[verdict] ?? 0) + 1;
    pairs += taken;
  }
  const shares = Object.fromEntries(Object.entries(counts).map(([verdict, count]) => [verdict, count / trials]));
  return { shares, meanPairs: pairs / trials };
}

/** Interleaved samples of both arms; the machine's noise runs on through them. */
function simulateSamples(random: Random, kind: string, pairs: number, variation: number, change: number): RunSample[] {
  const [common, ofWall, ofCpu, ofMemory] = Array.from({ length: 4 }, () => noiseOf(random, kind, 2 * pairs)) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const luck = { base: layout * random.normal(), head: layout * random.normal() };
  return balancedOrder(pairs, random).flatMap((order, pair) =>
    (order === 'base-first' ? (['base', 'head'] as const) : (['head', 'base'] as const)).map((arm, slot): RunSample => {
      const run = 2 * pair + slot;
      const mixed = (own: Float64Array): number => Math.sqrt(shared) * (common[run] as number) + Math.sqrt(1 - shared) * (own[run] as number);
      const slower = (arm === 'head' ? Math.log1p(change) : 0) + luck[arm];
      return {
        arm, pair: pair + 1, warmup: false, startedAt: null,
        wallSeconds: typical.wallSeconds * Math.exp(slower + variation * mixed(ofWall)),
        cpuUserSeconds: typical.cpuSeconds * Math.exp(slower + (variation / 2) * mixed(ofCpu)),
        cpuSystemSeconds: 0,
        peakRssBytes: typical.rssBytes * Math.exp(memoryVariation * (ofMemory[run] as number)),
        instructions: null, exitCode: 0, signal: null, counters: null,
      };
    }),
  );
}

function noiseOf(random: Random, kind: string, runs: number): Float64Array {
  const noise = new Float64Array(runs);
  noiseKinds[kind]?.(random, noise);
  return noise;
}

function runOf(samples: readonly RunSample[]): WorkloadRun {
  return { file: 'simulated/run.json', tool: null, workload: 'simulated', status: 'finished', failure: null, failureOutput: null, backend: null, runs: null, samples, profiles: [], host: null, notes: [] };
}
