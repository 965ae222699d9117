import { readAhead, sameBytes } from './frame-bytes.ts';

const SLOTS = 1 << 16;
/** 16 MB of stack texts: enough for the distinct stacks of most files, and a bound for the rest. */
const MAX_BYTES = 1 << 24;
/** Look-ups between two looks at the hit rate; below one hit in ten the cache costs more than it saves. */
const WINDOW = 1024;
/** Windows left out after the first bad one; each further one doubles them. */
const FIRST_PAUSE = 16;
const MIN_HITS = WINDOW / 10;
const SAMPLES = 8;
/** From this length on one native comparison is cheaper than a loop over words. */
const NATIVE_BYTES = 256;

/** Stack texts seen before, with their tree nodes. Stops taking in when full, pauses when useless. */
export class LineCache {
  private readonly slots = new Int32Array(SLOTS);
  private hashes = new Int32Array(1024);
  private lengths = new Int32Array(1024);
  private starts = new Int32Array(1024);
  private nodes = new Int32Array(1024);
  private texts = Buffer.alloc(1 << 18);
  private view = viewOf(this.texts);
  private count = 1;
  private length = 0;
  private lookUps = 0;
  private hits = 0;
  private pausedLines = 0;
  private nextPause = FIRST_PAUSE * WINDOW;

  /** To be asked once a line: false while the cache pauses. */
  takesPart(): boolean {
    if (this.pausedLines === 0) return true;
    this.pausedLines -= 1;
    return false;
  }

  /** Hash of length and eight sampled words. Needs four bytes or more. */
  hash(view: DataView, start: number, length: number): number {
    let hash = length;
    const step = (length - 4) / (SAMPLES - 1);
    for (let i = 0; i < SAMPLES; i++) {
      hash = Math.imul(hash ^ view.getInt32(start + ((i * step) | 0), true), 0x9e3779b1);
      hash = (hash << 13) | (hash >>> 19);
    }
    hash ^= hash >>> 15;
    return Math.imul(hash, 0x2c1b3c6d);
  }

  /** The node of an equal text, or -1. */
  find(view: DataView, bytes: Buffer, start: number, length: number, hash: number): number {
    if (++this.lookUps === WINDOW) this.judge();
    const entry = this.slots[(hash ^ (hash >>> 16)) & (SLOTS - 1)] as number;
    if (entry === 0 || this.hashes[entry] !== hash || this.lengths[entry] !== length) return -1;
    const from = this.starts[entry] as number;
    const same =
      length < NATIVE_BYTES
        ? sameBytes(view, start, this.view, from, length)
        : bytes.compare(this.texts, from, from + length, start, start + length) === 0;
    if (!same) return -1;
    this.hits += 1;
    return this.nodes[entry] as number;
  }

  /** Remembers a text; it takes over the slot of an older one. */
  add(bytes: Buffer, start: number, length: number, hash: number, node: number): void {
    if (this.length + length + readAhead > MAX_BYTES) return;
    if (this.count === this.hashes.length) this.growColumns();
    while (this.length + length + readAhead > this.texts.length) this.growTexts();
    bytes.copy(this.texts, this.length, start, start + length);
    const entry = this.count++;
    this.hashes[entry] = hash;
    this.lengths[entry] = length;
    this.starts[entry] = this.length;
    this.nodes[entry] = node;
    this.length += length;
    this.slots[(hash ^ (hash >>> 16)) & (SLOTS - 1)] = entry;
  }

  private judge(): void {
    if (this.hits < MIN_HITS) {
      this.pausedLines = this.nextPause;
      this.nextPause *= 2;
    }
    this.lookUps = 0;
    this.hits = 0;
  }

  private growTexts(): void {
    const twice = Buffer.alloc(this.texts.length * 2);
    this.texts.copy(twice);
    this.texts = twice;
    this.view = viewOf(twice);
  }

  private growColumns(): void {
    this.hashes = grown(this.hashes);
    this.lengths = grown(this.lengths);
    this.starts = grown(this.starts);
    this.nodes = grown(this.nodes);
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function grown(column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const twice = new Int32Array(column.length * 2);
  twice.set(column);
  return twice;
}
