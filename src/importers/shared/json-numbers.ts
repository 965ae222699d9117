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
// two kinds of arrays. They return true after the `]`, false when the column changed its kind.
function readIntegers(window: JsonWindow, column: NumberColumn, what: string): boolean {
  for (;;) {
    const { bytes } = window;
    const integers = column.reserve();
    const capacity = integers.length;
    let length = column.length;
    let p = window.pos;
    while (length < capacity) {
      const start = p;
      let byte = bytes[p] as number;
      const negative = byte === 45;
      if (negative) byte = bytes[++p] as number;
      const first = p;
      let value = 0;
      while (byte >= 48 && byte <= 57) {
        value = (Math.imul(value, 10) + byte - 48) | 0;
        byte = bytes[++p] as number;
      }
      const digits = p - first;
      if ((byte !== 44 && byte !== 93) || digits > 9 || digits === 0 || (digits > 1 && bytes[first] === 48)) {
        p = start;
        break;
      }
      // After the comma a value must follow: "]" has no digits and goes the slow way.
      integers[length++] = negative ? -value : value;
      p += 1;
      if (byte === 93) {
        column.length = length;
        window.pos = p;
        return true;
      }
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
    const start = p;
    let value = 0;
    let byte = bytes[p] as number;
    while (byte >= 48 && byte <= 57) {
      value = value * 10 + (byte - 48);
      byte = bytes[++p] as number;
    }
    const digits = p - start;
    if ((byte !== 44 && byte !== 93) || digits > exactDigits || digits === 0 || (digits > 1 && bytes[start] === 48)) {
      p = start;
      break;
    }
    doubles[length++] = value;
    p += 1;
    if (byte === 93) {
      column.length = length;
      window.pos = p;
      return true;
    }
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
