import { balancedOrder } from '../../src/core/stats/balanced-order.ts';
import { seededRandom, type Random } from '../../src/core/stats/random.ts';
import { judgePairs, plannedLooks, type PairsJudgement, type PairsRule } from '../../src/core/stats/sequential.ts';
import { noiseKinds } from './noise.ts';

/** One cell of a table: a machine, a true change and a rule. */
export interface Cell {
  readonly seed: number;
  readonly trials: number;
  /** Coefficient of variation of single runs, as a share. */
  readonly variation: number;
  /** True slowdown of head: 0.1 is 10 %. */
  readonly change: number;
  /** Names of noise kinds, in equal parts; all six where left out. */
  readonly kinds?: readonly string[];
  /** A fixed number of pairs looked at once; the three planned looks where left out. */
  readonly fixedPairs?: number;
  readonly strict?: boolean;
  /** Each version is luckier or unluckier in memory by this SD of its log time, which interleaving cannot cancel. */
  readonly layout?: number;
}

/** Shares of all trials, and mean pairs. */
export interface CellResult {
  readonly trials: number;
  readonly fail: number;
  readonly warn: number;
  readonly pass: number;
  readonly improved: number;
  readonly undecided: number;
  readonly meanPairs: number;
}

const usualLayout = 0.005;

/** Logs of head / base of interleaved pairs; the machine's noise runs on through both versions. */
export function simulatePairs(random: Random, kind: string, pairs: number, variation: number, change: number, layout = usualLayout): number[] {
  const noise = new Float64Array(2 * pairs);
  noiseKinds[kind]?.(random, noise);
  const shift = Math.log1p(change) + layout * (random.normal() - random.normal());
  return balancedOrder(pairs, random).map((order, pair) => {
    const second = (noise[2 * pair + 1] as number) - (noise[2 * pair] as number);
    return shift + variation * (order === 'base-first' ? second : -second);
  });
}

/** Runs the trials of a cell with the rule of the gate: 10 % fails, 5 % warns, alpha 1 %. */
export function simulateCell(cell: Cell): CellResult {
  const random = seededRandom(cell.seed);
  const kinds = cell.kinds ?? Object.keys(noiseKinds);
  const looks = cell.fixedPairs === undefined ? plannedLooks() : [cell.fixedPairs];
  const rule: PairsRule = { fail: 0.1, warn: 0.05, looks: looks.length, strict: cell.strict ?? false };
  const counts = { fail: 0, warn: 0, pass: 0, improved: 0, undecided: 0 };
  let pairs = 0;
  for (let trial = 0; trial < cell.trials; trial++) {
    const logRatios = simulatePairs(random, kinds[trial % kinds.length] as string, looks.at(-1) as number, cell.variation, cell.change, cell.layout);
    const last = lookUntilDecided(logRatios, looks, rule);
    counts[last.verdict]++;
    pairs += last.pairs;
  }
  const share = (count: number): number => count / cell.trials;
  return {
    trials: cell.trials, fail: share(counts.fail), warn: share(counts.warn), pass: share(counts.pass), improved: share(counts.improved),
    undecided: share(counts.undecided), meanPairs: pairs / cell.trials,
  };
}

function lookUntilDecided(logRatios: readonly number[], looks: readonly number[], rule: PairsRule): PairsJudgement {
  let judgement = judgePairs([], rule);
  for (const pairs of looks) {
    judgement = judgePairs(logRatios.slice(0, pairs), rule);
    if (judgement.decided) break;
  }
  return judgement;
}
