import type { RawTable } from './raw-table.ts';

/** Which profiler wrote a table, as far as the table shows it. */
export type Writer = 'cprofile' | 'profile' | 'yappi' | 'sampling' | 'counts-unknown';

/** Tells the writer by what only it leaves in a table. */
export function writerOf(table: RawTable): Writer {
  const { rows, facts } = table;
  if (facts.sampled) return 'sampling';
  if (facts.countEdges > 0) return 'profile';
  let unknown = 0;
  let morePrimitive = 0;
  let recursive = 0;
  for (let row = 0; row < rows.length; row++) {
    const cc = rows.cc[row] as number;
    const nc = rows.nc[row] as number;
    if (nc < 0) unknown += 1;
    else if (cc > nc) morePrimitive += 1;
    else if (nc > cc) recursive += 1;
  }
  if (unknown === rows.length) return 'counts-unknown';
  // Primitive calls are some of all calls, so a table that says otherwise throughout has them the other way round.
  return morePrimitive > 0 && recursive === 0 ? 'yappi' : 'cprofile';
}
