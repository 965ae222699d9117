import type { Arm, RunSample } from '../../core/model/run-record.ts';

/** The samples of both arms of each pair whose two executions ended well, in the order of pairs. */
export function wholePairs(samples: readonly RunSample[]): { base: RunSample; head: RunSample }[] {
  const pairs = new Map<number, Partial<Record<Arm, RunSample>>>();
  for (const sample of samples) {
    if (sample.pair === null || sample.warmup || sample.exitCode !== 0) continue;
    pairs.set(sample.pair, { ...pairs.get(sample.pair), [sample.arm]: sample });
  }
  return [...pairs.entries()].sort(([a], [b]) => a - b).flatMap(([, { base, head }]) => (base === undefined || head === undefined ? [] : [{ base, head }]));
}
