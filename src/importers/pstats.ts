import { InputError } from '../core/errors.ts';
import type { Importer } from './importer.ts';
import { codeLayouts } from './pstats/object-skipper.ts';
import { buildProfileSet } from './pstats/profile-from-table.ts';
import type { RawTable } from './pstats/raw-table.ts';
import { looksLikeTable } from './pstats/recognise-table.ts';
import { TableReader } from './pstats/table-reader.ts';

/**
 * Python's pstats: one marshalled dict, written by cProfile, profile, profiling.sampling, pyinstrument,
 * yappi and PyPy. Layout: CPython Lib/cProfile.py, Lib/profile.py, Lib/pstats.py, Python/marshal.c.
 */
export const pstatsImporter: Importer = {
  id: 'pstats',
  title: 'Python pstats (cProfile)',
  recognisedBy: 'a marshalled dict whose first key is the tuple (file, line, name)',
  recognise: (head) => looksLikeTable(head.bytes, head.whole),
  async read(source, limits) {
    return buildProfileSet(readTable(await source.bytes()), limits);
  },
};

/**
 * Reads the table. Files of `python -m profile` hold a code object, whose layout depends on the Python
 * that wrote it and is not named: the layout that reads the file to its last byte is the right one,
 * and failing that the one that got furthest. Throws InputError.
 */
function readTable(bytes: Uint8Array): RawTable {
  let furthest = -1;
  let outcome: RawTable | InputError | undefined;
  for (const layout of codeLayouts) {
    const reader = new TableReader(bytes, layout);
    const result = attempt(reader);
    if (!(result instanceof InputError) && result.facts.trailingBytes === 0) return result;
    if (reader.cursor.position > furthest) {
      furthest = reader.cursor.position;
      outcome = result;
    }
    if (!reader.sawCode) break;
  }
  if (outcome === undefined || outcome instanceof InputError) throw outcome ?? new InputError('holds no table');
  return outcome;
}

function attempt(reader: TableReader): RawTable | InputError {
  try {
    return reader.read();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}
