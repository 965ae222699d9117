import type { HostFacts, RunSample, WorkloadRun } from '../../../src/core/model/run-record.ts';

/** A sample that went well; `changes` are what the test is about. */
export function sample(changes: Partial<RunSample> = {}): RunSample {
  return {
    arm: 'head', pair: null, warmup: false, startedAt: null, wallSeconds: 1, cpuUserSeconds: 0.9, cpuSystemSeconds: 0.1, peakRssBytes: 200_000_000,
    instructions: null, exitCode: 0, signal: null, counters: null, ...changes,
  };
}

export function run(samples: readonly RunSample[], changes: Partial<WorkloadRun> = {}): WorkloadRun {
  return {
    file: 'out/sort/run.json', tool: 'perf-report', workload: 'sort', status: 'finished', failure: null, failureOutput: null, backend: 'time',
    runs: null, samples, profiles: [], host: null, notes: [], ...changes,
  };
}

export function host(changes: Partial<HostFacts> = {}): HostFacts {
  return {
    name: 'agent', os: 'Linux 6.1', arch: 'x64', cpuModel: 'Example CPU', cpuCount: 4, memoryBytes: 8e9, governor: null, cpuLimit: null, memoryLimitBytes: null,
    runtime: 'Python 3.12.1', runtimes: { python: '3.12.1' }, loadBefore: 0.1, loadAfter: 1.1, stealShare: 0, fingerprint: 'f1', ...changes,
  };
}

/** Pairs whose wall and CPU times are e to the power of each log ratio apart, base first. */
export function pairsOf(logRatios: readonly number[], changes: (arm: 'base' | 'head', place: number) => Partial<RunSample> = () => ({})): RunSample[] {
  return logRatios.flatMap((ratio, place) => {
    const factor = Math.exp(ratio);
    return [
      sample({ arm: 'base', pair: place + 1, ...changes('base', place) }),
      sample({ arm: 'head', pair: place + 1, wallSeconds: factor, cpuUserSeconds: 0.9 * factor, cpuSystemSeconds: 0.1 * factor, ...changes('head', place) }),
    ];
  });
}

/** `count` small log ratios around `centre`, the same ones each time, no two alike. */
export function around(centre: number, count: number, noise = 0.01): number[] {
  return Array.from({ length: count }, (_, place) => centre + noise * Math.sin(1 + place * 2.4));
}
