import { describePlace, InputError } from '../core/errors.ts';
import type { ReadFile } from '../core/analysis/build-report-input.ts';
import { importLimits } from '../core/limits.ts';
import { checkTotals } from '../core/model/check-totals.ts';
import type { Note } from '../core/model/note.ts';
import type { InputFailure } from '../core/model/report.ts';
import { openFile, type OnProgress, type OpenedFile } from './file-source.ts';
import { knownFormats, type KnownFormats } from './known-formats.ts';
import { saysNothingOfProfiles } from './not-a-profile.ts';
import { NothingToRead, openRegular } from './open-regular.ts';

/** Run facts are a page of text; a longer file is something else. */
const maxFactsBytes = 16 * 1024 ** 2;

const unknownFormat: InputFailure = {
  message: 'is in no format that perf-report reads',
  place: '',
  hint: 'perf-report formats lists what is read and how it is recognised',
};

/** A file that was looked at. */
export interface ImportedFile {
  readonly file: ReadFile;
  /** True where nothing says that it is a profile (unknown format, empty, not regular); `file.error` is set too. */
  readonly unrecognised: boolean;
  /** What an importer failed with where that is our fault; `file.error` is set too. */
  readonly bug: unknown;
}

/**
 * Reads one file as a profile or as run facts, by its content. Never throws for what is wrong with
 * the file: that is `error` (message, place, hint). `name` is what the result calls it.
 */
export async function importFile(path: string, name: string, onProgress: OnProgress = () => undefined): Promise<ReadFile> {
  return (await tryImport(path, name, onProgress)).file;
}

/** Like importFile, and tells a broken profile from a file that is none. */
export async function tryImport(path: string, name: string, onProgress: OnProgress = () => undefined, formats: KnownFormats = knownFormats): Promise<ImportedFile> {
  const blank: ReadFile = { file: name, bytes: 0, format: null, formatTitle: null, set: null, facts: null, run: null, error: null, notes: [] };
  let opened: OpenedFile;
  try {
    opened = await openFile(path, name, onProgress);
  } catch (error) {
    return { file: { ...blank, error: failureOf(error) }, unrecognised: error instanceof NothingToRead, bug: error instanceof InputError ? null : error };
  }
  let known: ReadFile = { ...blank, bytes: opened.source.size };
  try {
    const reading = recognise(opened, formats);
    if (reading === null) return { file: { ...known, error: unknownFormat }, unrecognised: true, bug: null };
    known = { ...known, format: reading.id, formatTitle: reading.title };
    const read = await reading.read(opened);
    return { file: { ...known, ...read, notes: [...read.notes, ...(await changeNotes(path, opened))] }, unrecognised: false, bug: null };
  } catch (error) {
    const file: ReadFile = { ...known, error: failureOf(error), notes: await changeNotes(path, opened) };
    return { file, unrecognised: known.format !== null && saysNothingOfProfiles(known.format), bug: error instanceof InputError ? null : error };
  }
}

type ReadPart = Pick<ReadFile, 'set' | 'facts' | 'run' | 'notes'>;

interface Reading {
  readonly id: string;
  readonly title: string;
  read(opened: OpenedFile): Promise<ReadPart>;
}

/** Run facts first: their few fixed words could pass as folded stacks. Declined formats last: theirs are the broadest rules. */
function recognise({ head, source }: OpenedFile, formats: KnownFormats): Reading | null {
  const facts = formats.runFacts.find((reader) => reader.recognise(head, source.name));
  if (facts !== undefined) {
    return {
      id: facts.id,
      title: facts.title,
      async read() {
        if (source.size > maxFactsBytes) throw new InputError(`holds ${source.size} bytes, too many for ${facts.title}`, {}, 'check what wrote this file');
        const read = facts.read(new TextDecoder().decode(await source.bytes()), source.name);
        return { set: null, facts: read.facts, run: read.run ?? null, notes: read.notes };
      },
    };
  }
  const importer = formats.importers.find((each) => each.recognise(head, source.name));
  if (importer !== undefined) {
    return {
      id: importer.id,
      title: importer.title,
      async read() {
        const set = await importer.read(source, importLimits);
        checkTotals(set);
        return { set, facts: null, run: null, notes: [] };
      },
    };
  }
  const declined = formats.declined.find((format) => format.recognise(head));
  if (declined !== undefined) {
    const refusal = new InputError(`is ${declined.title}, which is recognised and not read`, {}, declined.advice);
    return { id: declined.id, title: declined.title, read: () => Promise.reject(refusal) };
  }
  return null;
}

/** A bug of ours is a row like any other failure, so that one bad file does not take the others with it. */
function failureOf(error: unknown): InputFailure {
  if (error instanceof InputError) return { message: error.message, place: describePlace(error.place), hint: error.hint ?? null };
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { message: `perf-report failed on this file (${reason})`, place: '', hint: 'this is a bug in perf-report: run it with --debug and report the stack' };
}

/** A profile that is still being written is read as far as it had come; the reader must know. */
async function changeNotes(path: string, opened: OpenedFile): Promise<Note[]> {
  const now = await openRegular(path, path).catch(() => null);
  await now?.handle.close();
  if (now !== null && now.stats.size === opened.stats.size && now.stats.mtimeMs === opened.stats.mtimeMs) return [];
  return [{ code: 'changed-while-read', text: `The file changed while it was read: what is shown is its first ${opened.stats.size} bytes. Read it again once the profiler has ended.` }];
}
