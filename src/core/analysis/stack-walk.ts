import type { Samples, StackTable } from '../model/stacks.ts';

/** Self and inclusive weight per stack node, in the profile's unit. */
export interface NodeWeights {
  readonly self: Float64Array;
  readonly total: Float64Array;
}

/** Sums samples per node and, in one backward pass (parents precede children), per subtree. */
export function weighNodes(stacks: StackTable, samples: Samples): NodeWeights {
  const { length, parent } = stacks;
  const { stack, weight } = samples;
  const self = new Float64Array(length);
  for (let row = 0; row < stack.length; row++) {
    const node = stack[row] as number;
    self[node] = (self[node] as number) + (weight[row] as number);
  }
  const total = self.slice();
  for (let node = length - 1; node > 0; node--) {
    const up = parent[node] as number;
    total[up] = (total[up] as number) + (total[node] as number);
  }
  return { self, total };
}

/** First child and next sibling per node, 0 for none; siblings in ascending index order. */
export interface ChildLists {
  readonly firstChild: Uint32Array;
  readonly nextSibling: Uint32Array;
}

/** Child lists of a parent column; node 0 is the root. */
export function listChildren(parent: ArrayLike<number>, length: number): ChildLists {
  const firstChild = new Uint32Array(length);
  const nextSibling = new Uint32Array(length);
  for (let node = length - 1; node > 0; node--) {
    const up = parent[node] as number;
    nextSibling[node] = firstChild[up] as number;
    firstChild[up] = node;
  }
  return { firstChild, nextSibling };
}

/**
 * Visits every node but the root, depth first, without recursion: `enter` before its children,
 * `leave` after them. Stacks of 100,000 frames need no more than the child lists.
 */
export function walkStacks(stacks: StackTable, enter: (node: number) => void, leave: (node: number) => void): void {
  const { parent, length } = stacks;
  const { firstChild, nextSibling } = listChildren(parent, length);
  let node = firstChild[0] ?? 0;
  while (node !== 0) {
    enter(node);
    let next = firstChild[node] as number;
    while (next === 0 && node !== 0) {
      leave(node);
      next = nextSibling[node] as number;
      if (next === 0) node = parent[node] as number;
    }
    node = next;
  }
}
