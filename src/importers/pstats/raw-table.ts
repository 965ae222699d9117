import type { FunctionKeys } from './function-keys.ts';
import type { StringTable } from './string-table.ts';

/** A pstats table as the file has it: rows and caller edges in file order, functions as key ids. */
export interface RawTable {
  readonly strings: StringTable;
  readonly keys: FunctionKeys;
  readonly rows: RowColumns;
  readonly edges: EdgeColumns;
  readonly facts: TableFacts;
  /** For hashes, see content-seed.ts. */
  readonly seed: number;
}

/** What was met while reading. */
export interface TableFacts {
  /** The `("__sampled__",)` key of Python 3.15's sampling profiler. */
  sampled: boolean;
  /** Callers that are a bare count. */
  countEdges: number;
  /** Callers with times. */
  timedEdges: number;
  /** Values that were no finite time or count of at least 0. */
  clamped: number;
  /** Bytes after the table. */
  trailingBytes: number;
}

/** Columns of the function rows, named as pstats names them. */
export class RowColumns {
  length = 0;
  functions = new Int32Array(0);
  /** Index of the row's first edge. */
  edgeStarts = new Uint32Array(0);
  cc = new Float64Array(0);
  nc = new Float64Array(0);
  tt = new Float64Array(0);
  ct = new Float64Array(0);

  constructor(capacity: number) {
    this.resize(Math.max(16, capacity));
  }

  add(functionId: number, edgeStart: number): number {
    const row = this.length++;
    if (row >= this.functions.length) this.resize(this.functions.length * 2);
    this.functions[row] = functionId;
    this.edgeStarts[row] = edgeStart;
    return row;
  }

  private resize(size: number): void {
    this.functions = copied(this.functions, new Int32Array(size));
    this.edgeStarts = copied(this.edgeStarts, new Uint32Array(size));
    this.cc = copied(this.cc, new Float64Array(size));
    this.nc = copied(this.nc, new Float64Array(size));
    this.tt = copied(this.tt, new Float64Array(size));
    this.ct = copied(this.ct, new Float64Array(size));
  }
}

/** Columns of the caller edges. Mind the file's order: callers are (nc, cc, tt, ct), rows (cc, nc, tt, ct). */
export class EdgeColumns {
  length = 0;
  /** Function ids. */
  callers = new Uint32Array(0);
  /** Row of the callee. */
  rows = new Uint32Array(0);
  nc = new Float64Array(0);
  cc = new Float64Array(0);
  tt = new Float64Array(0);
  ct = new Float64Array(0);

  constructor(capacity: number) {
    this.resize(Math.max(16, capacity));
  }

  add(caller: number, row: number): number {
    const edge = this.length++;
    if (edge >= this.callers.length) this.resize(Math.ceil(this.callers.length * 1.5));
    this.callers[edge] = caller;
    this.rows[edge] = row;
    return edge;
  }

  copyValues(from: number, to: number): void {
    this.nc[to] = this.nc[from] as number;
    this.cc[to] = this.cc[from] as number;
    this.tt[to] = this.tt[from] as number;
    this.ct[to] = this.ct[from] as number;
  }

  private resize(size: number): void {
    this.callers = copied(this.callers, new Uint32Array(size));
    this.rows = copied(this.rows, new Uint32Array(size));
    this.nc = copied(this.nc, new Float64Array(size));
    this.cc = copied(this.cc, new Float64Array(size));
    this.tt = copied(this.tt, new Float64Array(size));
    this.ct = copied(this.ct, new Float64Array(size));
  }
}

function copied<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}
