import type { CallOrder } from './call-order.ts';
import type { OutEdges } from './out-edges.ts';
import { inOrder, sortRange } from './sort-range.ts';

/**
 * Weight that flows through the call graph: a function passes on to each callee its share of that
 * callee's weight, so that every function's own time arrives at it in the end.
 */
export class CallFlow {
  /** Self weight of each function and of what it is charged with below. */
  readonly weight: Float64Array;
  readonly self: Float64Array;
  private readonly edges: OutEdges;
  /** Weight that passes each edge; 0 on broken ones. */
  private readonly passing: Float64Array;
  /** Edge numbers, each caller's heaviest first once it was prepared. */
  private readonly order: Uint32Array;
  /** Weight on this and all later edges of the caller, by position in `order`. */
  private readonly fromHere: Float64Array;
  private readonly prepared: Uint8Array;

  constructor(edges: OutEdges, calls: CallOrder, self: Float64Array) {
    const functions = self.length;
    this.edges = edges;
    this.self = self;
    this.weight = self.slice();
    this.passing = shares(edges, calls, functions);
    this.order = inOrder(edges.callee.length);
    this.fromHere = new Float64Array(edges.callee.length);
    this.prepared = new Uint8Array(functions);
    const { weight, passing } = this;
    for (const f of calls.calleesFirst) {
      let sum = self[f] as number;
      for (let edge = edges.start[f] as number, end = edges.start[f + 1] as number; edge < end; edge++) {
        const part = (passing[edge] as number) * (weight[edges.callee[edge] as number] as number);
        passing[edge] = part;
        sum += part;
      }
      weight[f] = sum;
    }
  }

  /** First position of a caller's edges, sorted when it is asked for the first time. */
  first(f: number): number {
    const from = this.edges.start[f] as number;
    if (this.prepared[f] === 0) this.prepare(f, from, this.end(f));
    return from;
  }

  end(f: number): number {
    return this.edges.start[f + 1] as number;
  }

  calleeAt(position: number): number {
    return this.edges.callee[this.order[position] as number] as number;
  }

  /** Weight of the edge at a position; positions of a caller go from heavy to light. */
  weightAt(position: number): number {
    return this.passing[this.order[position] as number] as number;
  }

  /** Weight of the edge at a position and of all lighter ones of its caller. */
  restAt(position: number): number {
    return this.fromHere[position] as number;
  }

  private prepare(f: number, from: number, to: number): void {
    const { order, passing, fromHere } = this;
    sortRange(order, from, to, passing, passing);
    let sum = 0;
    for (let position = to - 1; position >= from; position--) {
      sum += passing[order[position] as number] as number;
      fromHere[position] = sum;
    }
    this.prepared[f] = 1;
  }
}

/** Part of the callee's weight that each unbroken edge is charged with: by time, else by calls, else equally. */
function shares(edges: OutEdges, { broken }: CallOrder, functions: number): Float64Array {
  const { callee, time } = edges;
  const timeInto = new Float64Array(functions);
  for (let edge = 0; edge < callee.length; edge++) {
    if (broken[edge] === 1) continue;
    const g = callee[edge] as number;
    timeInto[g] = (timeInto[g] as number) + (time[edge] as number);
  }
  const share = new Float64Array(callee.length);
  let timeless = 0;
  for (let edge = 0; edge < callee.length; edge++) {
    if (broken[edge] === 1) continue;
    const sum = timeInto[callee[edge] as number] as number;
    if (sum > 0) share[edge] = (time[edge] as number) / sum;
    else timeless += 1;
  }
  if (timeless > 0) shareByCalls(edges, broken, timeInto, share);
  return share;
}

/** The same for callees whose edges have no time. */
function shareByCalls({ callee, calls }: OutEdges, broken: Uint8Array, timeInto: Float64Array, share: Float64Array): void {
  const callsInto = new Float64Array(timeInto.length);
  const edgesInto = new Uint32Array(timeInto.length);
  for (let edge = 0; edge < callee.length; edge++) {
    const g = callee[edge] as number;
    if (broken[edge] === 1 || (timeInto[g] as number) > 0) continue;
    callsInto[g] = (callsInto[g] as number) + (calls[edge] as number);
    edgesInto[g] = (edgesInto[g] as number) + 1;
  }
  for (let edge = 0; edge < callee.length; edge++) {
    const g = callee[edge] as number;
    if (broken[edge] === 1 || (timeInto[g] as number) > 0) continue;
    const sum = callsInto[g] as number;
    share[edge] = sum > 0 ? (calls[edge] as number) / sum : 1 / (edgesInto[g] as number);
  }
}
