import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What one whole process cost, as the kernel accounts for it. */
export interface Cost {
  /** User + system. */
  readonly cpuSeconds: number;
  readonly peakRssMib: number;
}

const notes = join(mkdtempSync(join(tmpdir(), 'perf-report-bench-')), 'time');

/** Runs a command to its end under GNU time. Throws when it fails: a peer that crashed has no speed. */
export function measure(command: readonly string[]): Cost {
  const run = spawnSync('/usr/bin/time', ['-f', '%U %S %M', '-o', notes, ...command], { stdio: ['ignore', 'ignore', 'pipe'], maxBuffer: 2 ** 26 });
  if (run.status !== 0) throw new Error(`${command.join(' ').slice(0, 120)} failed: ${run.stderr.toString().trim().split('\n').at(-1) ?? ''}`);
  const [user, system, rss] = readFileSync(notes, 'utf8').trim().split('\n').at(-1)?.split(' ').map(Number) as [number, number, number];
  return { cpuSeconds: user + system, peakRssMib: rss / 1024 };
}

/** Measures several commands in turn, `rounds` times (A B C A B C), so that drift of the machine hits all alike. */
export function interleave(commands: readonly (readonly string[])[], rounds: number): Cost[][] {
  const costs: Cost[][] = commands.map(() => []);
  for (let round = 0; round < rounds; round++) commands.forEach((command, index) => costs[index]?.push(measure(command)));
  return costs;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
