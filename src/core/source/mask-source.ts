/** How a language marks comments, strings and bodies; null for languages whose bodies are not looked for. */
export type SourceFamily = 'python' | 'script' | 'go' | 'c';

const families: Readonly<Record<string, SourceFamily>> = {
  ...byEnding('python', '.py .pyx .pyi'),
  ...byEnding('script', '.js .mjs .cjs .jsx .ts .mts .cts .tsx .vue .svelte'),
  ...byEnding('go', '.go'),
  ...byEnding('c', '.rs .java .kt .kts .scala .groovy .c .h .cc .cpp .cxx .hh .hpp .m .mm .cs .swift .zig .d .dart'),
};

function byEnding(family: SourceFamily, endings: string): Record<string, SourceFamily> {
  return Object.fromEntries(endings.split(' ').map((ending) => [ending, family]));
}

/** The family of a file, by its ending. */
export function sourceFamily(file: string): SourceFamily | null {
  return families[/\.[A-Za-z]+$/.exec(file)?.[0].toLowerCase() ?? ''] ?? null;
}

/** What a line leaves open for the next one: the text that ends it, and whether a backslash hides that text. */
interface Open {
  readonly end: string;
  readonly escapes: boolean;
}

/** Longer ones are taken for divisions: bounds the search on lines full of slashes. */
const maxRegExp = 300;
const blockComment: Open = { end: '*/', escapes: false };

/**
 * The lines with comments and strings blanked, each as long as before, so that brackets and names that are left are code.
 * Follows block comments, triple quotes, templates and raw strings over lines; one pass, each character looked at once.
 */
export function maskSource(lines: readonly string[], family: SourceFamily): string[] {
  let open: Open | null = null;
  return lines.map((line) => {
    let code = '';
    let at = 0;
    while (at < line.length) {
      if (open !== null) {
        const end = endOf(line, at, open);
        code += ' '.repeat((end ?? line.length) - at);
        at = end ?? line.length;
        if (end !== null) open = null;
        continue;
      }
      const token = tokenAt(line, at, family);
      if (token === null) {
        code += line[at];
        at += 1;
      } else if (typeof token === 'number') {
        code += ' '.repeat(token - at);
        at = token;
      } else {
        code += ' '.repeat(token.length);
        at += token.length;
        open = token.open;
      }
    }
    // Quotes of one line end with it, also where the closing one is missing.
    if (open !== null && !manyLines(open)) open = null;
    return code;
  });
}

function manyLines(open: Open): boolean {
  return open.end !== '"' && open.end !== "'";
}

function endOf(line: string, from: number, { end, escapes }: Open): number | null {
  for (let at = from; at < line.length; at++) {
    if (escapes && line[at] === '\\') at += 1;
    else if (line.startsWith(end, at)) return at + end.length;
  }
  return null;
}

/** What starts at `at`: an opened string or comment, the end of something that lies within the line, or null for code. */
function tokenAt(line: string, at: number, family: SourceFamily): { readonly length: number; readonly open: Open } | number | null {
  const letter = line[at];
  const string = (end: string, escapes: boolean, length = end.length) => ({ length, open: { end, escapes } });
  if (family === 'python') {
    if (letter === '#') return line.length;
    if (letter !== '"' && letter !== "'") return null;
    return line.startsWith(letter.repeat(3), at) ? string(letter.repeat(3), true) : string(letter, true);
  }
  if (letter === '/') {
    if (line[at + 1] === '/') return line.length;
    if (line[at + 1] === '*') return { length: 2, open: blockComment };
    return family === 'script' ? endOfRegExp(line, at) : null;
  }
  if (letter === '`') return family === 'script' ? string('`', true) : family === 'go' ? string('`', false) : null;
  if (letter === '"') {
    if (family === 'c' && line.startsWith('"""', at)) return string('"""', true);
    const hashes = family === 'c' ? /\br(#*)$/.exec(line.slice(Math.max(0, at - 8), at))?.[1] : undefined;
    if (hashes !== undefined) return { length: 1, open: { end: `"${hashes}`, escapes: false } };
    return string('"', true);
  }
  if (letter === "'") {
    if (family === 'script') return string("'", true);
    // A character; else a lifetime of Rust or a digit separator of C++.
    const character = /'(?:\\[^']{1,10}|\\'|[^'\\]{1,2})'/y;
    character.lastIndex = at;
    return character.test(line) ? character.lastIndex : null;
  }
  return null;
}

/** A / starts a regular expression where a value is expected. */
function endOfRegExp(line: string, at: number): number | null {
  const last = line.slice(Math.max(0, at - 40), at).trimEnd();
  if (last !== '' && !/(?:[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|of|in))$/.test(last)) return null;
  const found = /^\/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])+\/[a-z]*/.exec(line.slice(at, at + maxRegExp));
  return found === null ? null : at + found[0].length;
}
