import { importLimits } from '../limits.ts';

/**
 * Call stacks as a tree. Node 0 is the empty stack: its parent is itself and its frame means nothing.
 * Every other node's parent has a smaller index, so one backward pass sums subtrees.
 */
export interface StackTable {
  readonly length: number;
  readonly parent: Uint32Array;
  /** Index into the profile's frame table; unused for node 0. */
  readonly frame: Uint32Array;
}

/** Weighted stacks: row i says that stack `stack[i]` weighs `weight[i]`. Weights may be negative. */
export interface Samples {
  readonly stack: Uint32Array;
  readonly weight: Float64Array;
  /** True where the rows are in the order of time and the weights are durations. */
  readonly timeOrdered: boolean;
}

// One node is four neighbouring int32: parent, frame, first child, next sibling. One cache line
// answers most steps; see docs/architecture.md for the measurements.
const PARENT = 0;
const FRAME = 1;
const CHILD = 2;
const SIBLING = 3;
/** Children looked at one by one before the hash table is asked. */
const WIDE = 12;

/** Builds a StackTable step by step; children are found by a most-recent-first list, wide nodes by hash. */
export class StackTreeBuilder {
  private nodes: Int32Array<ArrayBuffer>;
  private count = 1;
  private slots = new Int32Array(0);
  private slotCount = 0;
  private readonly maxNodes: number;
  /** Calls that found the tree full and were charged to their parent. */
  folded = 0;

  constructor(limits: { maxStackNodes: number } = importLimits, capacity = 1024) {
    this.maxNodes = limits.maxStackNodes;
    this.nodes = new Int32Array(capacity * 4);
    this.nodes[FRAME] = -1;
  }

  get length(): number {
    return this.count;
  }

  /** The node for `frame` called from node `parent`, made when it is new. */
  child(parent: number, frame: number): number {
    const nodes = this.nodes;
    const head = (parent << 2) | CHILD;
    let previous = head;
    let node = nodes[head] as number;
    let steps = 0;
    while (node !== 0) {
      const base = node << 2;
      if (nodes[base | FRAME] === frame) {
        if (previous !== head) {
          // Move to the front: the same child usually comes next again.
          nodes[previous] = nodes[base | SIBLING] as number;
          nodes[base | SIBLING] = nodes[head] as number;
          nodes[head] = node;
        }
        return node;
      }
      if (++steps === WIDE) return this.wideChild(parent, frame, (nodes[base | SIBLING] as number) !== 0);
      previous = base | SIBLING;
      node = nodes[previous] as number;
    }
    return this.add(parent, frame);
  }

  parentOf(node: number): number {
    return this.nodes[node << 2] as number;
  }

  frameOf(node: number): number {
    return this.nodes[(node << 2) | FRAME] as number;
  }

  finish(): StackTable {
    const length = this.count;
    const parent = new Uint32Array(length);
    const frame = new Uint32Array(length);
    const nodes = this.nodes;
    for (let node = 1, at = 4; node < length; node++, at += 4) {
      parent[node] = nodes[at | PARENT] as number;
      frame[node] = nodes[at | FRAME] as number;
    }
    return { length, parent, frame };
  }

  private wideChild(parent: number, frame: number, hashed: boolean): number {
    if (hashed) {
      const found = this.lookUp(parent, frame);
      if (found !== 0) return found;
    } else {
      // The list just reached the width at which it is hashed: its members move into the table.
      for (let node = this.nodes[(parent << 2) | CHILD] as number; node !== 0; node = this.nodes[(node << 2) | SIBLING] as number) {
        this.insert(node);
      }
    }
    const node = this.add(parent, frame);
    if (node !== parent) this.insert(node);
    return node;
  }

  private add(parent: number, frame: number): number {
    if (this.count >= this.maxNodes) {
      this.folded += 1;
      return parent;
    }
    const node = this.count++;
    if (node << 2 >= this.nodes.length) {
      const grown = new Int32Array(this.nodes.length * 2);
      grown.set(this.nodes);
      this.nodes = grown;
    }
    const base = node << 2;
    const head = (parent << 2) | CHILD;
    this.nodes[base] = parent;
    this.nodes[base | FRAME] = frame;
    this.nodes[base | SIBLING] = this.nodes[head] as number;
    this.nodes[head] = node;
    return node;
  }

  private lookUp(parent: number, frame: number): number {
    const slots = this.slots;
    const mask = slots.length - 1;
    let slot = hash(parent, frame) & mask;
    for (let node = slots[slot] as number; node !== 0; node = slots[slot] as number) {
      const base = node << 2;
      if (this.nodes[base | FRAME] === frame && this.nodes[base] === parent) return node;
      slot = (slot + 1) & mask;
    }
    return 0;
  }

  private insert(node: number): void {
    if ((this.slotCount + 1) * 2 > this.slots.length) this.rehash();
    const mask = this.slots.length - 1;
    let slot = hash(this.nodes[node << 2] as number, this.nodes[(node << 2) | FRAME] as number) & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = node;
    this.slotCount += 1;
  }

  private rehash(): void {
    const old = this.slots;
    this.slots = new Int32Array(Math.max(1024, old.length * 2));
    this.slotCount = 0;
    for (const node of old) if (node !== 0) this.insert(node);
  }
}

function hash(parent: number, frame: number): number {
  let h = Math.imul(parent, 0x9e3779b1) ^ Math.imul(frame, 0x85ebca6b);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return h ^ (h >>> 13);
}

/** Samples with one row per node of non-zero weight, from a weight per node. */
export function samplesFromWeights(weightOfNode: Float64Array, nodeCount: number): Samples {
  let rows = 0;
  for (let node = 0; node < nodeCount; node++) if (weightOfNode[node] !== 0) rows += 1;
  const stack = new Uint32Array(rows);
  const weight = new Float64Array(rows);
  for (let node = 0, row = 0; node < nodeCount; node++) {
    const value = weightOfNode[node] as number;
    if (value === 0) continue;
    stack[row] = node;
    weight[row++] = value;
  }
  return { stack, weight, timeOrdered: false };
}
