import { execFileSync, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import type { Collected, Collector, CollectorContext } from '../../../src/collect/collectors/collector.ts';

export const programs = resolve('test/collect/programs');

/** The interpreter itself: `python3` may be a slow starter script, as pyenv's. */
const python3 = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim();

const environment = (extra: Readonly<Record<string, string>>): Record<string, string> => {
  const kept = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(kept), PYTHONDONTWRITEBYTECODE: '1', PATH: `${dirname(python3)}${delimiter}${process.env['PATH'] ?? ''}`, ...extra };
};

export function contextOf(extra: Readonly<Record<string, string>> = {}, interpreter = 'python3'): CollectorContext {
  return { program: { language: 'python', interpreter, words: null }, cwd: programs, env: environment(extra), injectDir: resolve('src/collect/inject') };
}

export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Runs a shell command; `signal` is sent to it as soon as it has said "ready". */
export function run(command: string, env: Readonly<Record<string, string>>, signal: NodeJS.Signals | null = null): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = spawn('/bin/sh', ['-c', command], { cwd: programs, env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      if (signal !== null && stdout.includes('ready')) child.kill(signal);
    });
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', fail);
    child.on('close', (code, ending) => {
      done({ stdout, stderr, code, signal: ending });
    });
  });
}

export interface Recorded extends Ended {
  readonly collected: Collected;
}

/** Temporary directories, removed by `clear`. */
export class Scratch {
  readonly #made: string[] = [];

  async make(): Promise<string> {
    const made = await mkdtemp(join(tmpdir(), 'perf-report-python-test-'));
    this.#made.push(made);
    return made;
  }

  /** Runs a command under a collector; the directory has what paths may have. */
  async record(collector: Collector, command: string, { extra = {}, signal = null, name = 'a b' }: { extra?: Record<string, string>; signal?: NodeJS.Signals | null; name?: string } = {}): Promise<Recorded> {
    const dir = join(await this.make(), name);
    await mkdir(dir);
    const context = contextOf(extra);
    const prepared = await collector.prepare({ command, env: context.env }, dir, context);
    const ended = await run(prepared.command, prepared.env, signal);
    return { ...ended, collected: await collector.collect(dir, context) };
  }

  async clear(): Promise<void> {
    for (const made of this.#made) await rm(made, { recursive: true, force: true });
  }
}

/** What the standard library says about files; `expression` is over `path`. */
export function askPython(expression: string, paths: readonly string[], imports = 'pstats'): unknown[] {
  const text = execFileSync(python3, ['-c', `import json, sys, ${imports}\nprint(json.dumps([${expression} for path in sys.argv[1:]]))`, ...paths], { encoding: 'utf8' });
  return JSON.parse(text) as unknown[];
}

/** Calls (primitive/all) by function, of every pstats file: `askPython`'s pstats is the judge. */
export function callsIn(paths: readonly string[]): Record<string, string>[] {
  const expression = '{key[2]: "%d/%d" % row[:2] for key, row in pstats.Stats(path).stats.items() if key[0] != "~" and "lib/python" not in key[0]}';
  return askPython(expression, paths) as Record<string, string>[];
}
