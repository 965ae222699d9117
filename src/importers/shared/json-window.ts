import { InputError } from '../../core/errors.ts';
import { chunkBytes } from '../../core/limits.ts';
import type { ByteSource } from '../importer.ts';
import { utf8Chunks } from './utf8-chunks.ts';

/** Longest run of bytes that has to be seen at once: one string, one node, one sample. */
const maxElementBytes = 1024 ** 3;

/** Thrown by a reader that meets the end of the window; `JsonWindow.run` brings more bytes and calls it again. */
export const windowEnd = new Error('end of window');

/**
 * The part of a streamed JSON text that is in memory. Readers (json-tokens.ts) work on `bytes` from
 * `pos` on, without looking for the end at every step: the byte at `end` is 0, which no JSON token
 * may hold. Where one meets it, it throws `windowEnd`, the window moves on, and the element is read
 * again from where it began. So the readers are plain synchronous code, an element is read twice
 * only when a chunk border cuts it, and memory is bounded by the longest element.
 */
export class JsonWindow {
  bytes: Buffer<ArrayBuffer>;
  /** The same memory as `bytes`. */
  view: DataView;
  pos = 0;
  end = 0;
  /** Start of the element that is being read: bytes before it are gone at the next refill. */
  private kept = 0;
  /** Offset of `bytes[0]` in the file. */
  private base = 0;
  private readonly chunks: AsyncIterator<Uint8Array>;
  /** What is left of the current chunk. */
  private rest: Uint8Array = new Uint8Array(0);
  private portion = 1024;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.chunks = chunks[Symbol.asyncIterator]();
    // Assigned twice: a field that only ever had one value is compiled in as a constant, and all that
    // was compiled is thrown away when the buffer grows.
    this.bytes = Buffer.alloc(1);
    this.view = new DataView(this.bytes.buffer);
    this.move(Buffer.from(new ArrayBuffer(4096)));
  }

  /**
   * Calls `step` until it ends without meeting the end of the window. A step that was interrupted is
   * called again with `pos` where it last called `commit`, so up to there its work must stand.
   * Throws InputError when the file ends first.
   */
  async run<T>(step: () => T): Promise<T> {
    for (;;) {
      try {
        const result = step();
        this.kept = this.pos;
        return result;
      } catch (error) {
        if (error !== windowEnd) throw error;
      }
      this.pos = this.kept;
      await this.refill();
    }
  }

  /** Everything before `pos` is done with. */
  commit(): void {
    this.kept = this.pos;
  }

  /** Offset of a window position in the file. */
  offsetOf(pos: number): number {
    return this.base + pos;
  }

  /** The error for wrong text at a window position. */
  error(message: string, pos = this.pos, hint?: string): InputError {
    return new InputError(message, { offset: this.base + pos }, hint);
  }

  /** Skips a byte order mark. Throws InputError when there is no byte at all. */
  async open(): Promise<void> {
    while (this.end < 3 && (await this.pull())) continue;
    if (this.end === 0) throw this.error('the file is empty', 0, cutHint);
    if (this.bytes[0] === 0xef && this.bytes[1] === 0xbb && this.bytes[2] === 0xbf) this.pos = this.kept = 3;
  }

  /** Reads the rest, in which only white space may stand. */
  async finish(): Promise<void> {
    do {
      for (; this.pos < this.end; this.pos++) {
        const byte = this.bytes[this.pos] as number;
        if (byte !== 32 && byte !== 9 && byte !== 10 && byte !== 13) throw this.error('more text follows after the end of the JSON value');
      }
      this.kept = this.pos;
    } while (await this.pull());
  }

  /** Lets go of the source. */
  async close(): Promise<void> {
    await this.chunks.return?.();
  }

  private async refill(): Promise<void> {
    const tail = this.end - this.kept;
    if (tail > maxElementBytes) throw this.error(`one value is longer than ${maxElementBytes} bytes`, this.kept, 'is this really a profile?');
    // At least doubled, so that re-reading a huge element costs no more than twice its length.
    const wanted = Math.max(2 * tail, 1);
    let grew = false;
    while (this.end - this.kept < wanted && (await this.pull())) grew = true;
    if (!grew) throw this.error('the JSON text ends too early', this.end, cutHint);
  }

  /** Appends the next chunk or the first part of it; false at the end of the file. */
  private async pull(): Promise<boolean> {
    if (this.rest.length === 0) {
      const next = await this.chunks.next();
      if (next.done === true) return false;
      this.rest = next.value;
    }
    // The first windows are small: what happens at their ends has then happened before V8 compiles the
    // readers, and code that was compiled without it would be thrown away at each end of a window.
    const chunk = this.rest.subarray(0, this.portion);
    this.rest = this.rest.subarray(chunk.length);
    if (this.portion < chunkBytes) this.portion *= 4;
    const tail = this.end - this.kept;
    if (tail + chunk.length + 1 > this.bytes.length) this.move(Buffer.from(new ArrayBuffer(Math.max(tail + chunk.length + 1, 2 * this.bytes.length))));
    else if (this.end + chunk.length + 1 > this.bytes.length) this.move(this.bytes);
    this.bytes.set(chunk, this.end);
    this.end += chunk.length;
    this.bytes[this.end] = 0;
    return true;
  }

  private move(target: Buffer<ArrayBuffer>): void {
    this.bytes.copy(target, 0, this.kept, this.end);
    this.base += this.kept;
    this.pos -= this.kept;
    this.end -= this.kept;
    this.kept = 0;
    this.bytes = target;
    if (this.view.buffer !== target.buffer) this.view = new DataView(target.buffer);
  }
}

const cutHint = 'the file was cut while it was written or copied: record or copy it again';

/**
 * Reads the one JSON object of a source: `read` starts before its `{` and ends after its `}`.
 * Throws InputError for text before or after it.
 */
export async function readJson<T>(source: ByteSource, read: (window: JsonWindow) => Promise<T>): Promise<T> {
  const window = new JsonWindow(utf8Chunks(source.chunks(), true));
  try {
    await window.open();
    const result = await read(window);
    await window.finish();
    return result;
  } finally {
    await window.close();
  }
}
