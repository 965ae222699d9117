import type { LookUp } from './program-file.ts';
import { runtimeOf, type Runtime } from './program-language.ts';
import { skipPrefixes } from './program-prefixes.ts';
import { splitCommand } from './program-words.ts';

/** What a command starts, as far as its text and the files it names tell. */
export interface Program extends Runtime {
  /** The words of a simple command; null where it needs a shell (pipes, redirections, `&&`, variables). */
  readonly words: readonly string[] | null;
}

/**
 * Tells what a shell command starts. `words` are those from the program on: leading `NAME=value` and
 * commands like `env`, `time` and `nice` are left out. Of a command line that needs a shell, the first
 * command in a known language counts.
 */
export async function readProgram(command: string, look: LookUp): Promise<Program> {
  const { commands, simple } = splitCommand(command);
  let runtime: Runtime = { language: 'unknown', interpreter: null };
  for (const words of commands) {
    runtime = await runtimeOf(textOf(words), look);
    if (runtime.language !== 'unknown') break;
  }
  const words = textOf(commands[0] ?? []);
  return { ...runtime, words: simple && words.length > 0 ? words : null };
}

function textOf(words: Parameters<typeof skipPrefixes>[0]): string[] {
  return skipPrefixes(words).map(({ text }) => text);
}
