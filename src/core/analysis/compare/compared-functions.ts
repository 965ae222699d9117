import type { CodeOwner } from '../../model/code-owner.ts';
import type { Profile } from '../../model/profile.ts';
import type { BaseUnit } from '../../units/value.ts';
import type { FunctionTable } from '../function-table.ts';

/** By row of a function table and line: the function whose line it is, where that is another one than the row's (see ownByLine). */
export type LineOwners = ReadonlyMap<number, ReadonlyMap<number, number>>;

/** One run: values per function of the comparison, in the base unit. */
export interface Run {
  readonly profile: Profile;
  readonly table: FunctionTable;
  /** Function of each row of `table`. */
  readonly functionOfRow: Uint32Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
  /** 0 where the function is not in the run, NaN where the format does not know. */
  readonly calls: Float64Array;
  /** 1 where the function is in the run. */
  readonly present: Uint8Array;
  readonly sum: number;
  readonly lineOwners?: LineOwners;
}

/** The runs of a side and their means. */
export interface Side {
  readonly runs: readonly Run[];
  readonly self: Float64Array;
  readonly total: Float64Array;
  readonly calls: Float64Array;
  /** In how many runs the function is. */
  readonly seen: Uint32Array;
  readonly sum: number;
}

/** Functions of both sides under one numbering. */
export interface ComparedFunctions {
  readonly count: number;
  readonly unit: BaseUnit;
  readonly callsKnown: boolean;
  readonly name: readonly string[];
  /** Path as shown. */
  readonly file: readonly string[];
  /** Path as the profiler wrote it. */
  readonly rawFile: readonly string[];
  readonly line: readonly number[];
  readonly owner: readonly CodeOwner[];
  readonly base: Side;
  readonly head: Side;
}
