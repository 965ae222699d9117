/**
 * Exact function table and caller edges. Row i of every function column is frame i of the profile's
 * frame table. Weights are in the profile's unit. A call count of -1 means unknown.
 */
export interface CallGraph {
  readonly self: Float64Array;
  /** Inclusive, recursion counted as the file counts it. */
  readonly total: Float64Array;
  /** All calls, recursive ones included. */
  readonly calls: Float64Array;
  /** Calls not made by recursion. */
  readonly primitiveCalls: Float64Array;
  readonly edges: CallEdges;
}

/** Edges in the file's order, columns of equal length. */
export interface CallEdges {
  /** Frame index of the caller. */
  readonly caller: Uint32Array;
  /** Frame index of the callee. */
  readonly callee: Uint32Array;
  readonly calls: Float64Array;
  readonly primitiveCalls: Float64Array;
  /** Self time of the callee when called by the caller; all zero where the file knows only counts. */
  readonly self: Float64Array;
  readonly total: Float64Array;
  /** False where the file stores call counts alone. */
  readonly timesKnown: boolean;
}
