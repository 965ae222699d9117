import type { CallEdges } from '../../model/call-graph.ts';

/** Edges grouped by caller: those of function f are `start[f]` to `start[f + 1]`. Recursion into itself is left out. */
export interface OutEdges {
  readonly start: Uint32Array;
  readonly callee: Uint32Array;
  /** Inclusive time of the callee under this caller, 0 where the file knows only counts. */
  readonly time: Float64Array;
  /** Calls, 0 where unknown. */
  readonly calls: Float64Array;
}

/** Groups the edges of `functions` functions by caller; edges of the same pair are added up. */
export function groupByCaller(edges: CallEdges, functions: number): OutEdges {
  const sorted = sortByCaller(edges, functions);
  const { start, callee, time, calls } = sorted;
  // Position of the pair's edge within the current caller; positions before `first` belong to earlier callers.
  const seenAt = new Int32Array(functions).fill(-1);
  let length = 0;
  for (let caller = 0, from = 0; caller < functions; caller++) {
    const end = start[caller + 1] as number;
    const first = length;
    for (; from < end; from++) {
      const to = callee[from] as number;
      let at = seenAt[to] as number;
      if (at < first) {
        at = length++;
        seenAt[to] = at;
        callee[at] = to;
        time[at] = time[from] as number;
        calls[at] = calls[from] as number;
      } else {
        time[at] = (time[at] as number) + (time[from] as number);
        calls[at] = (calls[at] as number) + (calls[from] as number);
      }
    }
    start[caller] = first;
  }
  start[functions] = length;
  return { start, callee: callee.subarray(0, length), time: time.subarray(0, length), calls: calls.subarray(0, length) };
}

/** Counting sort; leaves out edges from a function to itself. Times or counts that make no sense weigh nothing. */
function sortByCaller(edges: CallEdges, functions: number): OutEdges {
  const { caller, callee, timesKnown } = edges;
  const start = new Uint32Array(functions + 1);
  for (let edge = 0; edge < caller.length; edge++) {
    const from = caller[edge] as number;
    if (from !== callee[edge]) start[from + 1] = (start[from + 1] as number) + 1;
  }
  for (let f = 0; f < functions; f++) start[f + 1] = (start[f + 1] as number) + (start[f] as number);
  const next = start.slice();
  const length = start[functions] as number;
  const sorted = { start, callee: new Uint32Array(length), time: new Float64Array(length), calls: new Float64Array(length) };
  for (let edge = 0; edge < caller.length; edge++) {
    const from = caller[edge] as number;
    const to = callee[edge] as number;
    if (from === to) continue;
    const at = next[from] as number;
    next[from] = at + 1;
    sorted.callee[at] = to;
    sorted.time[at] = timesKnown ? orZero(edges.total[edge] as number) : 0;
    sorted.calls[at] = orZero(edges.calls[edge] as number);
  }
  return sorted;
}

function orZero(value: number): number {
  return value > 0 ? value : 0;
}
