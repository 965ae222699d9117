/** Locations per block. */
export const blockLength = 8;
/** Slots looked at before a block counts as unknown: blocks made to collide must not cost quadratic time. */
const maxProbes = 16;
/** Numbers per entry: one cache line. The block itself, then these. */
const ENTRY = 16;
const PREVIOUS = 8;
const NODE = 9;
const DEPTH = 10;
const HASH = 11;

/**
 * Remembers where stacks stood in the call tree after each block of eight locations from the root, so
 * that the next stack with the same beginning steps over whole blocks instead of eight tree levels.
 * A trie over blocks: an entry is known by the entry before it and its locations. Entry 0 is the root.
 */
export class StackPrefixes {
  /** Pairs of hash and entry: a look at a wrong entry would cost a cache line. */
  private slots = new Int32Array(8192);
  private count = 1;
  private entries = new Int32Array(ENTRY * 2048);

  /** The entry for `block` after entry `previous`, 0 where there is none. */
  find(previous: number, hash: number, block: Int32Array): number {
    const { slots, entries } = this;
    const mask = slots.length - 1;
    const mixed = mix(previous, hash);
    let slot = (mixed << 1) & mask;
    for (let probe = 0; probe < maxProbes; probe++) {
      const entry = slots[slot + 1] as number;
      if (entry === 0) return 0;
      if (slots[slot] === mixed) {
        const at = entry * ENTRY;
        let row = 0;
        while (row < blockLength && entries[at + row] === block[row]) row += 1;
        if (row === blockLength && entries[at + PREVIOUS] === previous) return entry;
      }
      slot = (slot + 2) & mask;
    }
    return 0;
  }

  add(previous: number, hash: number, block: Int32Array, node: number, depth: number): void {
    const entry = this.count++;
    const at = entry * ENTRY;
    if (at + ENTRY > this.entries.length) {
      const grown = new Int32Array(this.entries.length * 2);
      grown.set(this.entries);
      this.entries = grown;
    }
    const { entries } = this;
    for (let row = 0; row < blockLength; row++) entries[at + row] = block[row] as number;
    entries[at + PREVIOUS] = previous;
    entries[at + HASH] = mix(previous, hash);
    entries[at + NODE] = node;
    entries[at + DEPTH] = depth;
    if (this.count * 4 > this.slots.length) this.rehash();
    else this.insert(entry);
  }

  nodeOf(entry: number): number {
    return this.entries[entry * ENTRY + NODE] as number;
  }

  depthOf(entry: number): number {
    return this.entries[entry * ENTRY + DEPTH] as number;
  }

  private insert(entry: number): void {
    const mask = this.slots.length - 1;
    const mixed = this.entries[entry * ENTRY + HASH] as number;
    let slot = (mixed << 1) & mask;
    for (let probe = 0; probe < maxProbes; probe++) {
      if (this.slots[slot + 1] === 0) {
        this.slots[slot] = mixed;
        this.slots[slot + 1] = entry;
        return;
      }
      slot = (slot + 2) & mask;
    }
  }

  private rehash(): void {
    this.slots = new Int32Array(this.slots.length * 4);
    for (let entry = 1; entry < this.count; entry++) this.insert(entry);
  }
}

function mix(previous: number, hash: number): number {
  let h = Math.imul(previous, 0x9e3779b1) ^ hash;
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return h ^ (h >>> 13);
}
