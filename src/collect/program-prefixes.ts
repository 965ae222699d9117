import { basename } from 'node:path';
import type { Word } from './program-words.ts';

/** Commands that start another one, with their options that take the next word; the words that come before the command itself. */
const prefixes: Readonly<Record<string, { readonly valued: readonly string[]; readonly operands: number }>> = {
  env: { valued: ['-u', '--unset', '-C', '--chdir'], operands: 0 },
  exec: { valued: ['-a'], operands: 0 },
  command: { valued: [], operands: 0 },
  time: { valued: ['-f', '--format', '-o', '--output'], operands: 0 },
  nice: { valued: ['-n', '--adjustment'], operands: 0 },
  nohup: { valued: [], operands: 0 },
  timeout: { valued: ['-s', '--signal', '-k', '--kill-after'], operands: 1 },
};

const assignment = /^[A-Za-z_][A-Za-z0-9_]*=/;

/** The words from the program on: leading `NAME=value` and commands like `env`, `time` and `nice` are left out. */
export function skipPrefixes(words: readonly Word[]): readonly Word[] {
  let at = 0;
  while (at < words.length) {
    const word = (words[at] as Word).text;
    const prefix = prefixes[basename(word)];
    if (assignment.test(word)) at += 1;
    else if (prefix === undefined || !Object.hasOwn(prefixes, basename(word))) break;
    else at = afterOptions(words, at + 1, prefix.valued) + prefix.operands;
  }
  return words.slice(at);
}

function afterOptions(words: readonly Word[], from: number, valued: readonly string[]): number {
  let at = from;
  for (let word = words[at]?.text; word?.startsWith('-') === true; word = words[at]?.text) {
    at += valued.includes(word) ? 2 : 1;
    if (word === '--') break;
  }
  return at;
}
