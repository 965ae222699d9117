import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describeSystemError } from '../../core/system-error.ts';
import type { ProcessEnd } from './backend.ts';
import { signalNumber } from './signals.ts';

/** What a process is started with. */
export interface StartOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdout: number | undefined;
  readonly stderr: number | undefined;
  /** Called at once, with the process id. */
  onStart(leader: number): void;
}

/** How a process ended, and how long it ran by our own clock. */
export interface TimedEnd extends ProcessEnd {
  readonly wallSeconds: number;
}

/** A process that runs. */
export interface RunningLeader {
  /** Id of the process, of its group and of its session. */
  readonly leader: number;
  readonly ended: Promise<TimedEnd>;
  /** The seconds it has run. */
  wallSeconds(): number;
}

/** Starts a process in a session of its own, without input. Resolves to the reason, a clause, where that fails. */
export async function startProcess(argv: readonly string[], options: StartOptions): Promise<RunningLeader | string> {
  const [program = '', ...args] = argv;
  let child: ChildProcess;
  try {
    child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ['ignore', options.stdout, options.stderr],
      // On Windows it would open a window.
      detached: process.platform !== 'win32',
      windowsHide: true,
      windowsVerbatimArguments: true,
    });
  } catch (error) {
    return whyNotStarted(error, options.cwd);
  }
  // `spawn` returns once the fork has become the program: its start.
  const startMs = performance.now();
  const wallSeconds = (): number => (performance.now() - startMs) / 1000;
  const { pid } = child;
  if (pid === undefined) return whyNotStarted(await new Promise((resolve) => child.once('error', resolve)), options.cwd);
  const ended = new Promise<TimedEnd>((resolve) => {
    child.once('exit', (exitCode, signal) => {
      resolve({ exitCode, signal: signalNumber(signal), wallSeconds: wallSeconds() });
    });
  });
  options.onStart(pid);
  return { leader: pid, ended, wallSeconds };
}

function whyNotStarted(error: unknown, cwd: string): string {
  // The system blames the program for a missing directory.
  return existsSync(cwd) ? describeSystemError(error) : `its working directory ${cwd} does not exist`;
}
