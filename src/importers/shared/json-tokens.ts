import type { InputError } from '../../core/errors.ts';
import { windowEnd, type JsonWindow } from './json-window.ts';

/** Longest string that is decoded; longer ones can only be skipped. */
const maxStringBytes = 16 * 1024 ** 2;
/** Digits that a double holds exactly, whatever they are. */
export const exactDigits = 15;
const powersOfTen = Float64Array.from({ length: exactDigits + 1 }, (_, exponent) => 10 ** exponent);

/** The next byte that is not white space, without taking it. */
export function nextByte(window: JsonWindow): number {
  const bytes = window.bytes;
  let p = window.pos;
  let byte = bytes[p] as number;
  while (byte === 32 || byte === 10 || byte === 13 || byte === 9) byte = bytes[++p] as number;
  window.pos = p;
  if (byte === 0 && p >= window.end) throw windowEnd;
  return byte;
}

/** Takes one punctuation byte. */
export function take(window: JsonWindow, wanted: number): void {
  if (nextByte(window) !== wanted) throw unexpected(window, `"${String.fromCharCode(wanted)}"`);
  window.pos += 1;
}

/**
 * Begins the next element of an array whose `[` has been taken; false when its `]` has been taken
 * instead. `first` is true before the first element.
 */
export function nextElement(window: JsonWindow, first: boolean): boolean {
  const byte = nextByte(window);
  if (byte === 93) {
    window.pos += 1;
    return false;
  }
  if (first) return true;
  if (byte !== 44) throw unexpected(window, '"," or "]"');
  window.pos += 1;
  if (nextByte(window) === 93) throw unexpected(window, 'a value');
  return true;
}

/** InputError "expected … but found …" at the position of the window. */
export function unexpected(window: JsonWindow, wanted: string): InputError {
  return window.error(`expected ${wanted} but found ${describeFound(window)}`, window.pos, 'the file is not valid JSON: was it edited, or cut and joined?');
}

/** The word or byte at the position of the window, quoted. */
export function describeFound(window: JsonWindow): string {
  let end = window.pos;
  while (end < window.end && end - window.pos < 12 && isWordByte(window.bytes[end] as number)) end += 1;
  return JSON.stringify(window.bytes.toString('latin1', window.pos, Math.max(end, window.pos + 1)));
}

function isWordByte(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 45 || byte === 46;
}

/** Reads a number with the value that `JSON.parse` gives it. Throws InputError for anything else and for overflow. */
export function readNumber(window: JsonWindow): number {
  nextByte(window);
  const bytes = window.bytes;
  const start = window.pos;
  const negative = bytes[start] === 45;
  const first = negative ? start + 1 : start;
  let p = first;
  let value = 0;
  let digit = (bytes[p] as number) - 48;
  while (digit >= 0 && digit <= 9) {
    value = value * 10 + digit;
    digit = (bytes[++p] as number) - 48;
  }
  let digits = p - first;
  let valid = digits === 1 || (digits > 1 && bytes[first] !== 48);
  let decimals = 0;
  if (valid && bytes[p] === 46) {
    const point = p;
    digit = (bytes[++p] as number) - 48;
    while (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      digit = (bytes[++p] as number) - 48;
    }
    decimals = p - point - 1;
    digits += decimals;
    valid = decimals > 0;
  }
  const exponent = valid && ((bytes[p] as number) | 32) === 101;
  if (exponent) {
    const sign = bytes[p + 1] as number;
    p += sign === 43 || sign === 45 ? 2 : 1;
    const from = p;
    while (isDigit(bytes[p] as number)) p += 1;
    valid = p > from;
  }
  // A number that touches the end of the window may go on after it.
  if (p >= window.end) throw windowEnd;
  if (!valid) throw unexpected(window, 'a number');
  // Below 2^53 a power of ten up to 10^22 divides with one rounding, so this is the nearest double.
  if (!exponent && digits <= exactDigits) value = decimals === 0 ? value : value / (powersOfTen[decimals] as number);
  else value = Math.abs(Number(bytes.toString('latin1', start, p)));
  if (value === Infinity) throw window.error('a number is too large for a double');
  window.pos = p;
  return negative ? -value : value;
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

/** Reads a string. Invalid UTF-8 becomes U+FFFD. Throws InputError for control characters and wrong escapes. */
export function readString(window: JsonWindow): string {
  if (nextByte(window) !== 34) throw unexpected(window, 'a string');
  const bytes = window.bytes;
  const start = window.pos;
  let p = start + 1;
  let escaped = false;
  let every = 0;
  for (let byte = bytes[p] as number; byte !== 34; byte = bytes[++p] as number) {
    if (byte < 32) {
      if (p >= window.end) throw windowEnd;
      throw window.error('a string holds a control character', p);
    }
    if (byte === 92) {
      escaped = true;
      p += 1;
      if (p >= window.end) throw windowEnd;
    }
    every |= byte;
  }
  if (p - start > maxStringBytes) throw window.error(`a string is longer than ${maxStringBytes} bytes`, start, 'is this really a profile?');
  window.pos = p + 1;
  if (!escaped) return bytes.toString(every < 128 ? 'latin1' : 'utf8', start + 1, p);
  return unescapeString(window, bytes.toString('utf8', start, p + 1), start);
}

function unescapeString(window: JsonWindow, quoted: string, start: number): string {
  try {
    return JSON.parse(quoted) as string;
  } catch (error) {
    if (error instanceof SyntaxError) throw window.error('a string holds a wrong escape', start);
    throw error;
  }
}

/** Takes `true`, `false` or `null`. */
export function takeLiteral(window: JsonWindow): void {
  const byte = nextByte(window);
  const word = byte === 116 ? 'true' : byte === 102 ? 'false' : byte === 110 ? 'null' : null;
  if (word === null) throw unexpected(window, 'a value');
  for (let i = 1; i < word.length; i++) {
    if (window.pos + i >= window.end) throw windowEnd;
    if (window.bytes[window.pos + i] !== word.charCodeAt(i)) throw unexpected(window, 'a value');
  }
  window.pos += word.length;
}
