import { positionOfWord, sourceName, type LineRange } from '../analysis/compare/call-sites.ts';
import { maskSource, sourceFamily, type SourceFamily } from './mask-source.ts';

/** A source file at head: its code with comments and strings blanked. */
export interface SourceCode {
  readonly family: SourceFamily | null;
  readonly code: readonly string[];
}

/** Lines taken where the end of a function cannot be told. */
const guessedLines = 40;
/** Lines between a decorator or signature and its body. */
const signatureLines = 60;
/** Larger files are generated or hostile: their functions are taken by line alone. */
const maxLines = 20_000;
const maxCharacters = 512 * 1024;
const maxLineLength = 5_000;
const pythonDefinition = /^\s*(?:async\s+)?(?:def|class|cdef|cpdef)\b/;

export function readCode(file: string, lines: readonly string[]): SourceCode {
  const plain = lines.length <= maxLines && lines.reduce((sum, { length }) => sum + length, 0) <= maxCharacters;
  const family = plain ? sourceFamily(file) : null;
  return { family, code: family === null ? lines : maskSource(lines, family) };
}

/**
 * The lines of function `name` in a file. `line` is what the profiler gave: its definition, its decorator or a line of its body,
 * 0 where it gave none; then, or where the file moved on since, the definition is looked for by name. Null where it is not found,
 * and for the code of a whole module.
 */
export function functionRange({ family, code }: SourceCode, name: string, line: number): LineRange | null {
  if (/^<(?:module|toplevel)>$|^\((?:anonymous|module)\)$/.test(name) && line <= 1) return null;
  const word = sourceName(name);
  const given = line >= 1 && line <= code.length ? line : null;
  const start = family === null || word === '' ? given : definitionLine(code, word, given, family);
  if (start === null) return null;
  if (family === null) return { start, end: Math.min(code.length, start + guessedLines) };
  return family === 'python' ? pythonRange(code, start) : { start, end: endOfBody(code, start) };
}

/** The definition of `word` at or next before `near`, or the only one of the file; `near` itself where the name stands in it. */
function definitionLine(code: readonly string[], word: string, near: number | null, family: SourceFamily): number | null {
  const found: number[] = [];
  code.forEach((text, index) => {
    if (text.length <= maxLineLength && (family === 'python' ? definesPython(text, word) : definesBraced(code, index, word))) found.push(index + 1);
  });
  if (near === null) return found.length === 1 ? (found[0] ?? null) : null;
  // A decorator stands above the definition that it is counted to.
  if (family === 'python' && (code[near - 1] ?? '').trimStart().startsWith('@')) {
    const below = code.findIndex((text, index) => index >= near && index < near + signatureLines && pythonDefinition.test(text));
    if (found.includes(below + 1)) return near;
  }
  const before = found.filter((line) => line <= near);
  return before[before.length - 1] ?? (found.length === 1 ? (found[0] ?? null) : near);
}

function definesPython(text: string, word: string): boolean {
  return pythonDefinition.test(text) && positionOfWord(text.split('(')[0] ?? '', word) >= 0;
}

/** `function word(`, `func (x T) word(`, `word = (…) =>`, `word(…) {` of a method and `int word(…) {`: what is followed by a body. */
export function definesBraced(code: readonly string[], index: number, word: string): boolean {
  const text = code[index] ?? '';
  const at = positionOfWord(text, word);
  if (at < 0) return false;
  const before = text.slice(0, at);
  const after = text.slice(at + word.length);
  if (/\b(?:function\s*\*?|func|fn|fun|def)\s+(?:\([^()]*\)\s*)?$/.test(before)) return true;
  if (/^\s*(?::[^=]*)?[=:]\s*(?:async\b\s*)?(?:function\b|\(|[\w$]+\s*=>|<)/.test(after)) return /^[\s\w$.,{]*$/.test(before);
  if (!/^[\s\w$<>,[\]*&:~?@#()]*$/.test(before) || /\b(?:return|new|await|throw|else|if|while|for|switch|case|yield)\b|[.(]\s*$/.test(before)) return false;
  if (!/^\s*(?:<[^>]*>)?\s*\(/.test(after)) return false;
  return bodyFollows(code, index, at + word.length);
}

/** Whether behind the parameters that start after `from` stands a body and not the end of a call. */
export function bodyFollows(code: readonly string[], index: number, from: number): boolean {
  let depth = 0;
  let closed = false;
  for (let row = index; row < Math.min(code.length, index + signatureLines); row++) {
    const text = code[row] ?? '';
    for (let at = row === index ? from : 0; at < Math.min(text.length, maxLineLength); at++) {
      const letter = text[at] ?? '';
      if (closed && letter.trim() !== '') return /^(?:\{|:|->|=>|const\b|noexcept\b|throws\b|override\b|where\b|final\b)/.test(text.slice(at, at + 12));
      if (letter === '(') depth += 1;
      else if (letter === ')') closed = --depth === 0;
    }
  }
  return false;
}

/** By indentation: from decorators and signature to before the next line that is indented no deeper. */
function pythonRange(code: readonly string[], start: number): LineRange {
  let row = start - 1;
  for (let skipped = 0; skipped < signatureLines && row < code.length - 1 && !pythonDefinition.test(code[row] ?? ''); skipped++) {
    if (skipped === 0 && !(code[row] ?? '').trimStart().startsWith('@')) break; // a lambda or another line of code
    row += 1;
  }
  const indent = indentOf(code[row] ?? '');
  let last = row;
  let depth = 0;
  for (; row < code.length; row++) {
    const text = code[row] ?? '';
    if (text.trim() === '') continue;
    if (row > last && depth <= 0 && indentOf(text) <= indent && row >= start) break;
    for (const letter of text) {
      if ('([{'.includes(letter)) depth += 1;
      else if (')]}'.includes(letter)) depth -= 1;
    }
    last = row;
  }
  return { start, end: last + 1 };
}

function indentOf(text: string): number {
  let width = 0;
  for (const letter of text) {
    if (letter === '\t') width += 8 - (width % 8);
    else if (letter === ' ') width += 1;
    else break;
  }
  return width;
}

/** By matching braces: the last line of the first body from `start`; 40 lines on where none is found. */
export function endOfBody(code: readonly string[], start: number): number {
  const guess = Math.min(code.length, start + guessedLines);
  let round = 0;
  let skipping = 0;
  let depth = 0;
  let before = '';
  for (let row = start - 1; row < code.length; row++) {
    if (depth === 0 && row >= start - 1 + signatureLines) return guess;
    for (const letter of code[row] ?? '') {
      if (letter.trim() === '') continue;
      if (depth > 0) {
        if (letter === '{') depth += 1;
        else if (letter === '}' && --depth === 0) return row + 1;
      } else if (skipping > 0) {
        if (letter === '{') skipping += 1;
        else if (letter === '}') skipping -= 1;
      } else if (letter === '(' || letter === '[') round += 1;
      else if (letter === ')' || letter === ']') {
        round -= 1;
        if (round < 0) return row + 1; // the end of a call that a short function was given to
      } else if (letter === '{') {
        if (opensBody(before, round)) depth = 1;
        else skipping = 1;
      } else if ((letter === ';' || letter === '}') && round === 0) return row + 1;
      before = (before + letter).slice(-12);
    }
  }
  return depth > 0 ? code.length : guess;
}

/** Told from the letters before a {, spaces left out: `…){` and `=>{` open a body; `:{`, `={`, `interface{` are types and values. */
function opensBody(before: string, round: number): boolean {
  if (before.endsWith(')') || before.endsWith('=>')) return true;
  return round === 0 && !/[:=<|&,([]$|(?:interface|struct)$/.test(before);
}
