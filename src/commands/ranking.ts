import { functionTable, type FunctionTable } from '../core/analysis/function-table.ts';
import type { Profile } from '../core/model/profile.ts';

export const sortKeys = ['self', 'total', 'calls'] as const;
export type SortKey = (typeof sortKeys)[number];

/** A profile's functions and the rows to show, best first. */
export interface Ranking {
  readonly profile: Profile;
  readonly table: FunctionTable;
  /** All rows that weigh something or were called. */
  readonly order: Uint32Array;
}

/** Ranks by `key`, then by self and total, then by place in the file. */
export function rankFunctions(profile: Profile, key: SortKey): Ranking {
  const table = functionTable(profile);
  const rows = Uint32Array.from({ length: table.length }, (_, row) => row);
  const used = rows.filter((row) => table.self[row] !== 0 || table.total[row] !== 0 || (table.calls[row] as number) > 0);
  const columns = [table[key], table.self, table.total];
  return { profile, table, order: used.sort((a, b) => firstDifference(columns, a, b) || a - b) };
}

function firstDifference(columns: readonly Float64Array[], a: number, b: number): number {
  for (const column of columns) {
    const difference = (column[b] as number) - (column[a] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** True where at least one function's calls are known: then the table is the one of `pstats`. */
export function knowsCalls(table: FunctionTable): boolean {
  return table.calls.some((calls) => calls >= 0);
}

/** The last part of a path, for --strip-dirs. */
export function withoutDirectories(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}
