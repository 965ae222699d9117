import { join } from 'node:path';
import type { Attempt, MeasuringBackend, ProcessEnd, Reading } from '../backend.ts';
import { endOnly } from '../backend.ts';
import { runTool } from '../../run-tool.ts';
import { findExecutables } from '../find-executable.ts';
import { tryBackend } from '../try-backend.ts';

/** -I: neither the environment nor the working directory of the workload changes the helper; -S: it starts faster. */
const pythonFlags = ['-I', '-S', '-E'];

/** The python3 that PATH means, without what stands before it (version managers put a slow script there); null where none starts. */
export async function findPython(): Promise<string | null> {
  for (const path of findExecutables('python3')) {
    const { exitCode, stdout } = await runTool(path, [...pythonFlags, '-c', 'import sys, posix; posix.wait4; print(sys.executable)']);
    const real = stdout.trim();
    if (exitCode === 0 && real !== '') return real;
  }
  return null;
}

/** The command line that runs `command` under the helper, with `env` unchanged, and appends the figures to `file`. */
export function wait4Command(python: string, injectDir: string, file: string, env: Readonly<Record<string, string | undefined>>, command: readonly string[]): string[] {
  const locale = env['LC_CTYPE'];
  return [python, ...pythonFlags, join(injectDir, 'wait4.py'), file, locale === undefined ? '-' : `=${locale}`, ...command];
}

/** What the helper wrote: figures of the process that it started, in microseconds, and of what that one waited for. */
export interface Wait4Figures extends ProcessEnd {
  /** Null where Python has no clock that only moves forward. */
  readonly wallSeconds: number | null;
  readonly cpuUserSeconds: number;
  readonly cpuSystemSeconds: number;
  /** Null where it may be the helper's own. */
  readonly peakRssBytes: number | null;
}

/** Reads the line of wait4.py; null where the helper was killed before it could write. */
export function parseWait4File(text: string): Wait4Figures | null {
  const line = text.trim();
  if (!line.endsWith('}')) return null;
  const figures = JSON.parse(line) as Record<'wallNs' | 'exitCode' | 'signal', number | null> & Record<'userUs' | 'systemUs' | 'peakRssKib' | 'floorKib', number>;
  return {
    exitCode: figures.exitCode,
    signal: figures.signal,
    wallSeconds: figures.wallNs === null ? null : figures.wallNs / 1e9,
    cpuUserSeconds: figures.userUs / 1e6,
    cpuSystemSeconds: figures.systemUs / 1e6,
    peakRssBytes: figures.peakRssKib <= figures.floorKib ? null : figures.peakRssKib * 1024,
  };
}

/** The helper alone: a workload smaller than a Python interpreter has no peak memory here. */
export function wait4Backend(injectDir: string): MeasuringBackend {
  let python: string | null = null;
  const backend: MeasuringBackend = {
    id: 'wait4',
    title: 'wait4 through python3',
    layers: 1,
    async probe() {
      python = await findPython();
      return python === null ? 'python3 is not installed' : tryBackend(backend);
    },
    attempt(shell, scratch, env): Attempt {
      if (python === null) throw new Error('probe python3 first');
      const file = scratch.file('wait4.json');
      return {
        argv: wait4Command(python, injectDir, file.path, env, shell),
        started: () => undefined,
        finish: (end): Reading => parseWait4File(file.read()) ?? endOnly(end),
      };
    },
  };
  return backend;
}
