import type { Note } from '../../core/model/note.ts';
import type { TableFrames } from './frames-of-table.ts';
import type { TableFacts } from './raw-table.ts';
import type { Writer } from './writer.ts';

interface Findings {
  readonly facts: TableFacts;
  readonly placed: TableFrames;
  readonly writer: Writer;
}

const writerNotes: Record<Writer, Note | null> = {
  cprofile: null,
  profile: {
    code: 'pstats-counts-only',
    text: 'Written by the profile module: it measures CPU time, and its callers have call counts but no times, so times per caller are unknown.',
  },
  yappi: {
    code: 'pstats-swapped-counts',
    text: 'Written by yappi, which stores all calls where pstats expects the primitive ones: they are shown the right way round. yappi measures CPU time unless it was told to measure wall time.',
  },
  sampling: {
    code: 'pstats-sampled',
    text: "Written by Python's sampling profiler: lines of one function are added up, its line is the first that was sampled, and calls are unknown.",
  },
  'counts-unknown': { code: 'pstats-calls-unknown', text: 'The profiler did not count calls: this is a sampled profile, as pyinstrument writes it.' },
};

/** What a reader of the profile should know, one note per finding. */
export function tableNotes({ facts, placed, writer }: Findings): Note[] {
  const notes: Note[] = [];
  const add = (code: string, text: string): void => {
    notes.push({ code, text });
  };
  const ofWriter = writerNotes[writer];
  if (ofWriter !== null) notes.push(ofWriter);
  if (facts.countEdges > 0 && facts.timedEdges > 0) {
    add('pstats-mixed-callers', `${facts.countEdges} callers have a call count only and ${facts.timedEdges} have times: files of two profilers were added.`);
  }
  if (placed.hasThreads) {
    add('pstats-threads', 'The program ran threads. cProfile before Python 3.12 sees one thread only; later versions mix the calls of all threads, so some callers and call counts are wrong.');
  }
  if (facts.clamped > 0) add('pstats-clamped', `${facts.clamped} values were negative, infinite or not a number: times count as 0, call counts as unknown.`);
  if (placed.missingCallers > 0) add('pstats-missing-callers', `${placed.missingCallers} callers have no row of their own: they were added with zero time and zero calls.`);
  if (placed.repeatedRows > 0) add('pstats-repeated-rows', `${placed.repeatedRows} rows name a function that an earlier row names too: they were added up.`);
  if (placed.folded > 0) add('frames-folded', `${placed.folded} functions past the limit are shown together as "(more functions)".`);
  if (placed.cutNames > 0) add('names-cut', `${placed.cutNames} names are longer than the limit and were cut.`);
  if (facts.trailingBytes > 0) add('trailing-bytes', `${facts.trailingBytes} bytes follow the table and were ignored.`);
  return notes;
}
