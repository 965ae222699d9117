import type { FlameTree } from '../../src/core/analysis/flame-tree.ts';

/** A function by name, file and line, as "name file:line". */
export interface Placed {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

interface Node {
  readonly frame: number;
  readonly parent: number;
  readonly depth: number;
  readonly children: Map<number, number>;
  self: number;
  total: number;
}

/** A flame tree from stacks of keys (outermost first, joined by ;) with weights; independent of the program's own builder. */
export function flameFromStacks(places: ReadonlyMap<string, Placed>, stacks: readonly (readonly [string, number])[]): FlameTree {
  const keys = [...places.keys()];
  const indexOf = new Map(keys.map((key, index) => [key, index]));
  const nodes: Node[] = [{ frame: -1, parent: 0, depth: 0, children: new Map(), self: 0, total: 0 }];
  for (const [stack, weight] of stacks) {
    let at = 0;
    const path = [0];
    for (const key of stack.split(';')) {
      const frame = indexOf.get(key);
      if (frame === undefined) throw new Error(`no place for ${key}`);
      const known = nodes[at]?.children.get(frame);
      const next = known ?? nodes.push({ frame, parent: at, depth: path.length, children: new Map(), self: 0, total: 0 }) - 1;
      nodes[at]?.children.set(frame, next);
      at = next;
      path.push(at);
    }
    for (const node of path) (nodes[node] as Node).total += weight;
    (nodes[at] as Node).self += weight;
  }
  return inOrder(nodes, places, keys);
}

function inOrder(nodes: readonly Node[], places: ReadonlyMap<string, Placed>, keys: readonly string[]): FlameTree {
  const order: number[] = [];
  const pending = [0];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    order.push(at);
    const children = [...(nodes[at]?.children.values() ?? [])];
    children.sort((a, b) => (nodes[a]?.total ?? 0) - (nodes[b]?.total ?? 0) || b - a);
    pending.push(...children);
  }
  const newIndex = new Map(order.map((old, index) => [old, index]));
  const listed = order.map((old) => nodes[old] as Node);
  const end = Uint32Array.from(listed, (_, index) => index + 1);
  const parent = Uint32Array.from(listed, (node) => newIndex.get(node.parent) ?? 0);
  for (let index = listed.length - 1; index > 0; index--) {
    const up = parent[index] ?? 0;
    end[up] = Math.max(end[up] ?? 0, end[index] ?? 0);
  }
  const frames = keys.map((key) => places.get(key) as Placed);
  return {
    frames: { length: frames.length, name: frames.map((f) => f.name), file: frames.map((f) => f.file), line: frames.map((f) => f.line) },
    length: listed.length,
    frame: Int32Array.from(listed, (node) => node.frame),
    parent,
    depth: Uint32Array.from(listed, (node) => node.depth),
    self: Float64Array.from(listed, (node) => node.self),
    total: Float64Array.from(listed, (node) => node.total),
    end,
    reconstructed: false,
    maxDepth: Math.max(...listed.map((node) => node.depth)),
    prunedNodes: 0,
    prunedWeight: 0,
    pruneShare: 0,
  };
}
