import type { Components } from './components.ts';
import type { OutEdges } from './out-edges.ts';
import { inOrder, sortRange } from './sort-range.ts';

/** The call graph without its cycles. */
export interface CallOrder {
  /** Functions that nothing else leads to, heaviest first. */
  readonly roots: Uint32Array;
  /** All functions, callees before their callers. */
  readonly calleesFirst: Uint32Array;
  /** 1 for edges that close a cycle and are not followed. */
  readonly broken: Uint8Array;
}

/**
 * Takes the heaviest function of every component that nothing outside calls as a root, walks from the
 * roots depth first, heaviest edge first, and breaks the edges that lead back into the path.
 * Every function but the roots keeps an unbroken caller.
 */
export function orderCalls(edges: OutEdges, components: Components, total: Float64Array): CallOrder {
  const functions = edges.start.length - 1;
  const { start, callee } = edges;
  const roots = findRoots(edges, components, total);
  const order = heaviestFirst(edges, components);
  const next = start.slice(0, functions);
  const broken = new Uint8Array(callee.length);
  const calleesFirst = new Uint32Array(functions);
  const path = new Uint32Array(functions);
  // 0 unvisited, 1 on the path, 2 finished.
  const state = new Uint8Array(functions);
  let finished = 0;
  for (const root of roots) {
    let depth = 0;
    path[0] = root;
    state[root] = 1;
    while (depth >= 0) {
      const f = path[depth] as number;
      const at = next[f] as number;
      if (at === start[f + 1]) {
        state[f] = 2;
        calleesFirst[finished++] = f;
        depth -= 1;
        continue;
      }
      next[f] = at + 1;
      const edge = order[at] as number;
      const g = callee[edge] as number;
      if (state[g] === 1) broken[edge] = 1;
      else if (state[g] === 0) {
        state[g] = 1;
        path[++depth] = g;
      }
    }
  }
  return { roots, calleesFirst, broken };
}

function findRoots(edges: OutEdges, { count, componentOf }: Components, total: Float64Array): Uint32Array {
  const { start, callee } = edges;
  const functions = start.length - 1;
  const isCalled = new Uint8Array(count);
  for (let f = 0; f < functions; f++) {
    const component = componentOf[f] as number;
    for (let at = start[f] as number, end = start[f + 1] as number; at < end; at++) {
      const other = componentOf[callee[at] as number] as number;
      if (other !== component) isCalled[other] = 1;
    }
  }
  const heaviest = new Int32Array(count).fill(-1);
  for (let f = 0; f < functions; f++) {
    const component = componentOf[f] as number;
    const best = heaviest[component] as number;
    if (best < 0 || (total[f] as number) > (total[best] as number)) heaviest[component] = f;
  }
  const roots = Uint32Array.from(heaviest.filter((_, component) => isCalled[component] === 0));
  return roots.sort((a, b) => (total[b] as number) - (total[a] as number) || a - b);
}

/** Edge numbers, each caller's heaviest first where a cycle begins or goes on; elsewhere nothing can be broken. */
function heaviestFirst(edges: OutEdges, { componentOf, size }: Components): Uint32Array {
  const { start, callee, time, calls } = edges;
  const order = inOrder(callee.length);
  for (let f = 0; f < start.length - 1; f++) {
    const from = start[f] as number;
    const to = start[f + 1] as number;
    let edge = from;
    while (edge < to && size[componentOf[callee[edge] as number] as number] === 1) edge += 1;
    if (edge < to) sortRange(order, from, to, time, calls);
  }
  return order;
}
