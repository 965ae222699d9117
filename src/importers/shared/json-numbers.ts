import type { InputError } from '../../core/errors.ts';
import { describeFound, exactDigits, nextByte, readNumber, unexpected } from './json-tokens.ts';
import type { JsonWindow } from './json-window.ts';
import type { NumberColumn } from './json-number-column.ts';

/**
 * Reads an array of numbers into `column`, from before its `[` to after its `]`, in constant memory
 * beside the column. `what` names the array in errors, as "weights". Throws InputError where an
 * element is not a finite number.
 */
export async function readNumbers(window: JsonWindow, column: NumberColumn, what: string): Promise<void> {
  column.length = 0;
  await window.run(() => openArray(window, what));
  await window.run(() => {
    while (!(column.floats === null ? readIntegers(window, column, what) : readDoubles(window, column.floats, column, what))) continue;
  });
}

function openArray(window: JsonWindow, what: string): void {
  if (nextByte(window) !== 91) throw unexpected(window, `an array (${what})`);
  window.pos += 1;
}

// Both loops are written out: one number costs a few nanoseconds, and a shared generic loop would see
// two kinds of arrays. They return true after the `]`, false when the column changed its kind. They
// read digits with a comma behind them; "]" and everything else goes the slow way.
function readIntegers(window: JsonWindow, column: NumberColumn, what: string): boolean {
  for (;;) {
    const { bytes } = window;
    const integers = column.reserve();
    const capacity = integers.length;
    let length = column.length;
    let p = window.pos;
    while (length < capacity) {
      let q = p;
      let byte = bytes[q] as number;
      // Below 10^9, so 32 bits hold it; a leading zero may only stand alone.
      let number = 0;
      while (byte >= 48 && byte <= 57 && number < 100_000_000) {
        number = (number * 10 + byte - 48) | 0;
        byte = bytes[++q] as number;
        if (number === 0) break;
      }
      if (byte !== 44 || q === p) break;
      integers[length++] = number;
      p = q + 1;
    }
    column.length = length;
    window.pos = p;
    window.commit();
    if (length < capacity) {
      if (readSlowly(window, column, what)) return true;
      if (column.floats !== null) return false;
    }
  }
}

function readDoubles(window: JsonWindow, doubles: Float64Array, column: NumberColumn, what: string): boolean {
  const { bytes } = window;
  const capacity = doubles.length;
  let length = column.length;
  let p = window.pos;
  while (length < capacity) {
    let q = p;
    let number = 0;
    let byte = bytes[q] as number;
    while (byte >= 48 && byte <= 57) {
      number = number * 10 + (byte - 48);
      byte = bytes[++q] as number;
      if (number === 0) break;
    }
    if (byte !== 44 || q === p || q - p > exactDigits) break;
    doubles[length++] = number;
    p = q + 1;
  }
  column.length = length;
  window.pos = p;
  window.commit();
  if (length < capacity) return readSlowly(window, column, what);
  column.reserveDoubles();
  return false;
}

/** One element of any spelling with its comma; true after the `]`. */
function readSlowly(window: JsonWindow, column: NumberColumn, what: string): boolean {
  let byte = nextByte(window);
  if (byte === 93 && column.length === 0) {
    window.pos += 1;
    return true;
  }
  if (byte !== 45 && (byte < 48 || byte > 57)) throw notNumber(window, column.length, what);
  const value = readNumber(window);
  byte = nextByte(window);
  if (byte !== 44 && byte !== 93) throw unexpected(window, '"," or "]"');
  window.pos += 1;
  column.push(value);
  window.commit();
  return byte === 93;
}

/** InputError for an element that is `null`, `NaN`, a string or the like. */
export function notNumber(window: JsonWindow, index: number, what: string, field = ''): InputError {
  return window.error(`${what}[${index}]${field} is ${describeFound(window)}, not a number`, window.pos, 'the program that wrote the file did not know this number');
}
