import type { Head } from '../importer.ts';
import { splitFrameText } from './frame-text.ts';

const MIN_SHARE = 0.8;
/** Lines of a head that are judged: recognising must be cheap. */
const MAX_LINES = 2000;
const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;
const stackLine = new RegExp(String.raw`^(.*?)[ \t]+(${NUMBER})$`, 's');
const otherNumber = new RegExp(String.raw`[ \t](${NUMBER})$`);

/** True where the head reads as folded stacks: nearly all lines end in a count, and they have frames. */
export function looksFolded(head: Head): boolean {
  if (head.text.startsWith('# austin:')) return true;
  const { lines, cut } = headLines(head);
  if (lines.length === 0) return cut !== '' && looksLikeDeepStack(cut);
  if (/^(?:version:|creator:|events:|desc:|mmu:)/.test(lines[0] as string)) return false;
  const stacks = stackTexts(lines);
  if (stacks.length < lines.length * MIN_SHARE || stacks.length === 0) return false;
  return stacks.some(hasTightSemicolon) || (stacks.length === lines.length && looksLikeSingleFrames(stacks));
}

/** 2 where every stack line of the head ends in two numbers, as difffolded.pl and inferno-diff-folded write. */
export function countColumns(head: Head): 1 | 2 {
  const stacks = stackTexts(headLines(head).lines);
  return stacks.length > 0 && stacks.every((stack) => otherNumber.test(stack)) ? 2 : 1;
}

/** Whole, non-empty lines that are no comments, and the last one where the head ends inside of it. */
function headLines(head: Head): { lines: string[]; cut: string } {
  const all = head.text.split('\n', MAX_LINES + 1);
  const cut = !head.whole && all.length <= MAX_LINES ? (all.pop() as string) : '';
  const lines = all.slice(0, MAX_LINES).map((line) => line.replace(/[ \t\r]+$/, ''));
  return { lines: lines.filter((line) => line !== '' && !/^#(?:[\s#]|$)/.test(line)), cut };
}

/** Stack parts of the lines that end in a count. A text without a letter is no stack. */
function stackTexts(lines: readonly string[]): string[] {
  const texts: string[] = [];
  for (const line of lines) {
    const stack = stackLine.exec(line)?.[1];
    if (stack === undefined || hasControls(stack) || /[:=,]$/.test(stack)) continue;
    if (stack === '' || /[\p{L}?]/u.test(stack)) texts.push(stack);
  }
  return texts;
}

/** "a;b", not "words; more words". */
function hasTightSemicolon(stack: string): boolean {
  return /;[^\s;]/.test(stack);
}

/**
 * Files whose stacks are all one frame deep look like any list of names and numbers. Taken are names
 * with a source location, or several different ones without the blanks of prose; "chapter 3" is refused.
 */
function looksLikeSingleFrames(stacks: readonly string[]): boolean {
  const named = stacks.filter((stack) => stack !== '');
  if (named.length > 0 && named.every((stack) => splitFrameText(stack).file !== '')) return true;
  const distinct = new Set(named);
  if (distinct.size < 2 || distinct.size < named.length / 2) return false;
  return named.every((stack) => !/\s/.test(stack.replace(/\([^()]*\)|<[^<>]*>|\[[^[\]]*\]/g, '').trim())) && named.some(looksLikeCode);
}

/** Something that names in programs have and words of a text have not. */
function looksLikeCode(stack: string): boolean {
  return /[_().<>:[\]/\\$@]|[a-z][A-Z]|\d/.test(stack);
}

/** A first line longer than the head: many short frames, none of the signs of JSON or program text. */
function looksLikeDeepStack(cut: string): boolean {
  const frames = cut.split(';');
  if (frames.length < 16 || hasControls(cut) || /^\s*["[{<]/.test(cut)) return false;
  const plain = frames.filter((frame) => frame !== '' && !/[={}"'`]/.test(frame) && !frame.startsWith(' '));
  return plain.length >= frames.length * MIN_SHARE;
}

function hasControls(text: string): boolean {
  return /[\u0000-\u0008\u000e-\u001f]/.test(text);
}
