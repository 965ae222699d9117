import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MeasuringBackend } from '../../../src/collect/measure/backend.ts';
import { createBackends } from '../../../src/collect/measure/choose-backend.ts';
import { execute, type ExecuteOptions } from '../../../src/collect/measure/execute.ts';
import type { Execution, Measurement } from '../../../src/collect/measure/measurement.ts';
import { findProcesses } from '../../../src/collect/measure/processes.ts';

export const injectDir = fileURLToPath(new URL('../../../src/collect/inject', import.meta.url));
const never = new AbortController().signal;

/** Every backend, found out to work here. Fails where one does not: the tests need GNU time and python3. */
export function workingBackends(): Promise<MeasuringBackend[]> {
  probed ??= probeAll();
  return probed;
}

let probed: Promise<MeasuringBackend[]> | null = null;

async function probeAll(): Promise<MeasuringBackend[]> {
  const backends = createBackends(injectDir);
  for (const backend of backends) {
    const reason = await backend.probe();
    if (reason !== null) throw new Error(`the tests need the backend '${backend.id}': ${reason}`);
  }
  return backends;
}

/** An execution with its files in `directory`: the working directory `work`, the logs, and `scratch`. */
export function executionIn(directory: string, command: string, changes: Partial<Execution> = {}): Execution {
  const cwd = join(directory, 'work');
  const scratchDir = join(directory, 'scratch');
  mkdirSync(cwd, { recursive: true });
  mkdirSync(scratchDir, { recursive: true });
  const env = { PATH: process.env['PATH'] ?? '' };
  return { command, cwd, env, timeoutMs: null, stdoutPath: join(directory, 'stdout.log'), stderrPath: join(directory, 'stderr.log'), maxLogBytes: 100_000, scratchDir, instructions: false, ...changes };
}

export interface Outcome extends Measurement {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs it with short graces and reads the logs. */
export async function runOnce(execution: Execution, backend: MeasuringBackend, options: ExecuteOptions & { readonly abort?: AbortSignal } = {}): Promise<Outcome> {
  const measurement = await execute(execution, backend, options.abort ?? never, { stopGraceMs: 150, leftOverGraceMs: 100, ...options });
  return { ...measurement, stdout: readFileSync(execution.stdoutPath, 'utf8'), stderr: readFileSync(execution.stderrPath, 'utf8') };
}

/** Ids of the processes that still carry the mark that a command printed with `echo $PERF_REPORT_EXECUTION`. */
export function stillRunning(mark: string): number[] {
  if (!/^[0-9a-f]{32}$/.test(mark)) throw new Error(`no mark: ${mark}`);
  return findProcesses(null, mark).map(({ pid }) => pid);
}
