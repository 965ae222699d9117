import { InputError } from '../../core/errors.ts';
import { nodeSize, type NodeTable } from './node-table.ts';

/**
 * Finds nodes by id. V8 numbers nodes from 1, so a plain array answers; other writers use any number
 * up to 2^31, for which there is a hash table.
 */
export class IdIndex {
  private readonly dense: boolean;
  /** Node + 1 by id where dense, else by slot. */
  private readonly nodes: Int32Array;
  private readonly keys: Int32Array;

  /** Throws InputError when two nodes have one id. */
  constructor({ data, length, highestId }: NodeTable) {
    this.dense = highestId < 8 * length + 1024;
    let size = 16;
    while (size < 2 * length) size *= 2;
    this.nodes = new Int32Array(this.dense ? highestId + 1 : size);
    this.keys = new Int32Array(this.dense ? 0 : size);
    for (let node = 0, at = 0; node < length; node++, at += nodeSize) {
      const id = data[at] as number;
      const slot = this.dense ? id : this.slotOf(id);
      if (this.nodes[slot] !== 0) throw new InputError(`two nodes have the id ${id}`, {}, 'the profile is damaged: record it again');
      this.nodes[slot] = node + 1;
      if (!this.dense) this.keys[slot] = id;
    }
  }

  /** Index of the node, -1 for an unknown id. */
  find(id: number): number {
    if (this.dense) return (this.nodes[id] ?? 0) - 1;
    return (this.nodes[this.slotOf(id)] as number) - 1;
  }

  private slotOf(id: number): number {
    const mask = this.keys.length - 1;
    let hash = Math.imul(id | 0, 0x9e3779b1);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    let slot = (hash ^ (hash >>> 13)) & mask;
    while (this.nodes[slot] !== 0 && this.keys[slot] !== id) slot = (slot + 1) & mask;
    return slot;
  }
}
