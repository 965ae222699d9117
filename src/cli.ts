#!/usr/bin/env node
import { runCommandLine } from './commands/command-line.ts';
import { explainError } from './commands/explain-error.ts';
import { cannotWrite } from './io/write-file.ts';

async function main(args: readonly string[]): Promise<void> {
  const debug = args.includes('--debug');
  const fail = (error: unknown): void => {
    const { text, exitCode } = explainError(error, debug);
    process.stderr.write(text);
    process.exitCode = exitCode;
  };
  surviveClosedPipes(fail);
  // Node would end with 1 here, which means that the gate failed.
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  try {
    await runCommandLine(args);
  } catch (error) {
    fail(error);
  }
}

/** `perf-report top x | head` is no failure: what is left to write has no reader. */
function surviveClosedPipes(fail: (error: unknown) => void): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') fail(cannotWrite('standard output', error));
  });
  // There is no place left to tell of a standard error that does not take text.
  process.stderr.on('error', () => undefined);
}

await main(process.argv.slice(2));
