import { InputError } from '../../core/errors.ts';
import { contentSeed } from './content-seed.ts';
import { References, refKind } from './references.ts';
import { StringTable, type TextEncoding } from './string-table.ts';

/** Type bytes of CPython's Python/marshal.c, versions 1 to 6. */
export const marshalType = {
  refFlag: 0x80,
  dict: 0x7b,
  dictEnd: 0x30,
  tuple: 0x28,
  smallTuple: 0x29,
  int32: 0x69,
  int64: 0x49,
  bigInt: 0x6c,
  float64: 0x67,
  asciiFloat: 0x66,
  shortAscii: 0x7a,
  shortAsciiInterned: 0x5a,
  ascii: 0x61,
  asciiInterned: 0x41,
  unicode: 0x75,
  interned: 0x74,
  bytes: 0x73,
  internedIndex: 0x52,
  ref: 0x72,
  none: 0x4e,
  code: 0x63,
} as const;

const T = marshalType;

/**
 * Position in a marshal stream and the values that a profile table needs: numbers and strings, plain or
 * by reference. Every read checks the bytes that are left; errors carry the offset.
 */
export class MarshalCursor {
  position = 0;
  readonly bytes: Uint8Array;
  readonly end: number;
  readonly view: DataView;
  readonly refs: References;
  readonly strings: StringTable;
  /** For hashes, see content-seed.ts. */
  readonly seed: number;
  /** Ids of Python 2's interned strings, which `R` counts apart from references. */
  private readonly interned: number[] = [];

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.end = bytes.length;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.seed = contentSeed(bytes);
    // Real files number an object every 60 bytes and name a string every 500.
    this.refs = new References(bytes.length / 60);
    this.strings = new StringTable(bytes, this.seed, bytes.length / 400);
  }

  /** Reads the type byte, flag included. */
  readType(expected: string): number {
    if (this.position >= this.end) throw cutOff(expected, this.end);
    return this.bytes[this.position++] as number;
  }

  readInt32(expected: string): number {
    const at = this.advance(4, expected);
    return this.view.getInt32(at, true);
  }

  /** A length or count: each element takes at least `elementBytes` bytes of what is left. */
  readCount(expected: string, elementBytes = 1): number {
    const at = this.position;
    const count = this.readInt32(expected);
    this.checkCount(count, expected, elementBytes, at);
    return count;
  }

  checkCount(count: number, expected: string, elementBytes: number, at: number): void {
    if (count < 0) throw damaged(`${expected} has the negative length ${count}`, at);
    if (count * elementBytes > this.end - this.position) {
      throw new InputError(`${expected} announces ${count} entries, but only ${this.end - this.position} bytes follow`, { offset: at }, cutHint);
    }
  }

  /** Moves past `length` bytes and gives the position before them. */
  advance(length: number, expected: string): number {
    const at = this.position;
    if (length > this.end - at) throw cutOff(expected, at);
    this.position = at + length;
    return at;
  }

  /** Items of a tuple whose type byte was just read, or -1 when it is no tuple. */
  readTupleLength(type: number, expected: string): number {
    switch (type & 0x7f) {
      case T.smallTuple: {
        const at = this.advance(1, expected);
        const count = this.bytes[at] as number;
        this.checkCount(count, expected, 1, at);
        return count;
      }
      case T.tuple:
        return this.readCount(expected);
      default:
        return -1;
    }
  }

  /** An index into the references that is set and finished. `r` itself was just read. */
  readReference(): number {
    const at = this.position - 1;
    const index = this.readInt32('a reference');
    if (index < 0 || index >= this.refs.length) {
      throw damaged(`refers to object ${index}, but only ${this.refs.length} came before`, at);
    }
    if (this.refs.kinds[index] === refKind.unfinished) throw damaged(`refers to object ${index}, which contains this reference`, at);
    return index;
  }

  /** A number of any marshal type; `integers` is what to accept. Booleans and None are refused. */
  readNumber(expected: string, integersOnly = false): number {
    const at = this.position;
    const type = this.readType(expected);
    const flagged = type >= T.refFlag;
    let value: number;
    let kind: number = refKind.integer;
    switch (type & 0x7f) {
      case T.int32:
        value = this.readInt32(expected);
        break;
      case T.float64:
        kind = refKind.float;
        value = this.view.getFloat64(this.advance(8, expected), true);
        break;
      case T.ref: {
        const index = this.readReference();
        kind = this.refs.kinds[index] as number;
        if (kind !== refKind.integer && kind !== refKind.float) throw damaged(`expected ${expected}, found a reference to something else`, at);
        if (integersOnly && kind !== refKind.integer) throw damaged(`expected ${expected}, found a fraction`, at);
        return this.refs.values[index] as number;
      }
      case T.int64:
        value = Number(this.view.getBigInt64(this.advance(8, expected), true));
        break;
      case T.bigInt:
        value = this.readBigInt(expected);
        break;
      case T.asciiFloat:
        kind = refKind.float;
        value = this.readAsciiFloat(expected);
        break;
      default:
        throw unexpected(expected, type, at);
    }
    if (integersOnly && kind !== refKind.integer) throw damaged(`expected ${expected}, found a fraction`, at);
    if (flagged) this.refs.add(kind, value);
    return value;
  }

  /** Reads a string and gives its string table id. */
  readString(expected: string): number {
    const at = this.position;
    const type = this.readType(expected);
    const id = this.readStringBody(type, expected);
    if (id < 0) throw unexpected(expected, type, at);
    return id;
  }

  /** The string whose type byte was just read, or -1 (and nothing read) when that type is no string. */
  readStringBody(type: number, expected: string): number {
    switch (type & 0x7f) {
      case T.shortAscii:
      case T.shortAsciiInterned: {
        const length = this.bytes[this.advance(1, expected)] as number;
        return this.stringOf(length, 'ascii', type, expected);
      }
      case T.ascii:
      case T.asciiInterned:
        return this.stringOf(this.readCount(expected), 'ascii', type, expected);
      case T.unicode:
        return this.stringOf(this.readCount(expected), 'utf8', type, expected);
      case T.bytes:
        return this.stringOf(this.readCount(expected), 'bytes', type, expected);
      case T.interned: {
        const id = this.stringOf(this.readCount(expected), 'bytes', type, expected);
        this.interned.push(id);
        return id;
      }
      case T.internedIndex:
        return this.readInterned(expected);
      case T.ref: {
        const at = this.position - 1;
        const index = this.readReference();
        if (this.refs.kinds[index] !== refKind.string) throw damaged(`expected ${expected}, found a reference to something else`, at);
        return this.refs.values[index] as number;
      }
      default:
        return -1;
    }
  }

  private stringOf(length: number, encoding: TextEncoding, type: number, expected: string): number {
    const start = this.advance(length, expected);
    const id = this.strings.intern(start, length, encoding);
    if (type >= T.refFlag) this.refs.add(refKind.string, id);
    return id;
  }

  private readInterned(expected: string): number {
    const at = this.position - 1;
    const index = this.readInt32(expected);
    const id = this.interned[index];
    if (id === undefined) throw damaged(`refers to interned string ${index}, but only ${this.interned.length} came before`, at);
    return id;
  }

  /** Python's long: a signed count of base-2^15 digits, least first. Past 2^1024 it is infinite, as a float would be. */
  private readBigInt(expected: string): number {
    const at = this.position;
    const signedDigits = this.readInt32(expected);
    const digits = Math.abs(signedDigits);
    this.checkCount(digits, expected, 2, at);
    const start = this.advance(digits * 2, expected);
    let value = 0;
    for (let digit = digits - 1; digit >= 0; digit--) value = value * 32768 + this.view.getUint16(start + digit * 2, true);
    return signedDigits < 0 ? -value : value;
  }

  private readAsciiFloat(expected: string): number {
    const length = this.bytes[this.advance(1, expected)] as number;
    const start = this.advance(length, expected);
    const text = String.fromCharCode(...this.bytes.subarray(start, start + length));
    // Python writes nan and inf in words.
    if (/^[+-]?inf/.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
    const value = Number(text);
    if (Number.isNaN(value) && text !== 'nan') throw damaged(`expected ${expected}, found "${text}"`, start);
    return value;
  }
}

const cutHint = 'the file was cut while it was written or copied: record or copy it again';

/** The stream ends where something was expected. */
export function cutOff(expected: string, offset: number): InputError {
  return new InputError(`ends where ${expected} should be`, { offset }, cutHint);
}

/** The stream says something that no profiler writes. */
export function damaged(message: string, offset: number): InputError {
  return new InputError(message, { offset }, 'the file is damaged or not a profile written by Python: record it again');
}

/** A type byte that does not belong here. */
export function unexpected(expected: string, type: number, offset: number): InputError {
  const byte = type & 0x7f;
  const shown = byte > 0x20 && byte < 0x7f ? `"${String.fromCharCode(byte)}"` : `0x${byte.toString(16)}`;
  return damaged(`expected ${expected}, found marshal type ${shown}`, offset);
}
