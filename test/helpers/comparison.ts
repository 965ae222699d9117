import type { FunctionChange, ProfileComparison } from '../../src/core/model/comparison.ts';

/** A function that got slower, with what a test says of it. */
export function worseFunction(name: string, file: string, line: number, rest: Partial<FunctionChange> = {}): FunctionChange {
  return {
    ...{ name, file, line, selfBase: 1, selfHead: 2, totalBase: 1, totalHead: 2, callsBase: 10, callsHead: 24, share: 1, why: 'more-work', moreWork: 1, dearerCalls: 0, interaction: 0 },
    ...{ significant: true, z: null, before: null, owner: 'own', waiting: false, lines: [], caller: null, commits: [] },
    ...rest,
  };
}

export function comparisonOf(worse: readonly FunctionChange[]): ProfileComparison {
  return {
    ...{ id: 'd1', title: 'CPU', kind: 'cpu', unit: 'seconds', baseFiles: ['b'], headFiles: ['h'], totalBase: 1, totalHead: 2 },
    ...{ worse, better: [], functionCount: worse.length, uniform: null, sentence: '', notes: [] },
  };
}
