const SPACE = 0x20;
const TAB = 0x09;
const ZERO = 0x30;
/** Digits of an integer that is exact whatever they are. */
const EXACT_DIGITS = 15;
const MAX_DECIMALS = 9;
/** Longer words are not numbers anyone wrote. */
const MAX_WORD = 400;

/** Reads the number at the end of a line; the result stays in the fields until the next call. */
export class CountReader {
  /** The number times 10^decimals, an integer; the number itself where `decimals` is -1. */
  value = 0;
  /** Digits after the point; -1 where the number has too many to be kept as an integer. */
  decimals = 0;
  /** End of what stands before the number, white space taken off. */
  before = 0;

  /** False where the last word of the bytes from `start` to `end` is no finite decimal number. */
  read(view: DataView, start: number, end: number): boolean {
    let at = end - 1;
    let value = 0;
    let unit = 1;
    const limit = Math.max(start, end - EXACT_DIGITS);
    while (at >= limit) {
      const digit = view.getUint8(at) - ZERO;
      if (digit < 0 || digit > 9) break;
      value += digit * unit;
      unit *= 10;
      at -= 1;
    }
    if (at < start || at === end - 1) return false;
    const code = view.getUint8(at);
    if (code !== SPACE && code !== TAB) return this.readWord(view, start, end);
    this.value = value;
    this.decimals = 0;
    this.before = trimEnd(view, start, at);
    return true;
  }

  private readWord(view: DataView, start: number, end: number): boolean {
    let wordStart = end;
    while (wordStart > start && !isBlank(view.getUint8(wordStart - 1))) wordStart -= 1;
    if (wordStart === start || end - wordStart > MAX_WORD) return false;
    const word = Buffer.from(view.buffer as ArrayBuffer, view.byteOffset + wordStart, end - wordStart).toString('latin1');
    const parts = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE][+-]?\d+)?$/.exec(word);
    if (parts === null) return false;
    const number = Number(word);
    if (!Number.isFinite(number)) return false;
    const fraction = parts[3] ?? '';
    const digits = `${parts[2] as string}${fraction}`;
    if (digits === '') return false;
    const plain = !/[eE]/.test(word) && digits.length <= EXACT_DIGITS && fraction.length <= MAX_DECIMALS;
    this.value = plain ? Number(`${parts[1] as string}${digits}`) : number;
    this.decimals = plain ? fraction.length : Number.isSafeInteger(number) ? 0 : -1;
    this.before = trimEnd(view, start, wordStart);
    return true;
  }
}

/** End of the bytes from `start` to `end` without spaces, tabs and carriage returns at their end. */
export function trimEnd(view: DataView, start: number, end: number): number {
  let at = end;
  while (at > start) {
    const code = view.getUint8(at - 1);
    if (code !== SPACE && code !== TAB && code !== 0x0d) break;
    at -= 1;
  }
  return at;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}
