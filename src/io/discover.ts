import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../core/errors.ts';
import type { Note } from '../core/model/note.ts';
import { isReportFile, isReportJson } from './report-files.ts';
import { findLatestTwins } from './latest-twin.ts';
import { countOf, listNames } from './listing.ts';
import { describeSystemError } from '../core/system-error.ts';
import { nodeReaddir, slashes, walkDirectory, type Readdir } from './walk-directory.ts';

/** A directory or file to look at, and what it is called in results ('' leaves the prefix out). */
export interface InputPath {
  readonly path: string;
  readonly label: string;
}

export interface FoundFile {
  readonly path: string;
  /** As shown: the label and the path below it, with `/`. */
  readonly name: string;
  /** Named by the user, not met while walking a directory. */
  readonly explicit: boolean;
}

export interface Discovery {
  /** In the order of the inputs, each directory's files by name. */
  readonly files: readonly FoundFile[];
  /** Directories that could not be listed. */
  readonly unreadable: readonly { readonly name: string; readonly reason: string }[];
  readonly notes: readonly Note[];
}

/**
 * Finds every file below the inputs. Files of earlier reports and of `outDir` are left out, links to
 * directories are not followed (so no loop is possible), node_modules and .git are not entered. `latest/`
 * is left out where it is a copy of the run directory beside it, and the logs of a run.
 * Throws UserError for an input that does not exist.
 */
export async function discover(inputs: readonly InputPath[], outDir: string | null, readdir: Readdir = nodeReaddir): Promise<Discovery> {
  const files: FoundFile[] = [];
  const unreadable: { name: string; reason: string }[] = [];
  const links: string[] = [];
  const seen = new Set<string>();
  const copies: string[] = [];
  let repeated = 0;
  const add = (file: FoundFile, real: string): void => {
    if (seen.has(real)) repeated += 1;
    else {
      seen.add(real);
      files.push(file);
    }
  };
  const roots = await Promise.all(inputs.map(({ path }) => realInput(path)));
  for (const [index, input] of inputs.entries()) {
    const root = roots[index] as string;
    if (!(await stat(root)).isDirectory()) {
      add({ path: input.path, name: input.label === '' ? basename(input.path) : input.label, explicit: true }, root);
      continue;
    }
    const prefix = input.label === '' ? '' : `${input.label}/`;
    const walked = await walkDirectory(root, readdir, (below, error) => unreadable.push({ name: prefix + below || '.', reason: describeSystemError(error) }));
    const own = await withoutReports(root, walked.files, outDir);
    const logs = logsOfRuns(own);
    const twins = await findLatestTwins(root, own);
    for (const { latest, twin } of twins) copies.push(`${prefix}${latest}/ is a copy of ${prefix}${twin}/ and was not read again`);
    for (const file of own.filter((each) => !logs.has(each) && !twins.some(({ files: copied }) => copied.has(each)))) add({ path: join(root, file), name: prefix + file, explicit: false }, join(root, file));
    for (const link of walked.links) {
      const target = await linkTarget(join(root, link));
      // What a link shows inside the inputs is read where it really is.
      if (target !== null && roots.some((each) => isInside(target.path, each))) continue;
      if (target?.file === true) add({ path: target.path, name: prefix + link, explicit: false }, target.path);
      else links.push(prefix + link);
    }
  }
  return { files, unreadable, notes: [...notesOf(links, repeated), ...copyNotes(copies)] };
}

async function realInput(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    throw new UserError(`${path}: ${describeSystemError(error)}`, 'name a directory of profiles, or a profile');
  }
}

/** Takes out what earlier runs wrote: below `outDir`, and beside a report.json of ours. */
async function withoutReports(root: string, files: readonly string[], outDir: string | null): Promise<string[]> {
  const reports = new Set<string>();
  if (outDir !== null) reports.add(slashes(relative(root, await realOrSame(outDir))));
  for (const file of files) {
    if (basename(file) === 'report.json' && (await isReportJson(join(root, file)))) reports.add(parentOf(file));
  }
  return files.filter((file) => {
    const parent = parentOf(file);
    const grandparent = parentOf(parent);
    return !(reports.has(parent) && isReportFile(basename(file))) && !(parent !== '' && reports.has(grandparent) && isReportFile(`${basename(parent)}/${basename(file)}`));
  });
}

function parentOf(file: string): string {
  const parent = dirname(file);
  return parent === '.' ? '' : parent;
}

async function realOrSame(path: string): Promise<string> {
  return realpath(path).catch(() => resolve(path));
}

async function linkTarget(link: string): Promise<{ path: string; file: boolean } | null> {
  try {
    const path = await realpath(link);
    return { path, file: (await stat(path)).isFile() };
  } catch {
    // Broken and looping links have no target; they are named in a note.
    return null;
  }
}

function isInside(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

function notesOf(links: readonly string[], repeated: number): Note[] {
  const notes: Note[] = [];
  if (links.length > 0) {
    notes.push({ code: 'links-not-followed', text: `${countOf(links.length, 'symbolic link was', 'symbolic links were')} not followed: ${listNames(links)}. Name the target to read it.` });
  }
  if (repeated > 0) notes.push({ code: 'repeated-files', text: `${countOf(repeated, 'file was', 'files were')} named or linked twice and read once.` });
  return notes;
}

function copyNotes(copies: readonly string[]): Note[] {
  return copies.map((text) => ({ code: 'copied-run', text }));
}

/** What a workload printed can look like a profile: lines of a word and a number are folded stacks. */
const logNames: ReadonlySet<string> = new Set(['stdout.log', 'stderr.log', 'setup.log', 'setup-stderr.log']);

/** The logs beside a run.json, and those of its base. */
function logsOfRuns(files: readonly string[]): Set<string> {
  const heads = files.filter((file) => basename(file) === 'run.json').map(parentOf);
  const runs = new Set(heads.flatMap((head) => [head, head === '' ? 'base' : `${head}/base`]));
  return new Set(files.filter((file) => logNames.has(basename(file)) && runs.has(parentOf(file))));
}
