import type { DistinctStacks } from './distinct-stacks.ts';

/**
 * The distinct stacks in an order that brings equal beginnings together: by hashes of their first 16,
 * 32 and 48 bytes from the root. Walking the call tree in this order finds its nodes in the cache,
 * which makes the walk several times faster; the order has no other meaning.
 */
export function orderStacks(bytes: Uint8Array, distinct: DistinctStacks): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { length } = distinct;
  const keys = new Uint32Array(length);
  const order = new Uint32Array(length);
  for (let stack = 0; stack < length; stack++) {
    if (distinct.inFile.at(stack) === 1) keys[stack] = sortKey(view, distinct.start.at(stack), distinct.stop.at(stack));
    order[stack] = stack;
  }
  return sortBy(keys, 16, sortBy(keys, 0, order));
}

/** 10 bits for the first 16 bytes from the root, 11 for the first 32, 11 for the first 48. */
function sortKey(view: DataView, start: number, stop: number): number {
  const first = hashBack(view, 0, start, stop, 0);
  const second = hashBack(view, first, start, stop, 16);
  const third = hashBack(view, second, start, stop, 32);
  return ((first >>> 22) << 22) | ((second >>> 21) << 11) | (third >>> 21);
}

/** Goes on hashing for 16 bytes, from `skip` bytes before `stop`; less than four bytes at the leaf are left out. */
function hashBack(view: DataView, hash: number, start: number, stop: number, skip: number): number {
  let at = stop - skip;
  for (let words = 4; words > 0 && at - 4 >= start; words--) {
    at -= 4;
    hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}

/** Stable counting sort of `order` by 16 bits of the keys. */
function sortBy(keys: Uint32Array, shift: number, order: Uint32Array): Uint32Array {
  const { length } = order;
  const next = new Uint32Array(0x1_0001);
  for (let stack = 0; stack < length; stack++) {
    const slot = (((keys[stack] as number) >>> shift) & 0xffff) + 1;
    next[slot] = (next[slot] as number) + 1;
  }
  for (let slot = 1; slot < next.length; slot++) next[slot] = (next[slot] as number) + (next[slot - 1] as number);
  const sorted = new Uint32Array(length);
  for (let row = 0; row < length; row++) {
    const stack = order[row] as number;
    const slot = ((keys[stack] as number) >>> shift) & 0xffff;
    const at = next[slot] as number;
    sorted[at] = stack;
    next[slot] = at + 1;
  }
  return sorted;
}
