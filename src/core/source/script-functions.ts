import type { LineRange } from '../analysis/compare/call-sites.ts';
import { bodyFollows, definesBraced, endOfBody, type SourceCode } from './function-range.ts';

/** A function that JavaScript or TypeScript source text gives a name. */
export interface ScriptFunction extends LineRange {
  readonly name: string;
}

/** Names looked at in a line: a definition stands at its beginning. */
const maxWords = 8;
/** Lines looked through for the ends of all functions of a file, nested ones several times; beyond, a file is taken for generated. */
const maxWork = 400_000;
const maxLineLength = 1_000;
const word = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
const keywords = new Set('if for while switch catch with return function class const let var async await new do else try typeof constructor super static get set export default import'.split(' '));

/** The named functions of a script by ascending start, nested ones behind those around them; null for files that are too large to tell. */
export function scriptFunctions({ family, code }: SourceCode): readonly ScriptFunction[] | null {
  if (family !== 'script') return null;
  const found: ScriptFunction[] = [];
  let work = 0;
  for (const [index, text] of code.entries()) {
    if (text.length > maxLineLength || !/[(=:]/.test(text)) continue;
    const name = definedName(code, index, text);
    if (name === null) continue;
    const end = endOfBody(code, index + 1);
    work += end - index;
    if (work > maxWork) return null;
    found.push({ name, start: index + 1, end });
  }
  return found;
}

/** Whole words of each line, once each. */
export function wordsOfLines(code: readonly string[]): readonly ReadonlySet<string>[] {
  return code.map((text) => new Set(text.match(word)));
}

function definedName(code: readonly string[], index: number, text: string): string | null {
  const seen = new Set<string>();
  for (const { 0: name, index: at } of text.matchAll(word)) {
    if (seen.has(name)) continue;
    if (seen.size === maxWords) return null;
    seen.add(name);
    if (!keywords.has(name) && definesBraced(code, index, name) && !isValue(code, index, at + name.length)) return name;
  }
  return null;
}

/** `x = (a + b)` looks like `x = (a) =>` up to what follows. */
function isValue(code: readonly string[], index: number, from: number): boolean {
  const opening = /^\s*(?::[^=]*)?[=:]\s*(?:async\b\s*)?(?=\()/.exec((code[index] ?? '').slice(from));
  return opening !== null && !bodyFollows(code, index, from + opening[0].length);
}
