/** Distinct (file, line, name) of one file: ids count from 0 in the order of first sight. Strings are string table ids. */
export class FunctionKeys {
  files: Int32Array;
  lines: Int32Array;
  names: Int32Array;
  private slots: Int32Array;
  private count = 0;

  /** Odd factors of the hash. */
  private readonly fileFactor: number;
  private readonly lineFactor: number;
  private readonly nameFactor: number;

  /** `seed` varies the hash, see content-seed.ts. */
  constructor(seed: number, capacity = 64) {
    this.fileFactor = Math.imul(seed, 0x9e3779b1) | 1;
    this.lineFactor = Math.imul(seed, 0x85ebca6b) | 1;
    this.nameFactor = Math.imul(seed, 0xc2b2ae35) | 1;
    const size = Math.max(64, Math.ceil(capacity));
    this.files = new Int32Array(size);
    this.lines = new Int32Array(size);
    this.names = new Int32Array(size);
    this.slots = new Int32Array(slotsFor(size));
  }

  get length(): number {
    return this.count;
  }

  intern(file: number, line: number, name: number): number {
    const slots = this.slots;
    const mask = slots.length - 1;
    let slot = this.hash(file, line, name) & mask;
    for (let entry = slots[slot] as number; entry !== 0; entry = slots[slot] as number) {
      const id = entry - 1;
      if (this.names[id] === name && this.lines[id] === line && this.files[id] === file) return id;
      slot = (slot + 1) & mask;
    }
    slots[slot] = this.count + 1;
    return this.add(file, line, name);
  }

  private add(file: number, line: number, name: number): number {
    const id = this.count++;
    if (id >= this.files.length) this.grow();
    this.files[id] = file;
    this.lines[id] = line;
    this.names[id] = name;
    if (this.count * 2 > this.slots.length) this.rehash();
    return id;
  }

  private grow(): void {
    for (const column of ['files', 'lines', 'names'] as const) {
      const grown = new Int32Array(this[column].length * 2);
      grown.set(this[column]);
      this[column] = grown;
    }
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 0; id < this.count; id++) {
      let slot = this.hash(this.files[id] as number, this.lines[id] as number, this.names[id] as number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.slots = slots;
  }

  private hash(file: number, line: number, name: number): number {
    let h = Math.imul(file + 1, this.fileFactor) ^ Math.imul(line + 1, this.lineFactor) ^ Math.imul(name + 1, this.nameFactor);
    h ^= h >>> 15;
    h = Math.imul(h, 0x2c1b3c6d);
    return h ^ (h >>> 13);
  }
}

/** Slots of an open addressing table that holds `entries` half full: a power of two. */
export function slotsFor(entries: number): number {
  return 2 ** Math.ceil(Math.log2(2 * entries));
}
