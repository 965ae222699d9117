import { lstat, mkdir, mkdtemp, readdir, rename, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ensureDir, outputFile, remove } from 'fs-extra/esm';
import { UserError } from '../core/errors.ts';
import { holdsReport, isJunitOfOurs } from './report-files.ts';
import { systemErrorCode } from '../core/system-error.ts';
import { cannotWrite } from './write-file.ts';

/** Writes one file and the directories above it; a port for tests of a full disk. */
export type WriteOne = (path: string, content: string) => Promise<void>;

/** A report directory's page is renamed into place last: whoever sees it sees all of it. */
const lastName = 'index.html';
const junitName = 'junit.xml';
const stagingPrefix = '.perf-report-';

/**
 * Writes `files` (relative path with `/` -> content) into `directory`, all or none: they are written
 * beside their places first and renamed when all are on disk. Flame graphs that an earlier report
 * left are removed, and its test results, which would be taken for those of this one; no other file is touched. Throws UserError that names the path.
 */
export async function writeReport(directory: string, files: ReadonlyMap<string, string>, write: WriteOne = outputFile): Promise<void> {
  const made = await makeDirectory(directory);
  try {
    await refuseForeign(directory, files);
    const staging = await mkdtemp(join(directory, stagingPrefix)).catch((error: unknown) => {
      throw cannotWrite(directory, error);
    });
    try {
      await stage(staging, directory, files, write);
      await moveIntoPlace(staging, directory, files);
    } finally {
      await remove(staging);
    }
  } catch (error) {
    // Parents that mkdir made too are left: they hold nothing, and others may be using them.
    if (made) await rmdir(directory).catch(() => undefined);
    throw error;
  }
  if (files.has(lastName)) await removeStaleFlames(directory, files);
  if (!files.has(junitName)) await removeStaleJunit(directory);
}

async function makeDirectory(directory: string): Promise<boolean> {
  try {
    return (await mkdir(directory, { recursive: true })) !== undefined;
  } catch (error) {
    throw systemErrorCode(error) === 'EEXIST' ? new UserError(`${directory} is a file`, 'choose a directory with -o') : cannotWrite(directory, error);
  }
}

/** Somebody else's index.html is not ours to replace, and nothing is written through a link out of the directory. */
async function refuseForeign(directory: string, files: ReadonlyMap<string, string>): Promise<void> {
  const taken: string[] = [];
  for (const name of files.keys()) {
    const existing = await lstat(join(directory, name)).catch(() => null);
    if (existing?.isDirectory() === true) throw new UserError(`${join(directory, name)} is a directory`, 'choose another directory with -o');
    if (existing !== null) taken.push(name);
    const parent = dirname(name);
    if (parent === '.') continue;
    const folder = await lstat(join(directory, parent)).catch(() => null);
    if (folder !== null && !folder.isDirectory()) throw new UserError(`${join(directory, parent)} is not a directory`, 'choose another directory with -o');
  }
  const [first] = taken;
  if (first !== undefined && !(await holdsReport(directory))) {
    throw new UserError(`${join(directory, first)} was not written by perf-report and is left as it is`, 'choose another directory with -o');
  }
}

async function stage(staging: string, directory: string, files: ReadonlyMap<string, string>, write: WriteOne): Promise<void> {
  for (const [name, content] of files) {
    try {
      await write(join(staging, name), content);
    } catch (error) {
      throw cannotWrite(join(directory, name), error);
    }
  }
}

async function moveIntoPlace(staging: string, directory: string, files: ReadonlyMap<string, string>): Promise<void> {
  const names = [...files.keys()].sort((a, b) => Number(a === lastName) - Number(b === lastName));
  // All that needs space comes before the first rename, which needs none.
  for (const name of names) {
    await ensureDir(dirname(join(directory, name))).catch((error: unknown) => {
      throw cannotWrite(join(directory, name), error);
    });
  }
  for (const name of names) {
    await rename(join(staging, name), join(directory, name)).catch((error: unknown) => {
      throw cannotWrite(join(directory, name), error);
    });
  }
}

/** A build service would read yesterday's verdict. */
async function removeStaleJunit(directory: string): Promise<void> {
  const path = join(directory, junitName);
  if (await isJunitOfOurs(path)) await remove(path);
}

async function removeStaleFlames(directory: string, files: ReadonlyMap<string, string>): Promise<void> {
  const folder = join(directory, 'flame');
  const kind = await lstat(folder).catch(() => null);
  if (kind?.isDirectory() !== true) return;
  for (const name of await readdir(folder)) {
    // Only names that we give: p1.svg, p2.svg, …
    if (/^p\d+\.svg$/.test(name) && !files.has(`flame/${name}`)) await remove(join(folder, name));
  }
  await rmdir(folder).catch(() => undefined);
}
