import { UserError } from '../../core/errors.ts';

/** Half of what Node can hold in one buffer, so that growing to it works. */
const maxBytes = 2 * 1024 ** 3;

/** Writes protobuf fields into a growing buffer. */
export class ProtoWriter {
  private bytes = Buffer.allocUnsafe(4096);
  length = 0;

  /** A non-negative number below 2^53. */
  varint(value: number): void {
    this.reserve(10);
    while (value > 0x7f) {
      this.bytes[this.length++] = (value % 128) | 0x80;
      value = Math.floor(value / 128);
    }
    this.bytes[this.length++] = value;
  }

  /** An int64: negative numbers take ten bytes. */
  int64(value: number | bigint): void {
    if (value >= 0 && value <= Number.MAX_SAFE_INTEGER) {
      this.varint(Number(value));
      return;
    }
    this.reserve(10);
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest > 0x7fn; rest >>= 7n) this.bytes[this.length++] = Number(rest & 0x7fn) | 0x80;
    this.bytes[this.length++] = Number(rest);
  }

  /** A number field, left out where it is 0, the default. */
  number(field: number, value: number | bigint): void {
    if (value === 0) return;
    this.varint(field * 8);
    this.int64(value);
  }

  /** A message or string field. */
  block(field: number, content: Uint8Array): void {
    this.varint(field * 8 + 2);
    this.varint(content.length);
    this.append(content);
  }

  append(content: Uint8Array): void {
    this.reserve(content.length);
    this.bytes.set(content, this.length);
    this.length += content.length;
  }

  text(field: number, value: string): void {
    this.block(field, Buffer.from(value));
  }

  /** What was written; valid until the next write. */
  view(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
  }

  private reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.bytes.length) return;
    if (needed > maxBytes) throw new UserError('the pprof output would take more than 2 GiB: every stack is written in full', 'convert to speedscope JSON, or record with fewer or shallower stacks');
    const grown = Buffer.allocUnsafe(Math.min(maxBytes, Math.max(needed, this.bytes.length * 2)));
    grown.set(this.view());
    this.bytes = grown;
  }
}
