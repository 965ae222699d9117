import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { HostFacts, RunProfile, RunRecord, RunSample } from '../../../src/core/model/run-record.ts';

const recordings = fileURLToPath(new URL('../../fixtures-compare/', import.meta.url));

/** What a hand-written run is about; the rest is the same in all of them. */
interface StateRun {
  readonly name: string;
  /** Head over base; null for a run without a base. */
  readonly factor: number | null;
  readonly baseSeconds?: number;
  /** Largest deviation of one sample, as a share. */
  readonly noise?: number;
  readonly pairs?: number;
  /** Head over base of the control workload. */
  readonly controlFactor?: number;
  /** Recordings of test/fixtures-compare that are profiles of both arms: "classify". */
  readonly recorded?: string;
  readonly headCounters?: Readonly<Record<string, number>>;
  readonly changes?: Partial<RunRecord>;
}

const host: HostFacts = {
  name: 'agent-7', os: 'Linux 6.1', arch: 'x64', cpuModel: 'Example CPU', cpuCount: 4, memoryBytes: 8e9, governor: null, cpuLimit: null, memoryLimitBytes: null,
  runtime: 'Python 3.12.4', runtimes: { python: '3.12.4' }, loadBefore: 0.1, loadAfter: 1.1, stealShare: 0, fingerprint: 'f1',
};

/** Writes a run directory: run.json and, where `recorded` says so, real profiles of both arms. */
function writeRun(directory: string, state: StateRun): void {
  const profiles = state.recorded === undefined ? [] : writeProfiles(directory, state.recorded);
  const { name, factor, controlFactor = 1, noise = 0.01, pairs = 18, baseSeconds = 1.55, headCounters } = state;
  const arms = factor === null ? (['head'] as const) : (['base', 'head'] as const);
  const samples = (ratio: number, seconds: number, spread: number): RunSample[] =>
    Array.from({ length: pairs }, (_, pair) => arms.map((arm): RunSample => {
      const wall = seconds * (arm === 'head' ? ratio : 1) * (1 + spread * Math.sin(1 + pair * 2.4 + (arm === 'head' ? 1.7 : 0)));
      return {
        arm, pair: factor === null ? null : pair + 1, warmup: false, startedAt: null, wallSeconds: wall, cpuUserSeconds: wall * 0.9, cpuSystemSeconds: wall * 0.02, peakRssBytes: 163_577_856 + pair * 4096,
        instructions: null, exitCode: 0, signal: null, counters: headCounters === undefined ? null : arm === 'head' ? headCounters : { assets: 1000 },
      };
    })).flat();
  const record: RunRecord = {
    schema: 'perf-report/run/v1', tool: { name: 'perf-report', version: '0.1.0' }, workload: name, command: `python3 tag_photos.py ${name}`, status: 'finished', failure: null, failureOutput: null,
    settings: { runs: factor === null ? pairs : null, pairs: factor === null ? null : pairs, budgetSeconds: 1800, warmup: 1, timeoutSeconds: 3600, profilers: ['cprofile'], backend: 'time' },
    startedAt: '2026-11-22T07:06:00Z', finishedAt: '2026-11-22T07:08:00Z',
    arms: [{ arm: 'head', sha: '4f1c2aa90f1d3b7', branch: 'main', dirty: false }, ...(factor === null ? [] : [{ arm: 'base' as const, sha: 'a011c7e55d1', branch: null, dirty: false }])],
    samples: samples(factor ?? 1, baseSeconds, noise),
    ...(factor === null ? {} : { control: samples(controlFactor, 0.2, 0.003), baseRef: 'origin/main' }),
    profiles, git: { sha: '4f1c2aa90f1d3b7', branch: 'main', dirty: false, shallow: false, baseSha: factor === null ? null : 'a011c7e55d1' }, host, ci: null, notes: [],
    ...state.changes,
  };
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'run.json'), JSON.stringify(record));
}

/** Two recordings a side of one program, by real profilers. */
function writeProfiles(directory: string, recorded: string): RunProfile[] {
  const ending = recorded === 'node' ? 'cpuprofile' : 'stats';
  return (['base', 'head'] as const).flatMap((arm) => [1, 2].map((number): RunProfile => {
    const file = `${arm === 'base' ? 'base/' : ''}profile-${number}.${ending}`;
    const path = join(directory, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, gunzipSync(readFileSync(join(recordings, `${recorded}-${arm}-${number}.${ending}.gz`))));
    return { file, profiler: ending === 'stats' ? 'cprofile' : 'node-cpu', arm, overhead: 2.1, error: null };
  }));
}

/** Every state of the page, from real recordings and hand-written samples. */
const pageStates: Readonly<Record<string, readonly StateRun[]>> = {
  regressed: [{ name: 'parse-sort', factor: 1.66, recorded: 'classify' }],
  'more-calls': [{ name: 'sample', factor: 1.66, recorded: 'sample' }],
  suspected: [{ name: 'parse-sort', factor: 1.07, recorded: 'classify' }],
  ok: [{ name: 'parse-sort', factor: 1.004, recorded: 'classify' }, { name: 'render', factor: 1.002, baseSeconds: 0.8 }, { name: 'import', factor: 0.88 }],
  faster: [{ name: 'import', factor: 0.88, recorded: 'classify' }],
  inconclusive: [{ name: 'upload', factor: 1.07, noise: 0.2 }],
  'not-comparable': [{ name: 'upload', factor: 1.2, headCounters: { assets: 2400 }, recorded: 'classify' }],
  'base-failed': [{ name: 'upload', factor: null, changes: { baseRef: 'origin/main', baseFailure: 'setup failed on the base: npm ci exited with 1' } }],
  'environment-suspect': [{ name: 'upload', factor: 1.2, controlFactor: 1.18, recorded: 'classify' }],
  'no-baseline': ['parse', 'render', 'import', 'upload'].map((name) => ({ name, factor: null })),
  failed: [
    ...['parse', 'render', 'upload'].map((name) => ({ name, factor: 1.002 })),
    { name: 'import', factor: 1, pairs: 1, changes: { status: 'failed', failure: 'exited with 137 after 41 s (killed; peak memory 1.9 GiB)', failureOutput: 'Traceback (most recent call last):\n  File "import.py", line 3, in <module>\nMemoryError' } },
  ],
  many: [
    ...Array.from({ length: 52 }, (_, index) => ({ name: `job-${index}`, factor: 1 + (index % 7) / 1000, baseSeconds: 0.5 + index / 20 })),
    { name: 'parse-sort', factor: 1.66, recorded: 'classify' },
    { name: 'thumbs', factor: 1.22, recorded: 'sample' },
    { name: 'upload', factor: 1.07, noise: 0.14 },
    ...Array.from({ length: 3 }, (_, index) => ({ name: `fast-${index}`, factor: 0.8 })),
    { name: 'moved', factor: 1.1, headCounters: { assets: 2400 } },
    { name: 'import', factor: 1, pairs: 1, changes: { status: 'failed', failure: 'exited with 137 after 41 s', failureOutput: 'MemoryError' } },
  ],
};

/** Writes the runs of a state below `directory`, one directory a workload. */
export function writeState(directory: string, state: string): void {
  for (const run of pageStates[state] ?? []) writeRun(join(directory, run.name), run);
}
