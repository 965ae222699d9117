import { spawn } from 'node:child_process';
import { describeSystemError } from '../../core/system-error.ts';

/** How a short process ended. */
export interface BriefRun {
  /** Null where a signal or the time limit ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Why it could not be started; null otherwise. */
  readonly startError: string | null;
}

const maxSeconds = 30;
const maxTextBytes = 64 * 1024;

/** Runs a program without a shell and without input, in a process group that ends after 30 s. Never throws. */
export function runBriefly(program: string, args: readonly string[], { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> }): Promise<BriefRun> {
  return new Promise((resolve) => {
    const child = spawn(program, [...args], { cwd, env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const texts = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].on('data', (chunk: Buffer) => {
        texts[name] = (texts[name] + chunk.toString()).slice(-maxTextBytes);
      });
    }
    const timer = setTimeout(() => {
      endGroup(child.pid);
    }, maxSeconds * 1000);
    const finish = (exitCode: number | null, startError: string | null): void => {
      clearTimeout(timer);
      resolve({ exitCode, startError, ...texts });
    };
    child.on('error', (error) => {
      finish(null, describeSystemError(error));
    });
    child.on('close', (code) => {
      finish(code, null);
    });
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It ended in the meantime.
    if (!(error instanceof Error)) throw error;
  }
}
