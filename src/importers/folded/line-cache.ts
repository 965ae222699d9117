import { sameBytes } from './frame-bytes.ts';

const SLOTS = 1 << 16;
/** 16 MB of stack texts: enough for the distinct stacks of most files, and a bound for the rest. */
const MAX_WORDS = 1 << 22;
/** Look-ups between two looks at the hit rate; below one hit in ten the cache costs more than it saves. */
const WINDOW = 8192;
const MIN_HITS = WINDOW / 10;
const SAMPLES = 8;
/** From this length on one native comparison is cheaper than a loop over words. */
const NATIVE_BYTES = 256;

/** Stack texts seen before, with their tree nodes. Forgets nothing, stops taking in when full, goes off when useless. */
export class LineCache {
  active = true;

  private readonly slots = new Int32Array(SLOTS);
  private hashes = new Int32Array(1024);
  private lengths = new Int32Array(1024);
  private wordStarts = new Int32Array(1024);
  private nodes = new Int32Array(1024);
  private words = new Int32Array(1 << 16);
  private bytes = Buffer.from(this.words.buffer);
  private count = 1;
  private wordCount = 0;
  private lookUps = 0;
  private hits = 0;

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
    const wordStart = this.wordStarts[entry] as number;
    const same =
      length < NATIVE_BYTES
        ? sameBytes(view, start, this.words, wordStart, length)
        : bytes.compare(this.bytes, wordStart * 4, wordStart * 4 + length, start, start + length) === 0;
    if (!same) return -1;
    this.hits += 1;
    return this.nodes[entry] as number;
  }

  /** Remembers a text; it takes over the slot of an older one. */
  add(bytes: Buffer, start: number, length: number, hash: number, node: number): void {
    const wordLength = (length + 3) >> 2;
    if (this.wordCount + wordLength > MAX_WORDS) return;
    if (this.count === this.hashes.length) this.growColumns();
    while (this.wordCount + wordLength > this.words.length) {
      this.words = grown(this.words);
      this.bytes = Buffer.from(this.words.buffer);
    }
    const wordStart = this.wordCount;
    bytes.copy(this.bytes, wordStart * 4, start, start + length);
    const entry = this.count++;
    this.hashes[entry] = hash;
    this.lengths[entry] = length;
    this.wordStarts[entry] = wordStart;
    this.nodes[entry] = node;
    this.wordCount += wordLength;
    this.slots[(hash ^ (hash >>> 16)) & (SLOTS - 1)] = entry;
  }

  private judge(): void {
    if (this.hits < MIN_HITS) this.active = false;
    this.lookUps = 0;
    this.hits = 0;
  }

  private growColumns(): void {
    this.hashes = grown(this.hashes);
    this.lengths = grown(this.lengths);
    this.wordStarts = grown(this.wordStarts);
    this.nodes = grown(this.nodes);
  }
}

function grown(column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const twice = new Int32Array(column.length * 2);
  twice.set(column);
  return twice;
}
