import { spawn } from 'node:child_process';

type Env = Readonly<Record<string, string | undefined>>;

/** What one call of git said; `stdout` is cut at `maxBytes`, and what was read before the end of time is kept. */
export interface GitAnswer {
  readonly outcome: 'done' | 'failed' | 'missing' | 'timed-out';
  readonly stdout: string;
  readonly stderr: string;
}

export type AskGit = (args: readonly string[]) => Promise<GitAnswer>;

const maxBytes = 32 * 1024 * 1024;

/**
 * Git in `cwd`, without a shell, questions, locks, colours, pager, network and helpers. Every call ends after `callMs`, all calls
 * together after `totalMs` from now: then the process and what it started are killed. Never throws.
 */
export function gitAsker(cwd: string, env: Env, limits: { readonly callMs: number; readonly totalMs: number }): AskGit {
  const deadline = performance.now() + limits.totalMs;
  // No protocol is allowed: a partial clone would fetch what it lacks, for as long as it takes.
  const calm = { ...env, LC_ALL: 'C', LANGUAGE: '', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_ALLOW_PROTOCOL: '', GIT_NO_LAZY_FETCH: '1', GIT_LITERAL_PATHSPECS: '1' };
  return (args) => {
    const left = Math.min(limits.callMs, deadline - performance.now());
    if (left <= 0) return Promise.resolve({ outcome: 'timed-out', stdout: '', stderr: '' });
    return runGit(['--no-pager', '-c', 'core.fsmonitor=false', ...args], cwd, calm, left);
  };
}

function runGit(args: readonly string[], cwd: string, env: Env, timeoutMs: number): Promise<GitAnswer> {
  return new Promise((resolve) => {
    const grouped = process.platform !== 'win32';
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let bytes = 0;
    const child = spawn('git', [...args], { cwd, env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: grouped, windowsHide: true });
    const finish = (outcome: GitAnswer['outcome']): void => {
      clearTimeout(timer);
      resolve({ outcome, stdout: Buffer.concat(out).toString('utf8'), stderr: Buffer.concat(err).toString('utf8').slice(0, 1000) });
    };
    const stop = (outcome: GitAnswer['outcome']): void => {
      killAll(child.pid, grouped);
      child.stdout.destroy();
      child.stderr.destroy();
      finish(outcome);
    };
    const timer = setTimeout(() => {
      stop('timed-out');
    }, timeoutMs);
    child.stdout.on('data', (chunk: Buffer) => {
      out.push(chunk);
      bytes += chunk.length;
      if (bytes > maxBytes) stop('done');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (err.length < 16) err.push(chunk);
    });
    child.on('error', (error: Error & { code?: unknown }) => {
      finish(error.code === 'ENOENT' || error.code === 'EACCES' ? 'missing' : 'failed');
    });
    child.on('close', (code) => {
      finish(code === 0 ? 'done' : 'failed');
    });
  });
}

function killAll(pid: number | undefined, grouped: boolean): void {
  if (pid === undefined) return;
  try {
    process.kill(grouped ? -pid : pid, 'SIGKILL');
  } catch (error) {
    // It ended by itself in this moment.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
