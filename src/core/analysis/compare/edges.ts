import { inBaseUnit } from '../../units/value.ts';
import { weighNodes } from '../stack-walk.ts';
import type { ComparedFunctions, Run, Side } from './compared-functions.ts';

/** A caller of a function on both sides; means over the runs, in the base unit. Calls are NaN where unknown. */
export interface CallerEdge {
  readonly caller: number;
  readonly callee: number;
  callsBase: number;
  callsHead: number;
  /** Self and inclusive value of the callee under this caller. */
  selfBase: number;
  selfHead: number;
  totalBase: number;
  totalHead: number;
}

/** Edges by callee and by caller; calls of a function by itself are left out. */
export interface CallerEdges {
  readonly all: readonly CallerEdge[];
  into(callee: number): readonly CallerEdge[];
  outOf(caller: number): readonly CallerEdge[];
}

/** Caller edges of both sides: exact for call graphs, summed over stacks else (recursion adds up there). */
export function callerEdges(functions: ComparedFunctions): CallerEdges {
  const edges = new Map<number, CallerEdge>();
  const edgeOf = (caller: number, callee: number): CallerEdge => {
    const key = caller * functions.count + callee;
    let edge = edges.get(key);
    if (edge === undefined) {
      edge = { caller, callee, callsBase: 0, callsHead: 0, selfBase: 0, selfHead: 0, totalBase: 0, totalHead: 0 };
      edges.set(key, edge);
    }
    return edge;
  };
  addSide(functions.base, edgeOf, 'base');
  addSide(functions.head, edgeOf, 'head');
  return indexEdges([...edges.values()], functions.count);
}

type EdgeOf = (caller: number, callee: number) => CallerEdge;

function addSide({ runs }: Side, edgeOf: EdgeOf, side: 'base' | 'head'): void {
  const [calls, self, total] = side === 'base' ? (['callsBase', 'selfBase', 'totalBase'] as const) : (['callsHead', 'selfHead', 'totalHead'] as const);
  for (const run of runs) {
    eachEdge(run, (caller, callee, edgeCalls, edgeSelf, edgeTotal) => {
      if (caller === callee) return;
      const edge = edgeOf(caller, callee);
      edge[calls] += edgeCalls / runs.length;
      edge[self] += inBaseUnit(edgeSelf, run.profile.unit) / runs.length;
      edge[total] += inBaseUnit(edgeTotal, run.profile.unit) / runs.length;
    });
  }
}

function eachEdge({ profile, table, functionOfRow }: Run, visit: (caller: number, callee: number, calls: number, self: number, total: number) => void): void {
  const functionOf = (frame: number): number => functionOfRow[table.functionOfFrame[frame] as number] as number;
  if (profile.shape === 'call-graph') {
    const { caller, callee, calls, self, total } = profile.graph.edges;
    for (let i = 0; i < caller.length; i++) {
      const called = calls[i] as number;
      visit(functionOf(caller[i] as number), functionOf(callee[i] as number), called < 0 ? NaN : called, self[i] as number, total[i] as number);
    }
    return;
  }
  const { stacks, samples } = profile;
  const weights = weighNodes(stacks, samples);
  for (let node = 1; node < stacks.length; node++) {
    const up = stacks.parent[node] as number;
    if (up === 0) continue;
    visit(functionOf(stacks.frame[up] as number), functionOf(stacks.frame[node] as number), NaN, weights.self[node] as number, weights.total[node] as number);
  }
}

function indexEdges(all: readonly CallerEdge[], count: number): CallerEdges {
  const none: readonly CallerEdge[] = [];
  const into: (CallerEdge[] | undefined)[] = new Array<CallerEdge[] | undefined>(count);
  const outOf: (CallerEdge[] | undefined)[] = new Array<CallerEdge[] | undefined>(count);
  for (const edge of all) {
    (into[edge.callee] ??= []).push(edge);
    (outOf[edge.caller] ??= []).push(edge);
  }
  return { all, into: (callee) => into[callee] ?? none, outOf: (caller) => outOf[caller] ?? none };
}
