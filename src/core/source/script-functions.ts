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
const templateValue = /\$\{[^{}`]*/g;
const methodCall = /\.\s*#?([\p{L}_$][\p{L}\p{N}_$]*)\s*(?:\?\.)?\(/gu;
const bareCall = /(?<![.\p{L}\p{N}_$#])([\p{L}_$][\p{L}\p{N}_$]*)\s*\(/gu;
const builtIn = /^(?:\p{Lu}.*|throw|in|of|instanceof|delete|void|yield|case|extends|parse(?:Int|Float)|is(?:NaN|Finite)|(?:de|en)codeURI(?:Component)?|require|fetch|structuredClone|queueMicrotask|(?:set|clear)(?:Timeout|Interval|Immediate))$/u;
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

/** Whole words of each line of code, once each; of its templates (see `lines`, the text) those of the values put in. */
export function wordsOfLines(code: readonly string[], lines: readonly string[]): readonly ReadonlySet<string>[] {
  return code.map((text, index) => {
    const words = new Set(text.match(word));
    const line = lines[index] ?? '';
    if (line.length <= maxLineLength) for (const [value] of line.matchAll(templateValue)) for (const each of value.match(word) ?? []) words.add(each);
    return words;
  });
}

/** Names that a line of code calls as methods, `.name(`. */
export function methodsOfLine(code: string): string[] {
  return code.length > maxLineLength ? [] : [...code.matchAll(methodCall)].flatMap(([, name]) => name ?? []);
}

/** Names that a line of code calls bare, `name(`; without keywords and functions of the language, which have no lines. */
export function callsOfLine(code: string): string[] {
  if (code.length > maxLineLength || !code.includes('(')) return [];
  return [...code.matchAll(bareCall)].flatMap(([, name]) => (name === undefined || keywords.has(name) || builtIn.test(name) ? [] : [name]));
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
