import type { FunctionChange, LineChange } from '../../model/comparison.ts';

/** Lines of a file, from 1, both ends included. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/** The name that source text writes for a function: the last part of `photo.Tagger.tag`, `time.sleep` of `<built-in method time.sleep>`; empty for made-up names. */
export function sourceName(name: string): string {
  const method = /^\{method '([^']+)' of /.exec(name)?.[1];
  const builtin = /^[{<]built-in (?:method |function )?(.+?)[}>]$/.exec(name)?.[1];
  const bare = (method ?? builtin ?? name).replace(/\([^()]*\)(?: const)?$/, '').replace(/(?:::)?<[^<>]*>$/, '').replace(/\[[^\]]*\]$/, '');
  return /([\p{L}\p{N}_$]+)[!?]?$/u.exec(bare)?.[1] ?? '';
}

/** Lines of `range` that mention `word` as a whole word; `code` is source text whose comments and strings are blanked. */
export function mentions(code: readonly string[], range: LineRange, word: string): number[] {
  const found: number[] = [];
  if (word === '') return found;
  for (let line = range.start; line <= Math.min(range.end, code.length); line++) {
    if (positionOfWord(code[line - 1] ?? '', word) >= 0) found.push(line);
  }
  return found;
}

/** Where `word` stands in `text` with no letter, digit, _ or $ at either side; -1 where it does not. */
export function positionOfWord(text: string, word: string, from = 0): number {
  for (let at = text.indexOf(word, from); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isWordPart(text[at - 1]) && !isWordPart(text[at + word.length])) return at;
  }
  return -1;
}

function isWordPart(letter: string | undefined): boolean {
  return letter !== undefined && /[\p{L}\p{N}_$]/u.test(letter);
}

/**
 * The line of `file` that calls `callee`, with the callee's whole cost on both sides. Known only where every call of it comes
 * from one caller, which stands in `file`, and one line of that caller alone names it; null otherwise: a call graph has the
 * costs of edges, not of lines, and nothing is guessed.
 */
export function callSiteOf(callee: FunctionChange, file: string, callerCode: readonly string[], callerRange: LineRange): LineChange | null {
  const { caller } = callee;
  if (caller?.file !== file || callee.callsHead === null || caller.callsHead !== callee.callsHead) return null;
  if ((caller.callsBase ?? 0) !== (callee.callsBase ?? 0) || callee.totalHead <= callee.totalBase) return null;
  const places = mentions(callerCode, { start: callerRange.start + 1, end: callerRange.end }, sourceName(callee.name));
  const [line] = places;
  return line === undefined || places.length > 1 ? null : { line, base: callee.totalBase, head: callee.totalHead, text: null };
}
