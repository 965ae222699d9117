import { slotsFor } from './function-keys.ts';

/** How the bytes of a marshalled string become text. */
export type TextEncoding = 'ascii' | 'utf8' | 'bytes';

/**
 * Strings of one file, interned by their bytes and decoded when the model is made: a file names few
 * functions and refers to them often. Ids count from 0.
 */
export class StringTable {
  private starts: Float64Array;
  private lengths: Float64Array;
  private encodings: Uint8Array;
  private hashes: Int32Array;
  private slots: Int32Array;
  private count = 0;
  private readonly made = new Map<number, string>();
  private readonly idOfMade = new Map<string, number>();
  private readonly bytes: Uint8Array;
  private readonly buffer: Buffer;

  /** Factor of the hash: 5 modulo 8, so that all 32 bits are reached. */
  private readonly factor: number;

  /** `seed` varies the hash, see content-seed.ts. */
  constructor(bytes: Uint8Array, seed: number, capacity: number) {
    this.factor = (seed & ~7) | 5;
    const size = Math.max(64, Math.ceil(capacity));
    this.starts = new Float64Array(size);
    this.lengths = new Float64Array(size);
    this.encodings = new Uint8Array(size);
    this.hashes = new Int32Array(size);
    this.slots = new Int32Array(slotsFor(size));
    this.bytes = bytes;
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get length(): number {
    return this.count;
  }

  /** Id of the string in `bytes[start, start + length)`. */
  intern(start: number, length: number, encoding: TextEncoding): number {
    const bytes = this.bytes;
    const factor = this.factor;
    let hash = length | 0;
    for (let at = start, end = start + length; at < end; at++) hash = (Math.imul(hash, factor) + (bytes[at] as number)) | 0;
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    const slots = this.slots;
    const mask = slots.length - 1;
    let slot = (hash ^ (hash >>> 13)) & mask;
    for (let entry = slots[slot] as number; entry !== 0; entry = slots[slot] as number) {
      const id = entry - 1;
      if (this.hashes[id] === hash && this.lengths[id] === length && this.sameBytes(this.starts[id] as number, start, length)) return id;
      slot = (slot + 1) & mask;
    }
    slots[slot] = this.count + 1;
    return this.add(start, length, encoding, hash);
  }

  /** Id of a text that is not in the file as it stands. */
  internText(text: string): number {
    const known = this.idOfMade.get(text);
    if (known !== undefined) return known;
    // Made texts are found by the map alone; they never enter the slots.
    const id = this.add(0, 0, 'ascii', 0);
    this.made.set(id, text);
    this.idOfMade.set(text, id);
    return id;
  }

  /** Text of a string, at most about `maxLength` characters of it: one name can be most of a file. */
  decode(id: number, maxLength: number): string {
    const made = this.made.get(id);
    if (made !== undefined) return made;
    const start = this.starts[id] as number;
    // A character is at most four bytes; the one past the limit tells the caller that the name is longer.
    const end = start + Math.min(this.lengths[id] as number, 4 * (maxLength + 1));
    if (this.encodings[id] === 0) return this.buffer.toString('latin1', start, end);
    const text = this.buffer.toString('utf8', start, end);
    return this.encodings[id] === 2 && text.includes('\ufffd') ? this.buffer.toString('latin1', start, end) : text;
  }

  private sameBytes(a: number, b: number, length: number): boolean {
    const bytes = this.bytes;
    for (let at = 0; at < length; at++) if (bytes[a + at] !== bytes[b + at]) return false;
    return true;
  }

  private add(start: number, length: number, encoding: TextEncoding, hash: number): number {
    const id = this.count++;
    if (id >= this.hashes.length) this.grow();
    this.starts[id] = start;
    this.lengths[id] = length;
    this.encodings[id] = encoding === 'ascii' ? 0 : encoding === 'utf8' ? 1 : 2;
    this.hashes[id] = hash;
    if (this.count * 2 > this.slots.length) this.rehash();
    return id;
  }

  private grow(): void {
    const size = this.hashes.length * 2;
    this.starts = grown(this.starts, new Float64Array(size));
    this.lengths = grown(this.lengths, new Float64Array(size));
    this.encodings = grown(this.encodings, new Uint8Array(size));
    this.hashes = grown(this.hashes, new Int32Array(size));
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 0; id < this.count; id++) {
      if (this.made.has(id)) continue;
      const hash = this.hashes[id] as number;
      let slot = (hash ^ (hash >>> 13)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.slots = slots;
  }
}

function grown<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}
