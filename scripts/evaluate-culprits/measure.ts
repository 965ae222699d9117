import { estimatePairedShift } from '../../src/core/stats/signed-rank.ts';
import { medianOf } from '../../src/core/stats/summary.ts';
import { plainCommand } from './profilers.ts';
import type { Program } from './programs.ts';
import { runOnce } from './run.ts';

/** What a change costs without a profiler, in CPU seconds. */
export interface TrueCost {
  readonly base: number;
  /** Hodges and Lehmann's estimate of head less base over all pairs. */
  readonly increase: number;
  /** One-sided 95 % bound of it. */
  readonly atLeast: number;
}

/** Runs both trees in turn, ABBA. */
export function measureCost(program: Program, baseTree: string, headTree: string, pairs: number): TrueCost {
  const { bases, heads } = runPairs(program, baseTree, headTree, pairs);
  const { estimate, lowerBound } = estimatePairedShift(heads.map((head, pair) => head - (bases[pair] as number)));
  return { base: medianOf(bases) ?? NaN, increase: estimate, atLeast: lowerBound(0.05) ?? -Infinity };
}

/** A rough cost from few pairs: the fastest runs are the least disturbed. */
export function leastCost(program: Program, baseTree: string, headTree: string, pairs: number): Omit<TrueCost, 'atLeast'> {
  const { bases, heads } = runPairs(program, baseTree, headTree, pairs);
  return { base: Math.min(...bases), increase: Math.min(...heads) - Math.min(...bases) };
}

function runPairs({ language, mainFile }: Program, baseTree: string, headTree: string, pairs: number): { bases: number[]; heads: number[] } {
  const words = plainCommand(language, mainFile);
  const bases: number[] = [];
  const heads: number[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const headFirst = pair % 2 === 1;
    if (headFirst) heads.push(runOnce(words, headTree));
    bases.push(runOnce(words, baseTree));
    if (!headFirst) heads.push(runOnce(words, headTree));
  }
  return { bases, heads };
}
