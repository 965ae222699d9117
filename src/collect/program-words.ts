/** A word of a shell command, quotes and escapes taken off. */
export interface Word {
  readonly text: string;
  /** Where the word stands in the command: [start, end). */
  readonly start: number;
  readonly end: number;
}

/** A command line as /bin/sh splits it. */
export interface CommandLine {
  /** The words between `;`, `&&`, `||`, `|` and line ends; none is empty. */
  readonly commands: readonly (readonly Word[])[];
  /** False where a shell has to do more than to split words: several commands, redirections, variables, globs. */
  readonly simple: boolean;
}

/** Unquoted characters that a shell acts on, beside blanks, quotes and those that end a command. */
const special = /[<>$`*?[\](){}!~#]/;
const ends = /[;&|\n]/;

/** Splits a shell command into words. What is not simple is split as far as its quotes tell. */
export function splitCommand(command: string): CommandLine {
  const commands: Word[][] = [[]];
  let simple = true;
  let at = 0;
  while (at < command.length) {
    const character = command[at] as string;
    if (character === ' ' || character === '\t' || command.startsWith('\\\n', at)) {
      at += character === '\\' ? 2 : 1;
    } else if (ends.test(character)) {
      if (character !== '\n') simple = false;
      commands.push([]);
      at += 1;
    } else {
      const word = readWord(command, at);
      if (!word.plain) simple = false;
      commands.at(-1)?.push({ text: word.text, start: at, end: word.end });
      at = word.end;
    }
  }
  const filled = commands.filter((words) => words.length > 0);
  return { commands: filled, simple: simple && filled.length <= 1 };
}

/** A word in single quotes, as a shell reads it back. */
export function quoteWord(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

interface ReadWord {
  readonly text: string;
  readonly end: number;
  readonly plain: boolean;
}

function readWord(command: string, start: number): ReadWord {
  let text = '';
  let plain = true;
  let at = start;
  while (at < command.length) {
    const character = command[at] as string;
    if (character === ' ' || character === '\t' || ends.test(character)) break;
    if (character === "'") {
      const close = command.indexOf("'", at + 1);
      if (close < 0) return { text: text + command.slice(at + 1), end: command.length, plain: false };
      text += command.slice(at + 1, close);
      at = close + 1;
    } else if (character === '"') {
      const quoted = readDoubleQuoted(command, at + 1);
      text += quoted.text;
      plain &&= quoted.plain;
      at = quoted.end;
    } else if (character === '\\') {
      if (command[at + 1] !== '\n') text += command[at + 1] ?? '\\';
      at += 2;
    } else {
      // Some act at the start of a word alone.
      if (special.test(character) && !('#~!'.includes(character) && at > start)) plain = false;
      text += character;
      at += 1;
    }
  }
  return { text, end: Math.min(at, command.length), plain };
}

function readDoubleQuoted(command: string, start: number): ReadWord {
  let text = '';
  let plain = true;
  let at = start;
  for (; at < command.length && command[at] !== '"'; at++) {
    const character = command[at] as string;
    if (character === '\\' && '$`"\\\n'.includes(command[at + 1] ?? ' ')) {
      at += 1;
      if (command[at] !== '\n') text += command[at] as string;
    } else {
      if (character === '$' || character === '`') plain = false;
      text += character;
    }
  }
  return { text, end: at + 1, plain: plain && at < command.length };
}
