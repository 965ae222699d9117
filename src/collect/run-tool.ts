import { execFile } from 'node:child_process';

/** What a short-lived program said. */
export interface ToolAnswer {
  /** Null where it did not exit by itself. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outcome: 'exited' | 'missing' | 'timed-out' | 'cut' | 'failed';
}

/** Our own directory and environment, and ten seconds, where nothing else is said. */
export interface ToolOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs?: number;
}

const maxBytes = 1024 * 1024;
const usualTimeoutMs = 10_000;

/**
 * Starts a program without a shell and waits for it, at most `timeoutMs`. Never throws: a program that is
 * not there is `missing`; one that says more than a megabyte is ended and its answer `cut`.
 */
export async function runTool(program: string, args: readonly string[], options: ToolOptions = {}): Promise<ToolAnswer> {
  return new Promise((resolve) => {
    const { cwd, env = process.env, timeoutMs = usualTimeoutMs } = options;
    const done = (error: (Error & { code?: unknown; killed?: boolean }) | null, stdout: string, stderr: string): void => {
      resolve({ exitCode: error === null ? 0 : typeof error.code === 'number' ? error.code : null, stdout, stderr, outcome: outcomeOf(error) });
    };
    try {
      const child = execFile(program, args, { cwd, env: { ...env }, timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: maxBytes, windowsHide: true, encoding: 'utf8' }, done);
      child.stdin?.end();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)), '', ''); // names with a zero byte
    }
  });
}

function outcomeOf(error: { readonly code?: unknown; readonly killed?: boolean } | null): ToolAnswer['outcome'] {
  if (error === null || typeof error.code === 'number') return 'exited';
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'cut';
  if (error.killed === true) return 'timed-out';
  return error.code === 'ENOENT' || error.code === 'EACCES' || error.code === 'ENOTDIR' ? 'missing' : 'failed';
}
