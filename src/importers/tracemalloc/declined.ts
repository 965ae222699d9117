import type { DeclinedFormat } from '../importer.ts';
import { startsAsPickle, startsAsSnapshot } from './pickle-head.ts';

/** Pickles of anything but a tracemalloc snapshot. A pickle is a program: none is ever run. */
export const otherPickle: DeclinedFormat = {
  id: 'pickle',
  title: 'a Python pickle other than a tracemalloc snapshot',
  recognisedBy: 'pickle opcodes (80 02..05, or the first lines of protocol 0) without a tracemalloc snapshot as the first object',
  advice:
    'this pickle is not a tracemalloc Snapshot.dump; lists or dicts of snapshots are not read: dump each with `snapshot.dump(path)`. ' +
    "From yappi save with `stats.save(path, type='pstat')`, from line_profiler print with `python -m line_profiler FILE`.",
  recognise: (head) => startsAsPickle(head.bytes, head.text) && !startsAsSnapshot(head.bytes),
};
