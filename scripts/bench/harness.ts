import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MeasuringBackend } from '../../src/collect/measure/backend.ts';
import { createBackends } from '../../src/collect/measure/choose-backend.ts';
import { execute } from '../../src/collect/measure/execute.ts';
import { findExecutables } from '../../src/collect/measure/find-executable.ts';
import type { Execution } from '../../src/collect/measure/measurement.ts';
import { hyperfineMedianMs } from './harness-hyperfine.ts';
import { median } from './measure.ts';

const injectDir = new URL('../../src/collect/inject', import.meta.url).pathname;

/** Commands that end by printing their own peak memory, which is what a harness may add nothing to. */
const commands: Readonly<Record<string, string>> = {
  small: 'exec grep VmHWM /proc/self/status',
  Python: "exec /usr/bin/python3 -S -c \"sum(range(3000000)); b = bytearray(b'x' * (20 << 20)); print(open('/proc/self/status').read())\"",
};

interface Run {
  readonly wallMs: number;
  readonly addedRssKib: number | null;
  /** What the caller waits for beside the command: start of the helpers, search for left-over processes. */
  readonly aroundMs: number;
}

/** What measuring adds to a command: each backend against a bare spawn, in turn, medians; hyperfine beside them. */
export async function benchHarness(rounds: number): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'perf-report-bench-'));
  const backends: MeasuringBackend[] = [];
  for (const backend of createBackends(injectDir)) if ((await backend.probe()) === null) backends.push(backend);
  console.log('\nAdded to one measured execution (to reach with the first backend: < 5 ms, < 2048 KiB)\n');
  console.log(['command', 'measured by', 'wall ms', 'added ms', 'ratio', 'added RSS KiB', 'around it ms'].join(' | '));
  for (const [name, command] of Object.entries(commands)) {
    const execution: Execution = {
      command, cwd: directory, env: { PATH: process.env['PATH'] ?? '' }, timeoutMs: null, scratchDir: directory, instructions: false,
      stdoutPath: join(directory, 'out'), stderrPath: join(directory, 'err'), maxLogBytes: 1e6,
    };
    const bare: number[] = [];
    const runs: Run[][] = backends.map(() => []);
    for (let round = 0; round < rounds; round++) {
      bare.push(await spawnBare(execution));
      for (const [index, backend] of backends.entries()) runs[index]?.push(await measureOnce(execution, backend));
    }
    const bareMs = median(bare);
    console.log([name, 'bare spawn', bareMs.toFixed(2), '0', '1', '0', ''].join(' | '));
    backends.forEach(({ id }, index) => printRow(name, id, bareMs, runs[index] ?? []));
    const peerMs = hyperfineMedianMs(findExecutables('hyperfine')[0], command, rounds);
    console.log([name, 'hyperfine', peerMs === null ? 'not installed: apt-get install hyperfine' : `${peerMs.toFixed(2)} | ${(peerMs - bareMs).toFixed(2)} | ${(peerMs / bareMs).toFixed(3)}`].join(' | '));
  }
  rmSync(directory, { recursive: true });
}

function printRow(name: string, id: string, bareMs: number, runs: readonly Run[]): void {
  const wallMs = median(runs.map((run) => run.wallMs));
  const rss = runs.flatMap(({ addedRssKib }) => (addedRssKib === null ? [] : [addedRssKib]));
  console.log([name, id, wallMs.toFixed(2), (wallMs - bareMs).toFixed(2), (wallMs / bareMs).toFixed(3), rss.length === 0 ? 'not told' : median(rss).toFixed(0), median(runs.map((run) => run.aroundMs)).toFixed(0)].join(' | '));
}

async function measureOnce(execution: Execution, backend: MeasuringBackend): Promise<Run> {
  const begin = performance.now();
  const { wallSeconds, peakRssBytes, exitCode } = await execute(execution, backend, new AbortController().signal);
  const aroundMs = performance.now() - begin - wallSeconds * 1000;
  const ownKib = Number(/VmHWM:\s*(\d+)/.exec(readFileSync(execution.stdoutPath, 'utf8'))?.[1]);
  if (exitCode !== 0) throw new Error(`${execution.command} exited with ${String(exitCode)}`);
  return { wallMs: wallSeconds * 1000, addedRssKib: peakRssBytes === null ? null : peakRssBytes / 1024 - ownKib, aroundMs };
}

/** Milliseconds from the start of a process to its end, with nothing between. */
async function spawnBare({ command, cwd, env, stdoutPath }: Execution): Promise<number> {
  const output = openSync(stdoutPath, 'w');
  const child = spawn('/bin/sh', ['-c', command], { cwd, env, detached: true, stdio: ['ignore', output, output] });
  const begin = performance.now();
  await new Promise((resolve, reject) => child.on('exit', resolve).on('error', reject));
  closeSync(output);
  return performance.now() - begin;
}
