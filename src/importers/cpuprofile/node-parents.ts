import { InputError } from '../../core/errors.ts';
import type { IdIndex } from './id-index.ts';
import { CHILD_END, nodeSize, PARENT_ID, type NodeTable } from './node-table.ts';

/**
 * Index of each node's parent, -1 for roots, from the `children` lists (V8) or the `parent` ids
 * (DevTools). `unknown` counts the ids that name no node. Throws InputError when a node has two parents.
 */
export function resolveParents(nodes: NodeTable, ids: IdIndex): { parents: Int32Array; unknown: number } {
  const { data, childIds, length } = nodes;
  const parents = new Int32Array(length).fill(-1);
  let unknown = 0;
  for (let node = 0, child = 0; node < length; node++) {
    const parentId = data[node * nodeSize + PARENT_ID] as number;
    if (parentId !== -1) {
      const parent = ids.find(parentId);
      if (parent < 0) unknown += 1;
      else setParent(nodes, parents, node, parent);
    }
    const end = data[node * nodeSize + CHILD_END] as number;
    for (; child < end; child++) {
      const index = ids.find(childIds[child] as number);
      if (index < 0) unknown += 1;
      else setParent(nodes, parents, index, node);
    }
  }
  return { parents, unknown };
}

function setParent(nodes: NodeTable, parents: Int32Array, node: number, parent: number): void {
  const known = parents[node] as number;
  if (known !== -1 && known !== parent) throw new InputError(`node ${nodes.idOf(node)} is a child of two nodes`, {}, 'the profile is damaged: record it again');
  parents[node] = parent;
}

/** True where every parent stands before its children, as V8 writes them: file order is an order to build in. */
export function parentsFirst(parents: Int32Array): boolean {
  for (let node = 0; node < parents.length; node++) if ((parents[node] as number) >= node) return false;
  return true;
}

/** Nodes in depth-first order, parents first. Throws InputError when the parents form a circle. */
export function orderNodes(parents: Int32Array, nodes: NodeTable): Int32Array {
  const count = parents.length;
  const firstChild = new Int32Array(count).fill(-1);
  const nextSibling = new Int32Array(count).fill(-1);
  let firstRoot = -1;
  for (let node = count - 1; node >= 0; node--) {
    const parent = parents[node] as number;
    nextSibling[node] = parent < 0 ? firstRoot : (firstChild[parent] as number);
    if (parent < 0) firstRoot = node;
    else firstChild[parent] = node;
  }
  const order = new Int32Array(count);
  let visited = 0;
  for (let node = firstRoot; node >= 0; ) {
    order[visited++] = node;
    let next = firstChild[node] as number;
    while (next < 0 && node >= 0) {
      next = nextSibling[node] as number;
      if (next < 0) node = parents[node] as number;
    }
    node = next;
  }
  if (visited < count) {
    const reached = new Uint8Array(count);
    for (let at = 0; at < visited; at++) reached[order[at] as number] = 1;
    throw new InputError(`node ${nodes.idOf(reached.indexOf(0))} is its own ancestor`, {}, 'the profile is damaged: record it again');
  }
  return order;
}
