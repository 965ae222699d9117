import type { OutEdges } from './out-edges.ts';

/** Strongly connected components: functions that call each other in a circle share one. */
export interface Components {
  readonly count: number;
  readonly componentOf: Uint32Array;
  /** Functions in each component. */
  readonly size: Uint32Array;
}

/** Tarjan's algorithm with its own stack: call chains are as deep as a hostile file wants. O(functions + edges). */
export function findComponents(edges: OutEdges): Components {
  const functions = edges.start.length - 1;
  const { start, callee } = edges;
  const next = start.slice(0, functions);
  // 0 is unvisited; numbers count from 1.
  const order = new Uint32Array(functions);
  const low = new Uint32Array(functions);
  const path = new Uint32Array(functions);
  const open = new Uint32Array(functions);
  const isOpen = new Uint8Array(functions);
  const componentOf = new Uint32Array(functions);
  const size = new Uint32Array(functions);
  let visited = 0;
  let count = 0;
  let openLength = 0;
  for (let root = 0; root < functions; root++) {
    if (order[root] !== 0) continue;
    let depth = 0;
    path[0] = root;
    while (depth >= 0) {
      const f = path[depth] as number;
      if (order[f] === 0) {
        order[f] = low[f] = ++visited;
        open[openLength++] = f;
        isOpen[f] = 1;
      }
      let deeper = -1;
      const end = start[f + 1] as number;
      let at = next[f] as number;
      let lowest = low[f] as number;
      for (; at < end; at++) {
        const g = callee[at] as number;
        if (order[g] === 0) {
          deeper = g;
          break;
        }
        if (isOpen[g] === 1 && (low[g] as number) < lowest) lowest = low[g] as number;
      }
      // The edge that leads deeper is looked at again afterwards, for the callee's number.
      next[f] = at;
      low[f] = lowest;
      if (deeper >= 0) {
        path[++depth] = deeper;
        continue;
      }
      depth -= 1;
      if (lowest !== order[f]) continue;
      let member: number;
      do {
        member = open[--openLength] as number;
        isOpen[member] = 0;
        componentOf[member] = count;
        size[count] = (size[count] as number) + 1;
      } while (member !== f);
      count += 1;
    }
  }
  return { count, componentOf, size };
}
