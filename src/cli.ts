#!/usr/bin/env node
import yargs from 'yargs';
import { commandNames } from './commands/command-names.ts';
import { commonOptions } from './commands/common-options.ts';
import { explainError } from './commands/explain-error.ts';
import { commands, flagNames } from './commands/index.ts';
import { usageError } from './commands/usage-errors.ts';
import { toolVersion } from './io/version.ts';

/** Lines of help stay readable on wide terminals. */
const maxHelpWidth = 110;

async function main(args: readonly string[]): Promise<void> {
  const debug = args.includes('--debug');
  surviveClosedPipes();
  const fail = (error: unknown): void => {
    const { text, exitCode } = explainError(error, debug);
    process.stderr.write(text);
    process.exitCode = exitCode;
  };
  // Node would end with 1 here, which means that the gate failed.
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  try {
    await parse(args);
  } catch (error) {
    fail(error);
  }
}

async function parse(args: readonly string[]): Promise<void> {
  const parser = yargs([...args])
    .scriptName('perf-report')
    // Messages are translated by LANG otherwise.
    .locale('en')
    .parserConfiguration({ 'camel-case-expansion': false, 'dot-notation': false, 'parse-numbers': false, 'parse-positional-numbers': false, 'greedy-arrays': false })
    .usage('perf-report finds every profile below a directory and makes one page of them.\n\nUsage: $0 <command>')
    .version(toolVersion())
    .help()
    .alias('help', 'h')
    .wrap(Math.min(maxHelpWidth, (process.stdout.columns as number | undefined) ?? maxHelpWidth))
    .strict()
    // The process ends by itself when all is written; a handler must not run after a wrong argument, hence the throw.
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined) => {
      // yargs throws some of its own complaints instead of reporting them.
      const complaint = error?.name === 'YError' ? error.message : error === undefined ? message : null;
      throw complaint === null ? error : usageError(complaint, args, { commands: commandNames, flags: flagNames });
    });
  for (const { command, describe, builder, handler } of commands) {
    parser.command({ command, describe, handler, builder: (given) => builder(given).options(commonOptions) });
  }
  await parser.parseAsync();
}

/** `perf-report top x | head` is no failure: what is left to write has no reader. */
function surviveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

await main(process.argv.slice(2));
