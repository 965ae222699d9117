import { randomBytes } from 'node:crypto';
import type { MeasuringBackend, Reading } from './backend.ts';
import { openCappedLog } from './capped-log.ts';
import type { Ending, Execution, Measurement } from './measurement.ts';
import { instructionsEvent, parsePerfFile, perfCommand, probePerf } from './perf-stat.ts';
import { markVariable } from './processes.ts';
import { openScratch, type Scratch } from './scratch.ts';
import { startProcess } from './start-process.ts';
import { leftOverGraceMs, stopLeftOver } from './stop-processes.ts';
import { waitForEnd } from './wait-for-end.ts';

/** What only tests and special cases change. */
export interface ExecuteOptions {
  /** Between SIGTERM and SIGKILL at the time limit or an interruption. */
  readonly stopGraceMs?: number;
  /** The same for processes that are still there after the command ended by itself. */
  readonly leftOverGraceMs?: number;
  /** What perf counts where the execution asks for instructions. */
  readonly event?: string;
}

/**
 * Runs a command once and measures it. Nothing of ours runs meanwhile but what the backend itself
 * needs. Whatever the command does is a measurement; InputError is thrown where the disk refuses the logs or scratch files.
 * Afterwards no process of the command is left.
 */
export async function execute(execution: Execution, backend: MeasuringBackend, abort: AbortSignal, options: ExecuteOptions = {}): Promise<Measurement> {
  if (abort.aborted) return withoutProcess('interrupted', null);
  const perf = execution.instructions && backend.layers > 0 ? await probePerf(options.event) : { reason: 'not asked for' };
  const scratch = openScratch(execution.scratchDir);
  const logs: ReturnType<typeof openCappedLog>[] = [];
  try {
    for (const path of [execution.stdoutPath, execution.stderrPath]) logs.push(openCappedLog(path, execution.maxLogBytes));
    const counter = 'program' in perf ? countWith(perf.program, options.event ?? instructionsEvent, scratch) : null;
    const attempt = backend.attempt(shellCommand(execution.command), scratch, execution.env);
    const mark = randomBytes(16).toString('hex');
    const startedAt = new Date().toISOString();
    const running = await startProcess(counter?.command(attempt.argv) ?? attempt.argv, {
      cwd: execution.cwd,
      env: { ...execution.env, [markVariable]: mark },
      stdout: logs[0]?.descriptor,
      stderr: logs[1]?.descriptor,
      onStart(leader) {
        attempt.started(leader);
        for (const log of logs) log.watch();
      },
    });
    if (typeof running === 'string') return withoutProcess('not-started', running);
    const { leader } = running;
    const layers = backend.layers + (counter === null ? 0 : 1);
    const { end, stopped, graceLeftMs } = await waitForEnd(running, execution.timeoutMs, abort, { layers, mark, graceMs: options.stopGraceMs ?? 5000 });
    const reading = attempt.finish(end);
    const leftOver = await stopLeftOver(leader, mark, Math.max(graceLeftMs, options.leftOverGraceMs ?? leftOverGraceMs));
    const droppedBytes = logs.reduce((sum, log) => sum + log.finish(), 0);
    return {
      ending: stopped ?? endingOf(reading),
      startedAt,
      wallSeconds: reading.wallSeconds ?? end.wallSeconds,
      cpuUserSeconds: reading.cpuUserSeconds,
      cpuSystemSeconds: reading.cpuSystemSeconds,
      peakRssBytes: reading.peakRssBytes,
      instructions: counter?.count() ?? null,
      exitCode: reading.exitCode,
      signal: reading.signal,
      leftOver,
      droppedBytes,
      startError: null,
    };
  } finally {
    for (const log of logs) log.close();
    scratch.close();
  }
}

/** perf goes before everything else, so that it is in nobody's CPU or memory; it counts the backend's own programs too. */
function countWith(program: string, event: string, scratch: Scratch): { command(argv: readonly string[]): string[]; count(): number | null } {
  const file = scratch.file('perf.txt');
  return { command: (argv) => perfCommand(program, event, file.path, argv), count: () => parsePerfFile(file.read(), event).value };
}

function shellCommand(command: string): string[] {
  return process.platform === 'win32' ? [process.env['ComSpec'] ?? 'cmd.exe', '/d', '/s', '/c', `"${command}"`] : ['/bin/sh', '-c', command];
}

function endingOf({ exitCode, signal }: Reading): Ending {
  return signal !== null && exitCode === null ? 'signalled' : 'exited';
}

function withoutProcess(ending: Ending, startError: string | null): Measurement {
  const unknown = { cpuUserSeconds: null, cpuSystemSeconds: null, peakRssBytes: null, instructions: null, exitCode: null, signal: null };
  return { ending, startedAt: new Date().toISOString(), wallSeconds: 0, ...unknown, leftOver: 0, droppedBytes: 0, startError };
}
