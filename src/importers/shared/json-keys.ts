import { nextByte, readString, take, unexpected } from './json-tokens.ts';
import type { JsonWindow } from './json-window.ts';

/** A key that the reader does not know. */
export const unknownKey = -1;
/** The object's `}` has been taken. */
export const noMoreKeys = -2;
/** Passed as `previous` before the first key of an object. */
export const firstKey = -3;

/**
 * The keys that a reader knows, numbered from 0. Objects of one kind have their keys in one order,
 * so the key that followed last time is compared first; a miss costs a look-up, never an error.
 */
export class KeySet {
  private readonly quoted: readonly Buffer[];
  private readonly numbers: ReadonlyMap<string, number>;
  /** Key expected after key i, at [i + 3]. */
  private readonly follower: Int32Array;

  constructor(names: readonly string[]) {
    this.quoted = names.map((name) => Buffer.from(`"${name}"`));
    this.numbers = new Map(names.map((name, number) => [name, number]));
    this.follower = new Int32Array(names.length + 3);
  }

  /** The key at the window's position, its colon included. */
  read(window: JsonWindow, previous: number): number {
    const guess = this.follower[previous + 3] as number;
    const expected = this.quoted[guess] as Buffer;
    const { bytes, pos } = window;
    let i = 0;
    while (i < expected.length && bytes[pos + i] === expected[i]) i += 1;
    if (i === expected.length) {
      window.pos = pos + i;
      if (bytes[window.pos] === 58) window.pos += 1;
      else take(window, 58);
      return guess;
    }
    const number = this.numbers.get(readString(window)) ?? unknownKey;
    take(window, 58);
    if (number >= 0) this.follower[previous + 3] = number;
    return number;
  }
}

/**
 * Number of the next key of an object whose `{` has been taken, `unknownKey` or `noMoreKeys`.
 * `previous` is what the last call gave, or `firstKey`; the value of that key has been read.
 */
export function nextKey(window: JsonWindow, keys: KeySet, previous: number): number {
  let byte = nextByte(window);
  if (byte === 125) {
    window.pos += 1;
    return noMoreKeys;
  }
  if (previous !== firstKey) {
    if (byte !== 44) throw unexpected(window, '"," or "}"');
    window.pos += 1;
    byte = nextByte(window);
  }
  if (byte !== 34) throw unexpected(window, 'a key');
  return keys.read(window, previous);
}
