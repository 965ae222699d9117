import { performance } from 'node:perf_hooks';

/** What a command sees of the process: passed in, so that tests run commands without one. */
export interface Shell {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Milliseconds of a clock that only moves forward. */
  readonly now: () => number;
}

export interface OutputStream {
  readonly isTTY: boolean;
  readonly columns: number;
  write(text: string | Uint8Array): void;
}

/** The real process. */
export function processShell(): Shell {
  return {
    env: process.env,
    cwd: process.cwd(),
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    now: () => performance.now(),
  };
}

/** True in build services, where nobody looks at a bar or a browser: they all set CI. */
export function isCi(env: Shell['env']): boolean {
  const value = env['CI'];
  return (value !== undefined && value !== '' && value !== '0' && value !== 'false') || (env['JENKINS_URL'] ?? '') !== '';
}

function outputOf(stream: NodeJS.WriteStream): OutputStream {
  return {
    isTTY: (stream.isTTY as boolean | undefined) === true,
    // Some terminals say 0.
    columns: (stream.columns as number | undefined) || 100,
    write: (text) => void stream.write(text),
  };
}
