import { Uint32Column } from './columns.ts';
import type { Ranges } from './tables.ts';
import { BYTES, WireReader } from './wire.ts';

/**
 * Samples grouped by the bytes of their location ids: most real files repeat a stack many times, with
 * other labels, and comparing bytes is far cheaper than walking the tree once per sample.
 */
export interface DistinctStacks {
  /** Distinct stack of every sample. */
  readonly ofSample: Uint32Array;
  readonly length: number;
  /** Packed ids, leaf first, of stack i: this range of the file or, where `inFile` is 0, of `repacked`. */
  readonly start: Uint32Column;
  readonly stop: Uint32Column;
  readonly inFile: Uint32Column;
  /** Ids that the file does not store in one packed run, written as one. */
  readonly repacked: Uint8Array;
  /** String indices of the label keys. */
  readonly labelKeys: ReadonlySet<number>;
}

/** Slots looked at before a stack counts as new: stacks made to collide must not cost quadratic time. */
const maxProbes = 32;

/** Stacks looked up before it is judged whether looking pays. */
const trialLooks = 20_000;

/** Second pass: finds each sample's location ids and groups equal ones. */
export function groupStacks(bytes: Uint8Array, samples: Ranges): DistinctStacks {
  const grouper = new StackGrouper(bytes, samples.length);
  const reader = new WireReader(bytes);
  const ofSample = new Uint32Array(samples.length);
  const starts = samples.start.values;
  const stops = samples.stop.values;
  const labelKeys = new Set<number>();
  let lastKey = 0;
  for (let row = 0; row < ofSample.length; row++) {
    reader.enter(starts[row] as number, stops[row] as number, 'sample');
    // The usual sample has one packed run; anything else is collected in the grouper.
    let start = 0;
    let stop = -1;
    while (reader.next()) {
      if (reader.field === 1) {
        if (reader.wire === BYTES && stop < 0) {
          start = reader.start;
          stop = reader.stop;
          continue;
        }
        if (stop > start) grouper.collectRun(start, stop);
        start = stop = 0;
        if (reader.wire === BYTES) grouper.collectRun(reader.start, reader.stop);
        else {
          reader.signed();
          grouper.collectId(reader.low, reader.high);
        }
      } else if (reader.field === 3) {
        if (reader.wire !== BYTES) throw reader.mistyped();
        const key = labelKey(bytes, reader.start, reader.stop);
        if (key !== lastKey) labelKeys.add((lastKey = key));
      }
    }
    ofSample[row] = grouper.collected > 0 ? grouper.findCollected() : grouper.find(start, Math.max(start, stop));
  }
  return grouper.finish(ofSample, labelKeys);
}

/** String index of a label's key where it comes first and is short, as encoders write it; 0 else. */
function labelKey(bytes: Uint8Array, start: number, stop: number): number {
  if (stop - start < 2 || bytes[start] !== 0x08) return 0;
  let key = 0;
  for (let at = start + 1, scale = 1; at < stop && scale < 0x1000_0000; at++, scale *= 128) {
    const byte = bytes[at] as number;
    key += (byte & 0x7f) * scale;
    if (byte < 0x80) return key;
  }
  return 0;
}

class StackGrouper {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly start = new Uint32Column(4096);
  private readonly stop = new Uint32Column(4096);
  private readonly inFile = new Uint32Column(4096);
  private readonly hashes = new Uint32Column(4096);
  private slots: Int32Array;
  private side = new Uint8Array(1024);
  private sideView = new DataView(this.side.buffer);
  private sideLength = 0;
  private looks = 0;
  /** Bytes of the sample at hand in `side`. */
  collected = 0;

  constructor(bytes: Uint8Array, samples: number) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let size = 1024;
    while (size < samples && size < 65536) size *= 2;
    this.slots = new Int32Array(size);
  }

  collectRun(start: number, stop: number): void {
    this.reserve(stop - start);
    this.side.set(this.bytes.subarray(start, stop), this.sideLength + this.collected);
    this.collected += stop - start;
  }

  collectId(low: number, high: number): void {
    this.reserve(10);
    let at = this.sideLength + this.collected;
    for (; high !== 0 || low >>> 0 > 0x7f; high >>>= 7) {
      this.side[at++] = (low & 0x7f) | 0x80;
      low = (low >>> 7) | (high << 25);
    }
    this.side[at++] = low;
    this.collected = at - this.sideLength;
  }

  findCollected(): number {
    const start = this.sideLength;
    const stop = start + this.collected;
    this.collected = 0;
    const known = this.length;
    const found = this.look(this.sideView, start, stop, 0);
    if (found === known) this.sideLength = stop;
    return found;
  }

  find(start: number, stop: number): number {
    return this.look(this.view, start, stop, 1);
  }

  finish(ofSample: Uint32Array, labelKeys: ReadonlySet<number>): DistinctStacks {
    return { ofSample, length: this.length, start: this.start, stop: this.stop, inFile: this.inFile, repacked: this.side, labelKeys };
  }

  private get length(): number {
    return this.start.length;
  }

  private look(view: DataView, start: number, stop: number, inFile: number): number {
    this.looks += 1;
    if (this.looks > trialLooks && this.length * 10 > this.looks * 9) {
      // Nearly all stacks differ: looking costs more than the tree, which merges equal ones too.
      this.start.push(start);
      this.stop.push(stop);
      this.inFile.push(inFile);
      this.hashes.push(0);
      return this.length - 1;
    }
    const hash = hashBytes(view, start, stop);
    const slots = this.slots;
    const mask = slots.length - 1;
    const hashes = this.hashes.values;
    let slot = hash & mask;
    let probe = 0;
    for (; probe < maxProbes; probe++) {
      const stack = (slots[slot] as number) - 1;
      if (stack < 0) break;
      if (hashes[stack] === hash && this.equals(stack, view, start, stop)) return stack;
      slot = (slot + 1) & mask;
    }
    const stack = this.length;
    this.start.push(start);
    this.stop.push(stop);
    this.inFile.push(inFile);
    this.hashes.push(hash);
    if (probe < maxProbes) slots[slot] = stack + 1;
    if (stack * 2 > slots.length) this.rehash();
    return stack;
  }

  private equals(stack: number, view: DataView, start: number, stop: number): boolean {
    const other = this.start.at(stack);
    if (this.stop.at(stack) - other !== stop - start) return false;
    return equalBytes(view, start, stop, this.inFile.at(stack) === 1 ? this.view : this.sideView, other);
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 4);
    const mask = slots.length - 1;
    for (let stack = 0; stack < this.length; stack++) {
      let slot = this.hashes.at(stack) & mask;
      for (let probe = 0; probe < maxProbes; probe++) {
        if (slots[slot] === 0) {
          slots[slot] = stack + 1;
          break;
        }
        slot = (slot + 1) & mask;
      }
    }
    this.slots = slots;
  }

  private reserve(more: number): void {
    const needed = this.sideLength + this.collected + more;
    if (needed <= this.side.length) return;
    const grown = new Uint8Array(Math.max(needed, this.side.length * 2));
    grown.set(this.side);
    this.side = grown;
    this.sideView = new DataView(grown.buffer);
  }
}

function hashBytes(view: DataView, start: number, stop: number): number {
  let hash = stop - start;
  let at = start;
  for (const last = stop - 4; at <= last; at += 4) {
    hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; at < stop; at++) hash = Math.imul(hash ^ view.getUint8(at), 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function equalBytes(view: DataView, start: number, stop: number, other: DataView, otherStart: number): boolean {
  const shift = otherStart - start;
  let at = start;
  for (const last = stop - 4; at <= last; at += 4) {
    if (view.getInt32(at, true) !== other.getInt32(at + shift, true)) return false;
  }
  for (; at < stop; at++) if (view.getUint8(at) !== other.getUint8(at + shift)) return false;
  return true;
}
