import type { StackPaths } from '../stack-paths.ts';

/** Texts joined before they are encoded: one call a text would cost more than the text. */
const BATCH = 1000;
const CHUNK_BYTES = 1024 * 1024;

/** Collects the bytes of a text that may be longer than a JavaScript string. */
export class JsonBytes {
  private readonly full: Uint8Array[] = [];
  private chunk: Buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  private used = 0;

  text(text: string): void {
    const length = Buffer.byteLength(text);
    this.reserve(length);
    this.used += this.chunk.write(text, this.used);
  }

  /** The path of a stack in brackets, a comma before it unless it is the first. */
  path(paths: StackPaths, node: number, first: boolean): void {
    this.reserve(paths.lengthOf(node) + 3);
    if (!first) this.chunk[this.used++] = 0x2c;
    this.chunk[this.used++] = 0x5b;
    this.used = paths.write(node, this.chunk, this.used);
    this.chunk[this.used++] = 0x5d;
  }

  /** Texts with commas between them. */
  list(texts: Iterable<string>): void {
    let batch: string[] = [];
    let first = true;
    for (const text of texts) {
      if (batch.push(text) < BATCH) continue;
      this.text(`${first ? '' : ','}${batch.join(',')}`);
      first = false;
      batch = [];
    }
    if (batch.length > 0) this.text(`${first ? '' : ','}${batch.join(',')}`);
  }

  finish(): Uint8Array {
    return Buffer.concat([...this.full, this.chunk.subarray(0, this.used)]);
  }

  private reserve(bytes: number): void {
    if (this.used + bytes <= this.chunk.length) return;
    this.full.push(this.chunk.subarray(0, this.used));
    this.chunk = Buffer.allocUnsafe(Math.max(CHUNK_BYTES, bytes));
    this.used = 0;
  }
}
