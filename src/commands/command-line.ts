import yargs from 'yargs';
import { ciProtocol } from '../config/ci-protocol.ts';
import { quoteForShell } from '../core/quote-for-shell.ts';
import { toolVersion } from '../io/version.ts';
import { commandNames } from './command-names.ts';
import { commonOptions } from './common-options.ts';
import { commands, flagNames } from './index.ts';
import { usageError } from './usage-errors.ts';

/** Lines of help stay readable on wide terminals. */
const maxHelpWidth = 110;

/** Runs the command that `args` name. Throws UserError for a wrong call, before anything is done. */
export async function runCommandLine(words: readonly string[]): Promise<void> {
  if (words[0] === '--protocol') {
    // What launchers ask before they rely on this program; no flag for people, so --help is without it.
    process.stdout.write(`${ciProtocol}\n`);
    return;
  }
  const args = withoutDoubleDash(words);
  const parser = yargs([...args])
    .scriptName('perf-report')
    // Messages are translated by LANG otherwise.
    .locale('en')
    .parserConfiguration({ 'camel-case-expansion': false, 'dot-notation': false, 'parse-numbers': false, 'parse-positional-numbers': false, 'greedy-arrays': false })
    .usage('perf-report finds every profile below a directory and makes one page of them.\n\nUsage: $0 <dir..>, or $0 <command>')
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

/**
 * What follows `--` is the command of `run` and `selfcheck`; elsewhere it is files, whatever they are called. yargs does not hand these words to a command,
 * so they are written as it cannot mistake them: `-x` as `./-x`. A lone `-` is a stream and stays.
 */
function withoutDoubleDash(words: readonly string[]): readonly string[] {
  const at = words.indexOf('--');
  if (at < 0) return words;
  if (words.slice(0, at).some((word) => word === 'run' || word === 'selfcheck')) return [...words.slice(0, at), `--command=${words.slice(at + 1).map(quoteForShell).join(' ')}`];
  const isTaken = (word: string): boolean => (word.startsWith('-') && word !== '-') || commandNames.includes(word);
  return [...words.slice(0, at), ...words.slice(at + 1).map((word) => (isTaken(word) ? `./${word}` : word))];
}
