import { stat } from 'node:fs/promises';
import type { ReadFile } from '../core/analysis/build-report-input.ts';
import type { Note } from '../core/model/note.ts';
import { discover, type FoundFile, type InputPath } from './discover.ts';
import { tryImport } from './import-file.ts';
import { countOf, listNames } from './listing.ts';
import { looksLikeProfile } from './not-a-profile.ts';

/** Told about the reading as it goes on; all calls are optional for the receiver to show. */
export interface ReadProgress {
  /** Before each file. */
  file(name: string, index: number, count: number, size: number): void;
  /** Bytes of the current file read so far. */
  bytes(read: number): void;
}

/** What lies below the inputs, read. */
export interface ReadInputs {
  /** Profiles, run facts and rows for what could not be read, in the order of discovery. */
  readonly files: readonly ReadFile[];
  /** What was passed over, and why. */
  readonly notes: readonly Note[];
  /** Failures that are our fault; each is also a row. */
  readonly bugs: readonly unknown[];
}

/**
 * Reads every profile below `inputs`. A file met in a directory that neither is nor looks like a
 * profile is counted in one note; every other failure is a row. Throws UserError for a missing input.
 */
export async function readInputs(inputs: readonly InputPath[], outDir: string | null, progress: ReadProgress): Promise<ReadInputs> {
  const found = await discover(inputs, outDir);
  const files: ReadFile[] = found.unreadable.map(({ name, reason }) => unreadableDirectory(name, reason));
  const passedOver: string[] = [];
  const bugs: unknown[] = [];
  for (const [index, each] of found.files.entries()) {
    progress.file(each.name, index, found.files.length, await sizeOf(each.path));
    const { file, unrecognised, bug } = await tryImport(each.path, each.name, (read) => progress.bytes(read));
    if (bug !== null) bugs.push(bug);
    if (unrecognised && isNoProfile(each)) passedOver.push(each.name);
    else files.push(file);
  }
  return { files, notes: [...found.notes, ...passedOverNotes(passedOver)], bugs };
}

async function sizeOf(path: string): Promise<number> {
  // Only for the progress bar: what is wrong with the file is said when it is read.
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

function isNoProfile({ name, explicit }: FoundFile): boolean {
  return !explicit && !looksLikeProfile(name);
}

function passedOverNotes(names: readonly string[]): Note[] {
  if (names.length === 0) return [];
  return [{ code: 'no-profiles', text: `${countOf(names.length, 'file is no profile', 'files are no profiles')}: ${listNames(names)}.` }];
}

function unreadableDirectory(name: string, reason: string): ReadFile {
  return {
    file: name,
    bytes: 0,
    format: null,
    formatTitle: null,
    set: null,
    facts: null,
    run: null,
    error: { message: `the directory cannot be listed: ${reason}`, place: '', hint: 'run perf-report as a user who may read it' },
    notes: [],
  };
}
