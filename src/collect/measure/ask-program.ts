import { execFile } from 'node:child_process';

/** What a program that was asked something answered. */
export interface Answer {
  /** Null where it could not be started or had to be stopped. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const maxSeconds = 10;

/** Runs a program without a shell and without input, for at most 10 s. Never throws. */
export function askProgram(program: string, args: readonly string[]): Promise<Answer> {
  return new Promise((resolve) => {
    const child = execFile(program, [...args], { timeout: maxSeconds * 1000, killSignal: 'SIGKILL', maxBuffer: 2 ** 20 }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      resolve({ exitCode, stdout, stderr });
    });
    child.stdin?.end();
  });
}
