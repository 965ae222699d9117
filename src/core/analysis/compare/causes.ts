import type { CallerEdge, CallerEdges } from './edges.ts';
import type { ComparedFunctions } from './compared-functions.ts';

/** Factor of calls from which on a function counts as called more often. */
const multiplied = 1.1;
/** Part of the growth (as logarithm) that the caller's own growth must explain. */
const explained = 0.75;
const maxSteps = 1_000;

/** The caller that most of the additional calls of a function come from. */
export function mainNewCaller(edges: CallerEdges, callee: number): CallerEdge | null {
  let best: CallerEdge | null = null;
  for (const edge of edges.into(callee)) {
    const growth = edge.callsHead - edge.callsBase;
    if (growth > 0 && (best === null || growth > best.callsHead - best.callsBase)) best = edge;
  }
  return best;
}

/** Calls of the head over calls of the base; 1 where a side has none or they are unknown. */
export function callFactor({ base, head }: ComparedFunctions, index: number): number {
  const before = base.calls[index] as number;
  const after = head.calls[index] as number;
  return before > 0 && after > 0 ? after / before : 1;
}

/**
 * The function behind more calls of `index`: itself, or the highest function above it whose calls multiplied by about the same
 * factor. Its own caller did not run more often, so that is where the work was multiplied. A caller that is new, or that has
 * only a part of the additional calls, is no explanation. Prefers own code on the way.
 */
export function causeOfCalls(functions: ComparedFunctions, edges: CallerEdges, index: number): number {
  let at = index;
  let highestOwn = functions.owner[index] === 'own' ? index : -1;
  const visited = new Set([index]);
  for (let step = 0; step < maxSteps; step++) {
    const factor = callFactor(functions, at);
    if (factor < multiplied) break;
    const edge = mainNewCaller(edges, at);
    if (edge === null || visited.has(edge.caller)) break;
    const growth = (functions.head.calls[at] as number) - (functions.base.calls[at] as number);
    const above = callFactor(functions, edge.caller);
    if (above < multiplied || edge.callsHead - edge.callsBase < growth / 2 || Math.log(above) < explained * Math.log(factor)) break;
    at = edge.caller;
    visited.add(at);
    if (functions.owner[at] === 'own') highestOwn = at;
  }
  return highestOwn >= 0 ? highestOwn : at;
}
