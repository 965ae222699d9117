import type { Importer } from './importer.ts';
import { startsAsSnapshot } from './tracemalloc/pickle-head.ts';
import { snapshotProfiles } from './tracemalloc/profiles.ts';
import { unpickleSnapshot } from './tracemalloc/unpickle.ts';

const id = 'tracemalloc';

/** `tracemalloc.take_snapshot().dump(path)` of Python 3.6 and newer: live memory by allocation line. */
export const tracemallocImporter: Importer = {
  id,
  title: 'Python tracemalloc snapshot',
  recognisedBy: 'pickle of protocol 4 or 5 (80 04|05) whose first object is a class of module tracemalloc',
  recognise: (head) => startsAsSnapshot(head.bytes),
  async read(source, limits) {
    const content = await source.bytes();
    const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
    const snapshot = unpickleSnapshot(bytes, limits);
    const trailing = bytes.length - snapshot.end;
    const text = `${trailing} bytes follow the snapshot's end at byte ${snapshot.end} and were not read: a file holds one snapshot`;
    return snapshotProfiles(snapshot, id, trailing === 0 ? [] : [{ code: 'trailing-bytes', text }]);
  },
};
