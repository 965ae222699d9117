import { UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';

/** What yargs says about a wrong call, in our words, with the nearest known flag or command. */
export function usageError(message: string, args: readonly string[], known: KnownWords): UserError {
  const [, unknown] = /^Unknown (?:arguments?|commands?): (.*)$/.exec(message) ?? [];
  if (unknown !== undefined) return unknownWord(unknown.split(', ')[0] ?? '', args, known);
  const [, got] = /^Not enough non-option arguments: got (\d+), need at least (\d+)$/.exec(message) ?? [];
  if (got !== undefined) return new UserError(missingWords(args, known.commands), 'perf-report --help lists the commands, perf-report <command> --help what each takes');
  const [, flag, given, choices] = /^Invalid values:\s+Argument: (\S+), Given: (.*), Choices: (.*)$/s.exec(message) ?? [];
  if (flag !== undefined) return wrongChoice(flag, given ?? '', choices ?? '', known);
  const [, bare] = /^Not enough arguments following: (.*)$/.exec(message) ?? [];
  if (bare !== undefined) return new UserError(`${dashed(bare)} needs a value`, 'perf-report <command> --help says which');
  return new UserError(message.split('\n')[0] ?? message, 'perf-report --help lists commands and flags');
}

export interface KnownWords {
  readonly commands: readonly string[];
  /** Without dashes. */
  readonly flags: readonly string[];
}

function unknownWord(word: string, args: readonly string[], known: KnownWords): UserError {
  const isFlag = args.some((arg) => arg.startsWith('-') && arg.replace(/^--?(no-)?/, '').split('=')[0] === word) || (word.length === 1 && args.some((arg) => /^-[^-]/.test(arg) && arg.includes(word)));
  if (!isFlag) return new UserError(`"${word}" is one word too many`, 'perf-report <command> --help says what it takes');
  const near = nearest(word, known.flags);
  return new UserError(`there is no flag ${dashed(word)}`, near === null ? 'perf-report <command> --help lists the flags' : `did you mean --${near}?`);
}

function wrongChoice(name: string, given: string, choices: string, known: KnownWords): UserError {
  const bare = (text: string): string => text.replaceAll('"', '');
  const near = nearest(bare(given), bare(choices).split(', '));
  return new UserError(`${known.flags.includes(name) ? dashed(name) : name}: ${given} is none of ${bare(choices)}`, near === null ? undefined : `did you mean ${near}?`);
}

function missingWords(args: readonly string[], commands: readonly string[]): string {
  const command = args.find((arg) => commands.includes(arg)) ?? 'report';
  if (command === 'convert') return 'convert needs two words: the profile and the file to write';
  return command === 'top' ? 'top needs a profile' : 'name a directory of profiles: perf-report <dir>';
}

function dashed(flag: string): string {
  return flag.length === 1 ? `-${flag}` : `--${flag}`;
}
