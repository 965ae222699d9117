import { InputError } from '../../core/errors.ts';

export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
export const FIXED32 = 5;

const damagedHint = 'the file was probably cut while it was written or copied: record or copy it again';

/** A field read as a number keeps its 64 bits as two int32 halves: below 2^53 the number is exact. */
export function toSigned(low: number, high: number): number {
  return high * 0x1_0000_0000 + (low >>> 0);
}

export function toUnsigned(low: number, high: number): number {
  return (high >>> 0) * 0x1_0000_0000 + (low >>> 0);
}

/**
 * Cursor over the fields of one protobuf message: `next` reads a tag and its value into the fields.
 * Groups and unknown wire types are refused: no profile has them. Every error names its byte.
 * Encoding: https://protobuf.dev/programming-guides/encoding
 */
export class WireReader {
  private readonly bytes: Uint8Array;
  private message: string;
  at: number;
  end: number;
  field = 0;
  wire = 0;
  /** Value of a VARINT field: low and high half. */
  low = 0;
  high = 0;
  /** True where the error that was thrown is that the bytes end too early. */
  cut = false;
  /** Range of a BYTES field. */
  start = 0;
  stop = 0;

  constructor(bytes: Uint8Array, message = 'profile') {
    this.bytes = bytes;
    this.message = message;
    this.at = 0;
    this.end = bytes.length;
  }

  /** Starts over in the message of these bytes. */
  enter(start: number, stop: number, message: string): void {
    this.at = start;
    this.end = stop;
    this.message = message;
  }

  /** Reads the next field; false at the end of the message. */
  next(): boolean {
    const at = this.at;
    if (at >= this.end) return false;
    const tag = this.bytes[at] as number;
    if (tag < 0x80) {
      this.at = at + 1;
      this.field = tag >>> 3;
      this.wire = tag & 7;
    } else this.longTag();
    if (this.field === 0) throw this.damaged('field number 0 does not exist', at);
    if (this.wire === BYTES) this.range();
    else if (this.wire === VARINT) this.varint();
    else this.fixed(at);
    return true;
  }

  /** Reads a varint of at most 10 bytes into `low` and `high`; used for packed numbers too. */
  varint(): void {
    const bytes = this.bytes;
    const begin = this.at;
    let at = begin;
    if (at < this.end) {
      let byte = bytes[at++] as number;
      if (byte < 0x80) {
        this.low = byte;
        this.high = 0;
        this.at = at;
        return;
      }
      let low = byte & 0x7f;
      let high = 0;
      for (let shift = 7; at < this.end; shift += 7) {
        if (shift > 63) throw this.damaged('a number is longer than 10 bytes', begin);
        byte = bytes[at++] as number;
        const bits = byte & 0x7f;
        if (shift < 28) low |= bits << shift;
        else if (shift === 28) {
          low |= bits << 28;
          high = bits >>> 4;
        } else high |= bits << (shift - 32);
        if (byte < 0x80) {
          this.low = low;
          this.high = high;
          this.at = at;
          return;
        }
      }
    }
    throw this.cutOff('a number is cut off', begin);
  }

  /** The value as a signed number, rounded past 2^53. Refuses other wire types. */
  signed(): number {
    if (this.wire !== VARINT) throw this.mistyped();
    return toSigned(this.low, this.high);
  }

  mistyped(): InputError {
    return this.damaged(`field ${this.field} has wire type ${this.wire}, which does not fit`, this.at);
  }

  damaged(problem: string, offset: number): InputError {
    return new InputError(`damaged pprof data: in a ${this.message}, ${problem}`, { offset }, damagedHint);
  }

  private cutOff(problem: string, offset: number): InputError {
    this.cut = true;
    return this.damaged(problem, offset);
  }

  private longTag(): void {
    const begin = this.at;
    this.varint();
    if (this.high !== 0) throw this.damaged('a field number is too large', begin);
    this.field = this.low >>> 3;
    this.wire = this.low & 7;
  }

  private range(): void {
    const begin = this.at;
    const short = begin < this.end ? (this.bytes[begin] as number) : 0x80;
    if (short < 0x80 && short < this.end - begin) {
      this.start = begin + 1;
      this.stop = this.at = begin + 1 + short;
      return;
    }
    this.varint();
    const length = toUnsigned(this.low, this.high);
    if (length > this.end - this.at) throw this.cutOff(`${length} bytes are announced and ${this.end - this.at} are left`, begin);
    this.start = this.at;
    this.stop = this.at + length;
    this.at = this.stop;
  }

  private fixed(begin: number): void {
    if (this.wire !== FIXED64 && this.wire !== FIXED32) throw this.damaged(`wire type ${this.wire} is not allowed`, begin);
    const size = this.wire === FIXED64 ? 8 : 4;
    if (size > this.end - this.at) throw this.cutOff('a fixed number is cut off', begin);
    this.at += size;
  }
}
