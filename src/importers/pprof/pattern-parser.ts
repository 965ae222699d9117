/** One step of a compiled pattern; all but `jump` go on at the next instruction. */
export type Instruction =
  | { readonly op: 'match'; readonly set: CharacterSet }
  | { readonly op: 'split' | 'jump'; readonly to: number }
  | { readonly op: 'begin' | 'end' | 'accept' };

export type CharacterSet = (code: number) => boolean;

/** Instructions of one pattern; the longest known drop_frames compiles to about 2,000. */
const maxInstructions = 10_000;
const maxNesting = 50;

/** Compiles `source`; undefined where it is not understood or too large. */
export function parsePattern(source: string): readonly Instruction[] | undefined {
  if (source.length > maxInstructions) return undefined;
  try {
    const parser = new PatternParser(source);
    return [...parser.alternatives(0), { op: 'accept' }];
  } catch (error) {
    if (error instanceof PatternError) return undefined;
    throw error;
  }
}

class PatternError extends Error {}

/** Fragments are relocatable: jump targets are relative until `place` moves them. */
class PatternParser {
  private readonly characters: readonly string[];
  private at = 0;

  constructor(source: string) {
    this.characters = Array.from(source);
  }

  /** Nesting is bounded by `maxNesting`, so the recursion of groups is too. */
  alternatives(nesting: number): Instruction[] {
    if (nesting > maxNesting) throw new PatternError('nested too deeply');
    const branches = [this.sequence(nesting)];
    while (this.accept('|')) branches.push(this.sequence(nesting));
    if (nesting === 0 && this.at < this.characters.length) throw new PatternError('unmatched parenthesis');
    const end = branches.reduce((sum, branch) => sum + branch.length + 2, -2);
    const out: Instruction[] = [];
    for (const [index, branch] of branches.entries()) {
      const last = index === branches.length - 1;
      if (!last) out.push({ op: 'split', to: out.length + branch.length + 2 });
      append(out, branch);
      if (!last) out.push({ op: 'jump', to: end });
    }
    return out;
  }

  private sequence(nesting: number): Instruction[] {
    const out: Instruction[] = [];
    while (this.at < this.characters.length && this.peek() !== '|' && this.peek() !== ')') append(out, this.repeated(nesting));
    return out;
  }

  private repeated(nesting: number): Instruction[] {
    let part = this.atom(nesting);
    for (;;) {
      const mark = this.peek();
      if (mark === '*') part = atLeast(part, 0);
      else if (mark === '+') part = atLeast(part, 1);
      else if (mark === '?') part = optional(part);
      else if (mark === '{') {
        part = this.counted(part);
        continue;
      } else return part;
      this.at += 1;
      this.accept('?');
    }
  }

  private counted(part: Instruction[]): Instruction[] {
    const rest = this.characters.slice(this.at, this.at + 12).join('');
    const match = /^\{(\d{1,3})(,?)(\d{0,3})\}\??/.exec(rest);
    if (match === null) throw new PatternError('brace');
    this.at += match[0].length;
    const least = Number(match[1]);
    const most = match[2] === '' ? least : match[3] === '' ? Infinity : Number(match[3]);
    if (most < least) throw new PatternError('repetition');
    const out: Instruction[] = [];
    for (let time = 0; time < least; time++) append(out, part);
    if (most === Infinity) append(out, atLeast(part, 0));
    else for (let time = least; time < most; time++) append(out, optional(part));
    return out;
  }

  private atom(nesting: number): Instruction[] {
    const character = this.take();
    switch (character) {
      case '(':
        return this.group(nesting);
      case '[':
        return matching(this.characterClass());
      case '.':
        return matching((code) => code !== 10);
      case '^':
        return [{ op: 'begin' }];
      case '$':
        return [{ op: 'end' }];
      case '*':
      case '+':
      case '?':
      case '{':
        throw new PatternError('nothing to repeat');
      case '\\':
        return this.escape();
      default:
        return matching(only(character));
    }
  }

  private group(nesting: number): Instruction[] {
    if (this.accept('?')) {
      // (?:…), (?P<name>…) and (?<name>…); flags such as (?i) are not understood.
      const head = /^(?::|P?<\w+>)/.exec(this.characters.slice(this.at, this.at + 100).join(''));
      if (head === null) throw new PatternError('group flags');
      this.at += head[0].length;
    }
    const inside = this.alternatives(nesting + 1);
    if (!this.accept(')')) throw new PatternError('unclosed group');
    return inside;
  }

  private escape(): Instruction[] {
    const character = this.take();
    if (character === 'A') return [{ op: 'begin' }];
    if (character === 'z') return [{ op: 'end' }];
    const named = namedSets[character];
    return matching(named ?? only(plainEscape(character)));
  }

  private characterClass(): CharacterSet {
    const negated = this.accept('^');
    const sets: CharacterSet[] = [];
    for (let first = true; first || this.peek() !== ']'; first = false) {
      let from = this.take();
      if (from === '[' && this.peek() === ':') throw new PatternError('named class');
      if (from === '\\') {
        from = this.take();
        const named = namedSets[from];
        if (named !== undefined) {
          sets.push(named);
          continue;
        }
        from = plainEscape(from);
      }
      let to = from;
      if (this.peek() === '-' && this.characters[this.at + 1] !== ']') {
        this.at += 1;
        to = this.take();
        if (to === '\\') to = plainEscape(this.take());
      }
      const [low, high] = [from.codePointAt(0) as number, to.codePointAt(0) as number];
      sets.push((code) => code >= low && code <= high);
    }
    this.at += 1;
    return (code) => sets.some((set) => set(code)) !== negated;
  }

  private peek(): string | undefined {
    return this.characters[this.at];
  }

  private take(): string {
    const character = this.characters[this.at++];
    if (character === undefined) throw new PatternError('ends early');
    return character;
  }

  private accept(character: string): boolean {
    if (this.peek() !== character) return false;
    this.at += 1;
    return true;
  }
}

const isDigit: CharacterSet = (code) => code >= 48 && code <= 57;
const isWord: CharacterSet = (code) => isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
const isSpace: CharacterSet = (code) => code === 32 || code === 9 || code === 10 || code === 12 || code === 13;
const namedSets: Readonly<Record<string, CharacterSet>> = {
  d: isDigit,
  D: (code) => !isDigit(code),
  w: isWord,
  W: (code) => !isWord(code),
  s: isSpace,
  S: (code) => !isSpace(code),
};

function plainEscape(character: string): string {
  if (character === 't') return '\t';
  if (character === 'n') return '\n';
  if (/[A-Za-z0-9]/.test(character)) throw new PatternError('escape');
  return character;
}

function only(character: string): CharacterSet {
  const wanted = character.codePointAt(0) as number;
  return (code) => code === wanted;
}

function matching(set: CharacterSet): Instruction[] {
  return [{ op: 'match', set }];
}

/** Appends a fragment whose jumps count from its own beginning. */
function append(out: Instruction[], part: readonly Instruction[]): void {
  const base = out.length;
  if (base + part.length > maxInstructions) throw new PatternError('too large');
  for (const instruction of part) out.push('to' in instruction ? { op: instruction.op, to: instruction.to + base } : instruction);
}

function optional(part: readonly Instruction[]): Instruction[] {
  const out: Instruction[] = [{ op: 'split', to: part.length + 1 }];
  append(out, part);
  return out;
}

function atLeast(part: readonly Instruction[], times: 0 | 1): Instruction[] {
  if (times === 1) {
    const out: Instruction[] = [];
    append(out, part);
    out.push({ op: 'split', to: part.length + 2 }, { op: 'jump', to: 0 });
    return out;
  }
  const out: Instruction[] = [{ op: 'split', to: part.length + 2 }];
  append(out, part);
  out.push({ op: 'jump', to: 0 });
  return out;
}
