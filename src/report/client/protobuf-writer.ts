/** Writes protocol buffer fields into a growing buffer: only what pprof's profile.proto needs. */
export class ProtobufWriter {
  private buffer = new Uint8Array(1024);
  private length = 0;

  /** A varint field. `value` is a whole number from 0 to 2^53. */
  number(field: number, value: number): void {
    if (value === 0) return;
    this.varint(field * 8);
    this.varint(value);
  }

  /** A length-delimited field. */
  bytes(field: number, value: Uint8Array): void {
    this.varint(field * 8 + 2);
    this.varint(value.length);
    this.reserve(value.length);
    this.buffer.set(value, this.length);
    this.length += value.length;
  }

  /** A packed list of varints. */
  numbers(field: number, values: readonly number[]): void {
    const packed = new ProtobufWriter();
    for (const value of values) packed.varint(value);
    this.bytes(field, packed.finish());
  }

  /** A nested message, written by `fill`. */
  message(field: number, fill: (writer: ProtobufWriter) => void): void {
    const nested = new ProtobufWriter();
    fill(nested);
    this.bytes(field, nested.finish());
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.buffer.subarray(0, this.length);
  }

  private varint(value: number): void {
    this.reserve(8);
    let rest = value;
    // Division, because shifts work on 32 bits.
    while (rest >= 128) {
      this.buffer[this.length++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.buffer[this.length++] = rest;
  }

  private reserve(more: number): void {
    if (this.length + more <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(this.buffer.length * 2, this.length + more));
    grown.set(this.buffer.subarray(0, this.length));
    this.buffer = grown;
  }
}
