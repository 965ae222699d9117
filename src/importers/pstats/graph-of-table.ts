import type { CallEdges, CallGraph } from '../../core/model/call-graph.ts';
import type { TableFrames } from './frames-of-table.ts';
import type { EdgeColumns, RawTable } from './raw-table.ts';
import { sumOfCounts } from './table-reader.ts';

/** How the file's columns are to be read. */
export interface Reading {
  /** The writer put all calls where pstats has the primitive ones: yappi. */
  readonly swappedCounts: boolean;
  /** Counts are samples, not calls; this many seconds each. Null where counts are calls. */
  readonly secondsPerSample: number | null;
}

/** The exact function table and caller edges, by frame. */
export function graphOfTable(table: RawTable, placed: TableFrames, reading: Reading): CallGraph {
  const { rows } = table;
  const length = placed.frames.length;
  const self = new Float64Array(length);
  const total = new Float64Array(length);
  const calls = new Float64Array(length);
  const primitiveCalls = new Float64Array(length);
  const allCalls = reading.swappedCounts ? rows.cc : rows.nc;
  const firstCalls = reading.swappedCounts ? rows.nc : rows.cc;
  for (let row = 0; row < rows.length; row++) {
    const frame = placed.frameOfFunction[rows.functions[row] as number] as number;
    self[frame] = (self[frame] as number) + (rows.tt[row] as number);
    total[frame] = (total[frame] as number) + (rows.ct[row] as number);
    calls[frame] = sumOfCounts(calls[frame] as number, allCalls[row] as number);
    primitiveCalls[frame] = sumOfCounts(primitiveCalls[frame] as number, firstCalls[row] as number);
  }
  if (reading.secondsPerSample !== null) {
    calls.fill(-1);
    primitiveCalls.fill(-1);
    capTotals(self, total);
  }
  const edges = placed.rowsAreFrames ? edgesAsRead(table, placed) : mergedEdges(table, placed);
  return { self, total, calls, primitiveCalls, edges: reading.secondsPerSample === null ? edges : samplesAsTime(edges, reading.secondsPerSample) };
}

/** The lines of a recursive function are on the stack together: their sum may exceed all there is. */
function capTotals(self: Float64Array, total: Float64Array): void {
  let all = 0;
  for (const value of self) all += value;
  for (let frame = 0; frame < total.length; frame++) if ((total[frame] as number) > all) total[frame] = all;
}

function edgesAsRead(table: RawTable, placed: TableFrames): CallEdges {
  const { edges } = table;
  const { length } = edges;
  const caller = edges.callers.subarray(0, length);
  for (let edge = 0; edge < length; edge++) caller[edge] = placed.frameOfFunction[caller[edge] as number] as number;
  return {
    caller,
    callee: edges.rows.subarray(0, length),
    calls: edges.nc.subarray(0, length),
    primitiveCalls: edges.cc.subarray(0, length),
    self: edges.tt.subarray(0, length),
    total: edges.ct.subarray(0, length),
    timesKnown: table.facts.countEdges === 0,
  };
}

/** Edges by frame, where several rows became one frame: equal pairs are added up, in order of first sight. */
function mergedEdges(table: RawTable, placed: TableFrames): CallEdges {
  const { edges, rows } = table;
  const indexOfPair = new Map<number, number>();
  const frames = placed.frames.length;
  const target = new Uint32Array(edges.length);
  for (let edge = 0; edge < edges.length; edge++) {
    const callee = placed.frameOfFunction[rows.functions[edges.rows[edge] as number] as number] as number;
    const pair = (placed.frameOfFunction[edges.callers[edge] as number] as number) * frames + callee;
    const known = indexOfPair.get(pair);
    target[edge] = known ?? indexOfPair.size;
    if (known === undefined) indexOfPair.set(pair, indexOfPair.size);
  }
  const length = indexOfPair.size;
  const pairs = [...indexOfPair.keys()];
  return {
    caller: Uint32Array.from(pairs, (pair) => Math.floor(pair / frames)),
    callee: Uint32Array.from(pairs, (pair) => pair % frames),
    ...addedUp(edges, target, length),
    timesKnown: table.facts.countEdges === 0,
  };
}

type EdgeValues = Pick<CallEdges, 'calls' | 'primitiveCalls' | 'self' | 'total'>;

function addedUp(edges: EdgeColumns, target: Uint32Array, length: number): EdgeValues {
  const calls = new Float64Array(length);
  const primitiveCalls = new Float64Array(length);
  const self = new Float64Array(length);
  const total = new Float64Array(length);
  for (let edge = 0; edge < edges.length; edge++) {
    const to = target[edge] as number;
    calls[to] = sumOfCounts(calls[to] as number, edges.nc[edge] as number);
    primitiveCalls[to] = sumOfCounts(primitiveCalls[to] as number, edges.cc[edge] as number);
    self[to] = (self[to] as number) + (edges.tt[edge] as number);
    total[to] = (total[to] as number) + (edges.ct[edge] as number);
  }
  return { calls, primitiveCalls, self, total };
}

/** Sampled files count the samples in which the caller was right below the callee: that is inclusive time. */
function samplesAsTime(edges: CallEdges, secondsPerSample: number): CallEdges {
  const total = edges.calls.map((samples) => (samples > 0 ? samples * secondsPerSample : 0));
  const unknown = new Float64Array(total.length).fill(-1);
  return { ...edges, calls: unknown, primitiveCalls: unknown, total, timesKnown: true };
}
