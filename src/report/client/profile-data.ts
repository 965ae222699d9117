export type BaseUnit = 'seconds' | 'bytes' | 'count';

/** A function by what tells it from others. */
export interface Place {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/** One caller or callee; `total` is the callee's value under this caller, null where unknown. */
export interface EdgeRow extends Place {
  readonly calls: number | null;
  readonly total: number | null;
}

export interface FunctionRow extends Place {
  readonly self: number;
  readonly total: number;
  readonly calls: number | null;
  readonly callers: readonly EdgeRow[];
  readonly callees: readonly EdgeRow[];
}

export interface ProfileData {
  readonly id: string;
  readonly title: string;
  readonly unit: BaseUnit;
  readonly total: number;
  readonly functions: readonly FunctionRow[];
  readonly markdown: string;
}
