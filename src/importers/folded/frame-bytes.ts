import type { FrameTableBuilder } from '../../core/model/frames.ts';
import { splitFrameText } from './frame-text.ts';

/** Bytes past the end of a text that must be readable: words are loaded four bytes at a time. */
export const readAhead = 8;

/** Longer frame texts are not kept as bytes: they are decoded each time they occur. */
const MAX_KEPT_BYTES = 4096;
/** Slots looked at before a seeded Map takes over: only texts made to collide get that far. */
const MAX_PROBES = 64;
const SEMICOLONS = 0x3b3b3b3b;
const LOW_BITS = 0x01010101;
const HIGH_BITS = 0x80808080 | 0;
const restMask = Int32Array.of(0, 0xff, 0xffff, 0xffffff);

/** Frame texts by their bytes, so that a text becomes a string only once. Entry 0 means "none". */
export class FrameBytes {
  /** Columns by entry; `following` is the entry that came next the last time. */
  frame = new Int32Array(256);
  length = new Int32Array(256);
  following = new Int32Array(256);
  textStart = new Int32Array(256);
  /** The bytes of all texts, with room to read ahead. */
  texts = new DataView(new ArrayBuffer(16384));
  /** Set by `find`: bytes of the text, and its frame where the entry is 0 because the text is not kept. */
  foundLength = 0;
  foundFrame = 0;
  /** True once a text held a source location. */
  located = false;

  private hashes = new Int32Array(256);
  private slots = new Int32Array(1024);
  private count = 1;
  private textLength = 0;
  private readonly crowded = new Map<string, number>();
  private readonly frames: FrameTableBuilder;
  private readonly maxDecodedBytes: number;

  constructor(frames: FrameTableBuilder, maxNameLength: number) {
    this.frames = frames;
    this.maxDecodedBytes = (maxNameLength + 1) * 4;
    this.length[0] = -1;
  }

  /** Entry of the text that starts at `start` and ends before `;` or `end`; added when it is new. */
  find(view: DataView, start: number, end: number): number {
    let hash = 0x3c6ef372;
    let at = start;
    for (;;) {
      const word = view.getInt32(at, true);
      const mixed = word ^ SEMICOLONS;
      const hit = (mixed - LOW_BITS) & ~mixed & HIGH_BITS;
      let taken = hit === 0 ? 4 : (31 - Math.clz32(hit & -hit)) >> 3;
      if (at + taken > end) taken = end - at;
      if (taken === 4) {
        hash = Math.imul(hash ^ word, 0x9e3779b1);
        hash = (hash << 13) | (hash >>> 19);
        at += 4;
        continue;
      }
      hash = Math.imul(hash ^ (word & (restMask[taken] as number)), 0x9e3779b1);
      at += taken;
      break;
    }
    const length = at - start;
    this.foundLength = length;
    hash = Math.imul(hash ^ (hash >>> 15) ^ length, 0x2c1b3c6d);
    hash ^= hash >>> 13;
    return this.lookUp(view, start, length, hash);
  }

  private lookUp(view: DataView, start: number, length: number, hash: number): number {
    if (length > MAX_KEPT_BYTES) {
      this.foundFrame = this.intern(view, start, length);
      return 0;
    }
    const slots = this.slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let probes = 0; probes < MAX_PROBES; probes++) {
      const entry = slots[slot] as number;
      if (entry === 0) return this.add(view, start, length, hash, slot);
      if (this.hashes[entry] === hash && this.length[entry] === length) {
        if (sameBytes(view, start, this.texts, this.textStart[entry] as number, length)) return entry;
      }
      slot = (slot + 1) & mask;
    }
    return this.lookUpCrowded(view, start, length, hash);
  }

  private lookUpCrowded(view: DataView, start: number, length: number, hash: number): number {
    const key = bytesOf(view, start, length).toString('latin1');
    const known = this.crowded.get(key);
    if (known !== undefined) return known;
    const entry = this.add(view, start, length, hash, -1);
    this.crowded.set(key, entry);
    return entry;
  }

  private add(view: DataView, start: number, length: number, hash: number, slot: number): number {
    const entry = this.count++;
    if (entry === this.frame.length) this.growColumns();
    if (this.textLength + length + readAhead > this.texts.byteLength) this.growTexts(length);
    for (let i = 0; i < length; i += 4) this.texts.setInt32(this.textLength + i, view.getInt32(start + i, true), true);
    this.frame[entry] = this.intern(view, start, length);
    this.length[entry] = length;
    this.hashes[entry] = hash;
    this.textStart[entry] = this.textLength;
    this.textLength += length;
    if (slot >= 0) {
      this.slots[slot] = entry;
      if (this.count * 2 > this.slots.length) this.rehash();
    }
    return entry;
  }

  private intern(view: DataView, start: number, length: number): number {
    const text = bytesOf(view, start, Math.min(length, this.maxDecodedBytes)).toString('utf8');
    const { name, file, line } = splitFrameText(text);
    if (file !== '') this.located = true;
    return this.frames.intern(name === '' ? '(unnamed)' : name, file, line);
  }

  private growColumns(): void {
    this.frame = grown(this.frame);
    this.length = grown(this.length);
    this.following = grown(this.following);
    this.textStart = grown(this.textStart);
    this.hashes = grown(this.hashes);
  }

  private growTexts(length: number): void {
    const bytes = new Uint8Array(Math.max(this.texts.byteLength * 2, this.textLength + length + readAhead));
    bytes.set(new Uint8Array(this.texts.buffer));
    this.texts = new DataView(bytes.buffer);
  }

  private rehash(): void {
    const old = this.slots;
    this.slots = new Int32Array(old.length * 2);
    const mask = this.slots.length - 1;
    for (const entry of old) {
      if (entry === 0) continue;
      let slot = (this.hashes[entry] as number) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = entry;
    }
  }
}

/**
 * True where `length` bytes at `start` equal the kept ones at `from`. Eight bytes are compared as one
 * double; what doubles cannot tell (zeros of either sign, not-a-number) is compared again as words.
 */
export function sameBytes(view: DataView, start: number, kept: DataView, from: number, length: number): boolean {
  const last = length - 8;
  for (let i = 0; i <= last; i += 8) {
    const value = view.getFloat64(start + i, true);
    if (value !== kept.getFloat64(from + i, true) || value === 0) return sameWords(view, start, kept, from, length);
  }
  return sameWords(view, start + (length & ~7), kept, from + (length & ~7), length & 7);
}

function sameWords(view: DataView, start: number, kept: DataView, from: number, length: number): boolean {
  let i = 0;
  for (; i + 4 <= length; i += 4) if (view.getInt32(start + i, true) !== kept.getInt32(from + i, true)) return false;
  const rest = length - i;
  return rest === 0 || ((view.getInt32(start + i, true) ^ kept.getInt32(from + i, true)) & (restMask[rest] as number)) === 0;
}

function bytesOf(view: DataView, start: number, length: number): Buffer {
  return Buffer.from(view.buffer as ArrayBuffer, view.byteOffset + start, length);
}

function grown(column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const twice = new Int32Array(column.length * 2);
  twice.set(column);
  return twice;
}
