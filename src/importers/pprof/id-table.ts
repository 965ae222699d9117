import { Uint32Column } from './columns.ts';

/** Slots looked at before an id goes to the Map: ids made to collide must not cost quadratic time. */
const maxProbes = 32;

/**
 * Maps opaque uint64 ids, as two int32 halves, to the indices 0, 1, 2, … in the order of `add`.
 * Small ids, which nearly all files have, are answered by an array: see `direct`.
 */
export class IdTable {
  private readonly lows = new Uint32Column();
  private readonly highs = new Uint32Column();
  private slots = new Int32Array(0);
  private readonly crowded = new Map<string, number>();
  /** Index + 1 by id, 0 where there is none; empty where the ids are not small numbers. Set by `finish`. */
  direct = new Int32Array(0);
  /** Ids that were there already: the first row keeps the id. */
  duplicates = 0;

  get length(): number {
    return this.lows.length;
  }

  add(low: number, high: number): void {
    this.lows.push(low);
    this.highs.push(high);
  }

  /** Builds the index; afterwards nothing may be added. */
  finish(): void {
    const { length } = this;
    let largest = 0;
    let small = true;
    for (let row = 0; row < length; row++) {
      const low = this.lows.at(row);
      if (this.highs.at(row) !== 0) small = false;
      if (low > largest) largest = low;
    }
    if (small && largest <= 4 * length + 1024) this.indexDirectly(largest + 1);
    else this.indexByHash();
  }

  /** Index of the id, -1 where it is not in the table. */
  find(low: number, high: number): number {
    if (this.direct.length > 0) return high === 0 && low >>> 0 < this.direct.length ? (this.direct[low] as number) - 1 : -1;
    const mask = this.slots.length - 1;
    if (mask < 0) return -1;
    let slot = hash(low, high) & mask;
    for (let probe = 0; probe < maxProbes; probe++) {
      const row = (this.slots[slot] as number) - 1;
      if (row < 0) return -1;
      if (this.lows.at(row) === low >>> 0 && this.highs.at(row) === high >>> 0) return row;
      slot = (slot + 1) & mask;
    }
    return this.crowded.get(`${high >>> 0}:${low >>> 0}`) ?? -1;
  }

  private indexDirectly(size: number): void {
    this.direct = new Int32Array(size);
    for (let row = 0; row < this.length; row++) {
      const id = this.lows.at(row);
      if (this.direct[id] === 0) this.direct[id] = row + 1;
      else this.duplicates += 1;
    }
  }

  private indexByHash(): void {
    let size = 1024;
    while (size < this.length * 2) size *= 2;
    this.slots = new Int32Array(size);
    for (let row = 0; row < this.length; row++) {
      const low = this.lows.at(row);
      const high = this.highs.at(row);
      if (this.find(low, high) >= 0) this.duplicates += 1;
      else this.place(row, low, high);
    }
  }

  private place(row: number, low: number, high: number): void {
    const mask = this.slots.length - 1;
    let slot = hash(low, high) & mask;
    for (let probe = 0; probe < maxProbes; probe++) {
      if (this.slots[slot] === 0) {
        this.slots[slot] = row + 1;
        return;
      }
      slot = (slot + 1) & mask;
    }
    this.crowded.set(`${high}:${low}`, row);
  }
}

function hash(low: number, high: number): number {
  let h = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return h ^ (h >>> 13);
}
