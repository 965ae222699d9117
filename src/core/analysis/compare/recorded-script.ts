import type { Shift } from './line-shift.ts';
import type { ScriptText } from './script-text.ts';

/** Lines beyond the text that are still told apart: a recording may be of a longer version. */
const slackLines = 1_000;
const topLevel = -1;

/** Where the functions of a script stood in the recordings of one side, and which of them a line belongs to. */
export class RecordedScript {
  readonly text: ScriptText;
  private readonly shiftOf: (line: number) => Shift;
  /** By line: the innermost function that surely stood there, plus one. */
  private readonly innermost: Uint32Array;
  private readonly maybeImported: (at: number, line: number) => boolean;
  /** By function: the lines that it may have stood on. */
  private readonly ranges: readonly { readonly first: number; readonly last: number }[];
  /** By function: the merged lines of it, of what it calls and of what calls it. */
  private readonly around = new Map<number, readonly { readonly first: number; readonly last: number }[]>();
  private readonly owners = new Map<number, Map<number, number>>();
  private readonly callers = new Map<number, readonly number[]>();

  constructor(text: ScriptText, shiftOf: (line: number) => Shift, maybeImported: (at: number, line: number) => boolean) {
    this.text = text;
    this.shiftOf = shiftOf;
    this.maybeImported = maybeImported;
    this.ranges = text.functions.map(({ start, end }) => ({ first: start + this.least(start), last: end + this.most(end) }));
    const last = text.functions.reduce((line, { end }) => Math.max(line, end), 0);
    this.innermost = new Uint32Array(last + slackLines);
    for (const at of text.functions.keys()) {
      const { first, last: end } = this.sure(at);
      if (end >= first) this.innermost.fill(at + 1, Math.max(0, first), end + 1);
    }
  }

  /** The named function that surely stood around a line, -1 where there is none. */
  functionAt(line: number): number {
    return (this.innermost[line] ?? 0) - 1;
  }

  /** The function that a tick on `line` in code compiled for `at` belongs to: `at` itself where that is not clear. */
  ownerOf(at: number, line: number): number {
    let known = this.owners.get(at);
    if (known === undefined) this.owners.set(at, (known = new Map<number, number>()));
    let owner = known.get(line);
    if (owner === undefined) known.set(line, (owner = this.findOwner(at, line)));
    return owner;
  }

  /** Whether no code of this file that may run as a part of `at` stands on `line`: neither it, nor what it calls, nor what calls it. */
  isForeign(at: number, line: number): boolean {
    if (at === topLevel || line < 1) return false;
    return !this.linesAround(at).some(({ first, last }) => line >= first && line <= last);
  }

  /** The lines that a function may have stood on. */
  range(at: number): { readonly first: number; readonly last: number } {
    return this.ranges[at] ?? { first: 1, last: 0 };
  }

  mayStandOn(at: number, line: number): boolean {
    const { first, last } = this.range(at);
    return line >= first && line <= last;
  }

  contains(outer: number, inner: number): boolean {
    const around = this.text.functions[outer];
    const within = this.text.functions[inner];
    return around !== undefined && within !== undefined && outer !== inner && around.start <= within.start && around.end >= within.end;
  }

  private findOwner(at: number, line: number): number {
    if (line < 1 || line >= this.innermost.length) return at;
    const inside = this.functionAt(line);
    const owner = at === topLevel || this.mayStandOn(at, line) ? this.nested(at, inside, line) : this.called(at, inside, line);
    return owner !== at && this.maybeImported(at, line) ? at : owner;
  }

  /** On its first line a nested function is made by the one around it, which then is what runs. */
  private nested(at: number, inside: number, line: number): number {
    const within = this.text.functions[inside];
    const around = this.text.functions[at];
    if (within === undefined || inside === at || line <= within.start + this.most(within.start)) return at;
    return around === undefined || (within.start >= around.start && within.end <= around.end) ? inside : at;
  }

  /** Callees first; else the line stands in a caller that passed a part of itself. */
  private called(at: number, inside: number, line: number): number {
    const callees = this.text.callees(at).filter((each) => this.mayStandOn(each, line));
    const candidates = callees.length > 0 ? callees : this.callersOf(at).filter((each) => this.mayStandOn(each, line));
    // One that surely stands there is it, unless it is not called at all: then the line is of code that is not known here.
    const possible = candidates.filter((each) => !this.contains(each, inside));
    const [owner] = possible;
    return owner !== undefined && possible.length === 1 && (inside < 0 || inside === owner) ? owner : at;
  }

  private linesAround(at: number): readonly { readonly first: number; readonly last: number }[] {
    const known = this.around.get(at);
    if (known !== undefined) return known;
    const merged: { first: number; last: number }[] = [];
    for (const { first, last } of [at, ...this.text.callees(at), ...this.callersOf(at)].map((each) => this.range(each)).sort((a, b) => a.first - b.first)) {
      const before = merged[merged.length - 1];
      if (before !== undefined && first <= before.last + 1) before.last = Math.max(before.last, last);
      else merged.push({ first, last });
    }
    this.around.set(at, merged);
    return merged;
  }

  private callersOf(at: number): readonly number[] {
    const known = this.callers.get(at);
    if (known !== undefined) return known;
    const name = this.text.functions[at]?.name ?? '';
    const callers = [...this.text.functions.keys()].filter((each) => each !== at && !this.contains(at, each) && this.text.wordsOf(each).has(name));
    this.callers.set(at, callers);
    return callers;
  }

  private sure(at: number): { first: number; last: number } {
    const range = this.text.functions[at];
    return range === undefined ? { first: 1, last: 0 } : { first: range.start + this.most(range.start), last: range.end + this.least(range.end) };
  }

  private least(line: number): number {
    const { above, below } = this.shiftOf(line);
    return Math.min(above, below);
  }

  private most(line: number): number {
    const { above, below } = this.shiftOf(line);
    return Math.max(above, below);
  }
}
