import { InputError } from '../../core/errors.ts';
import type { NumberColumn } from '../shared/json-number-column.ts';

/**
 * Finds nodes by id. V8 numbers nodes from 1, so a plain array answers; other writers use anything
 * up to 2^53, for which there is a hash table.
 */
export class IdIndex {
  private readonly dense: Int32Array | null;
  private readonly keys: Float64Array;
  private readonly slots: Int32Array;

  /** Throws InputError when two nodes have one id, or an id is no whole number. */
  constructor(ids: NumberColumn) {
    let highest = 0;
    for (let node = 0; node < ids.length; node++) {
      const id = ids.at(node);
      if (!Number.isSafeInteger(id) || id < 0) throw new InputError(`node ${node} has the id ${id}, which is no whole number`);
      if (id > highest) highest = id;
    }
    const dense = highest < 8 * ids.length + 1024;
    this.dense = dense ? new Int32Array(highest + 1) : null;
    let size = 16;
    while (!dense && size < 2 * ids.length) size *= 2;
    this.keys = new Float64Array(dense ? 0 : size);
    this.slots = new Int32Array(dense ? 0 : size);
    for (let node = 0; node < ids.length; node++) {
      const id = ids.at(node);
      if (this.find(id) >= 0) throw new InputError(`two nodes have the id ${id}`, {}, 'the profile is damaged: record it again');
      if (this.dense !== null) this.dense[id] = node + 1;
      else this.insert(id, node);
    }
  }

  /** Index of the node, -1 for an unknown id. */
  find(id: number): number {
    if (this.dense !== null) return (this.dense[id] ?? 0) - 1;
    const mask = this.slots.length - 1;
    let slot = hashId(id) & mask;
    while (this.slots[slot] !== 0 && this.keys[slot] !== id) slot = (slot + 1) & mask;
    return (this.slots[slot] as number) - 1;
  }

  private insert(id: number, node: number): void {
    const mask = this.slots.length - 1;
    let slot = hashId(id) & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.keys[slot] = id;
    this.slots[slot] = node + 1;
  }
}

function hashId(id: number): number {
  let hash = Math.imul(id | 0, 0x9e3779b1) ^ Math.imul((id / 4294967296) | 0, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
