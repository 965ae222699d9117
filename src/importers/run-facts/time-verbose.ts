import { InputError } from '../../core/errors.ts';
import type { Note } from '../../core/model/note.ts';
import { noRunFacts } from '../../core/model/run.ts';
import { durationSeconds } from './duration.ts';
import { shownText } from './fact-text.ts';
import type { ReadFacts, RunFactsReader } from './reader.ts';

const FIRST = 'Command being timed: "';
const SECOND = /^\s*User time \(seconds\):/m;

/**
 * `/usr/bin/time -v`, GNU and BusyBox: a block of `Label: value` lines after what the program itself wrote to stderr,
 * on the same line where that did not end in a line break. "kbytes" are 1024 bytes (GNU time's summary code).
 */
export const timeVerboseReader: RunFactsReader = {
  id: 'time-v',
  title: '/usr/bin/time -v output',
  recognisedBy: 'a line `Command being timed: "…"` followed by `User time (seconds):`',
  recognise: (head) => {
    const start = blockStart(head.text);
    return start >= 0 && (SECOND.test(head.text.slice(start)) || !head.whole);
  },
  read: readTimeVerbose,
};

/** Where the last block starts: of nested commands that is the outermost one. -1 where there is none. */
function blockStart(text: string): number {
  for (let at = text.lastIndexOf(FIRST); at >= 0; at = at === 0 ? -1 : text.lastIndexOf(FIRST, at - 1)) {
    if (at === 0 || /[\t\n]/.test(text[at - 1] as string)) return at;
  }
  return -1;
}

function readTimeVerbose(text: string, fileName: string): ReadFacts {
  const start = blockStart(text);
  if (start < 0) throw new InputError('no line `Command being timed` was found', { line: 1 }, 'write the output of /usr/bin/time -v into this file');
  // The command may hold line breaks: it ends where the next label starts.
  const length = text.slice(start).search(SECOND);
  const commandEnd = length < 0 ? text.length : start + length;
  const values = readLabels(text.slice(commandEnd));
  const notes: Note[] = [];
  if (blockStart(text.slice(0, start)) >= 0) {
    notes.push({ code: 'several-blocks', text: 'the file holds several blocks of time -v; the last one, of the outermost command, is shown' });
  }
  const number = (label: string): number | null => {
    const value = values.get(label);
    if (value !== undefined && /^\d{1,15}(\.\d{1,9})?$/.test(value)) return Number(value);
    notes.push({ code: 'unread-fact', text: value === undefined ? `the block of time -v has no "${label}"` : `"${label}" is no number and was left out` });
    return null;
  };
  const elapsed = durationSeconds(values.get('Elapsed') ?? '');
  if (elapsed === null) notes.push({ code: 'unread-fact', text: 'the block of time -v has no "Elapsed (wall clock) time" that is a time' });
  const kibibytes = number('Maximum resident set size');
  const facts = {
    ...noRunFacts,
    command: shownText(text.slice(start + FIRST.length, commandEnd).trimEnd().replace(/"$/, '')),
    wallSeconds: elapsed,
    cpuUserSeconds: number('User time'),
    cpuSystemSeconds: number('System time'),
    peakRssBytes: kibibytes === null ? null : kibibytes * 1024,
    exitCode: exitCode(text.slice(Math.max(0, start - 100), start), number('Exit status'), notes),
    sources: [fileName],
  };
  return { facts, notes };
}

/** Values by label without its unit: "Elapsed (wall clock) time (h:mm:ss or m:ss): 0:01.00" is Elapsed. */
function readLabels(block: string): Map<string, string> {
  const values = new Map<string, string>();
  // A block is 23 lines; what follows it is another program's output.
  for (const line of block.split('\n', 40)) {
    const field = /^\s*([A-Z][^:(]*?)(?: \(.*\)[^:()]*)?: (.*?)\r?$/.exec(line.slice(0, 500));
    if (field === null) break;
    values.set(field[1] as string, field[2] as string);
  }
  return values;
}

/** GNU time gives exit status 0 for a killed program and says the signal just before its block. */
function exitCode(before: string, status: number | null, notes: Note[]): number | null {
  const signal = /Command (?:terminated|stopped) by signal (\d{1,3})\r?\n\s*$/.exec(before)?.[1];
  if (signal === undefined) return status;
  notes.push({ code: 'killed', text: `the program was ended by signal ${signal}; its exit code is shown as 128 + ${signal}, as shells do` });
  return 128 + Number(signal);
}
