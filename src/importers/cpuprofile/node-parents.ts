import { InputError } from '../../core/errors.ts';
import type { IdIndex } from './id-index.ts';
import type { NodeTable } from './node-table.ts';

/**
 * Index of each node's parent, -1 for roots, from the `children` lists (V8) or the `parent` ids
 * (DevTools). `unknown` counts the ids that name no node. Throws InputError when a node has two parents.
 */
export function resolveParents(nodes: NodeTable, ids: IdIndex): { parents: Int32Array; unknown: number } {
  const parents = new Int32Array(nodes.length).fill(-1);
  let unknown = 0;
  const setParent = (child: number, parent: number) => {
    if (child < 0 || parent < 0) unknown += 1;
    else if (parents[child] === -1 || parents[child] === parent) parents[child] = parent;
    else throw new InputError(`node ${nodes.id.at(child)} is a child of two nodes`, {}, 'the profile is damaged: record it again');
  };
  for (let node = 0, at = 0; node < nodes.length; node++) {
    const parentId = nodes.parentId.at(node);
    if (parentId !== -1) setParent(node, ids.find(parentId));
    for (const end = nodes.childEnd.at(node); at < end; at++) setParent(ids.find(nodes.childId.at(at)), node);
  }
  return { parents, unknown };
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
    throw new InputError(`node ${nodes.id.at(reached.indexOf(0))} is its own ancestor`, {}, 'the profile is damaged: record it again');
  }
  return order;
}
