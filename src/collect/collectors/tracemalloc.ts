import type { Note } from '../../core/model/note.ts';
import type { Collector } from './collector.ts';
import type { PythonFileKind } from './python-files.ts';
import { collectPython } from './python-files.ts';
import { injectPython, leftDirectory } from './python-injection.ts';
import type { PythonProcess } from './python-left.ts';
import { readLeft } from './python-left.ts';
import { probeInjection } from './python-probe.ts';

/** A pickle begins with its protocol and ends with a stop. */
const isWhole = (first: number, last: number): boolean => first === 0x80 && last === 0x2e;
const largest: PythonFileKind = { suffix: '.peak.pickle', name: ['tracemalloc', '.pickle'], isWhole };
/** Where less was live in the end than at the largest snapshot. */
const atExit: PythonFileKind = { suffix: '.exit.pickle', name: ['tracemalloc-exit', '.pickle'], isWhole };

/** Below this share of the peak the largest snapshot is said to miss it. */
const nearPeak = 0.9;
const leastMissedBytes = 4 * 2 ** 20;

const collect: Collector['collect'] = async (dir) => {
  const { processes } = await readLeft(leftDirectory(dir));
  const { files, notes } = await collectPython(dir, [largest, atExit]);
  const [first] = processes;
  return { files, notes: [...notes, ...(first === undefined || files.length === 0 ? [] : describePeak(first))] };
};

function describePeak({ rank, peak }: PythonProcess): Note[] {
  if (!(rank < peak * nearPeak) || peak - rank < leastMissedBytes) return [];
  const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  return [{ code: 'peak-missed', text: `the largest snapshot holds ${mebibytes(rank)} of a peak of ${mebibytes(peak)}, which was too short to be seen` }];
}

/** Python's own tracemalloc in every Python process of the workload. */
export const tracemalloc: Collector = {
  id: 'tracemalloc',
  title: 'tracemalloc',
  records: 'live memory by the line that allocated it, near the peak and at the end',
  suits: ({ language }) => language === 'python',
  probe: (context) => probeInjection(context, 'tracemalloc', (dir) => collect(dir, context)),
  prepare: (command, dir, context) => injectPython(command, dir, context, 'tracemalloc'),
  collect,
};
