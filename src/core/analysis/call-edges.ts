import type { Profile, StackProfile } from '../model/profile.ts';
import type { FunctionTable } from './function-table.ts';
import { walkStacks, weighNodes } from './stack-walk.ts';

/** A caller or callee of one function: the other end's row, calls (-1 unknown) and inclusive value. */
export interface Neighbour {
  readonly row: number;
  readonly calls: number;
  /** Inclusive value of the callee under the caller, NaN where the file knows only counts. */
  readonly total: number;
}

/** Callers and callees, heaviest first. */
export interface Neighbours {
  readonly callers: readonly Neighbour[];
  readonly callees: readonly Neighbour[];
}

/** Edges around the chosen functions (rows of `table`), exact for call graphs, summed over stacks else. */
export function neighboursOf(profile: Profile, table: FunctionTable, chosen: ArrayLike<number>): Map<number, Neighbours> {
  const isChosen = new Uint8Array(table.length);
  const callers = new Map<number, Neighbour[]>();
  const callees = new Map<number, Neighbour[]>();
  for (let i = 0; i < chosen.length; i++) {
    const row = chosen[i] as number;
    isChosen[row] = 1;
    callers.set(row, []);
    callees.set(row, []);
  }
  const collect = (caller: number, callee: number, calls: number, total: number) => {
    callers.get(callee)?.push({ row: caller, calls, total });
    callees.get(caller)?.push({ row: callee, calls, total });
  };
  if (profile.shape === 'call-graph') {
    const { caller, callee, calls, total, timesKnown } = profile.graph.edges;
    for (let edge = 0; edge < caller.length; edge++) {
      const from = caller[edge] as number;
      const to = callee[edge] as number;
      if (isChosen[from] === 1 || isChosen[to] === 1) collect(from, to, calls[edge] as number, timesKnown ? (total[edge] as number) : NaN);
    }
  } else {
    sumStackEdges(profile, table, isChosen, collect);
  }
  const result = new Map<number, Neighbours>();
  for (const [row, list] of callers) {
    result.set(row, { callers: list.sort(heaviestFirst), callees: (callees.get(row) ?? []).sort(heaviestFirst) });
  }
  return result;
}

/** Sums edges that touch a chosen function; an edge below itself (recursion) is counted once per stack. */
function sumStackEdges(
  profile: StackProfile,
  table: FunctionTable,
  isChosen: Uint8Array,
  collect: (caller: number, callee: number, calls: number, total: number) => void,
): void {
  const { stacks, samples } = profile;
  const { total } = weighNodes(stacks, samples);
  const edgeOfKey = new Map<number, number>();
  const edgeOfNode = new Int32Array(stacks.length).fill(-1);
  const ends: { caller: number; callee: number; total: number; active: number }[] = [];
  for (let node = 1; node < stacks.length; node++) {
    const up = stacks.parent[node] as number;
    if (up === 0) continue;
    const callee = table.functionOfFrame[stacks.frame[node] as number] as number;
    const caller = table.functionOfFrame[stacks.frame[up] as number] as number;
    if (isChosen[callee] === 0 && isChosen[caller] === 0) continue;
    const key = caller * table.length + callee;
    let edge = edgeOfKey.get(key);
    if (edge === undefined) {
      edgeOfKey.set(key, (edge = ends.length));
      ends.push({ caller, callee, total: 0, active: 0 });
    }
    edgeOfNode[node] = edge;
  }
  walkStacks(
    stacks,
    (node) => {
      const edge = ends[edgeOfNode[node] as number];
      if (edge === undefined) return;
      if (edge.active++ === 0) edge.total += total[node] as number;
    },
    (node) => {
      const edge = ends[edgeOfNode[node] as number];
      if (edge !== undefined) edge.active -= 1;
    },
  );
  for (const edge of ends) collect(edge.caller, edge.callee, -1, edge.total);
}

function heaviestFirst(a: Neighbour, b: Neighbour): number {
  const left = Number.isNaN(a.total) ? a.calls : a.total;
  const right = Number.isNaN(b.total) ? b.calls : b.total;
  return right - left || a.row - b.row;
}
