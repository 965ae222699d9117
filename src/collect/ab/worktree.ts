import { mkdtemp, realpath, rm, stat, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../core/errors.ts';
import type { Note } from '../../core/model/note.ts';
import { describeSystemError, systemErrorCode } from '../../core/system-error.ts';
import { askGit, gitComplaint, type GitPlace } from './ask-git.ts';

/** A commit, checked out beside the working tree. */
export interface Worktree {
  /** Root of the working tree of the head, and of the base; absolute, without links. */
  readonly headRoot: string;
  readonly baseRoot: string;
  readonly notes: readonly Note[];
  /** Takes it away, whatever was written into it; never throws. */
  close(): Promise<void>;
}

/** A checkout writes every file; one that hangs (a network file system, a filter) ends some time. */
const checkoutMs = 15 * 60_000;
const longestName = 200;

/**
 * Checks `sha` out into a temporary directory, whose path is as long as that of the head's tree where that is long enough: the
 * length of paths moves the stack. Hooks do not run. Throws UserError where git refuses; nothing is left then.
 */
export async function openWorktree(place: GitPlace, sha: string): Promise<Worktree> {
  const top = await askGit(place, ['rev-parse', '--show-toplevel']);
  if (top.exitCode !== 0) throw new UserError(`the base cannot be checked out: ${gitComplaint(top)}`, 'run inside of a working tree, or without --base');
  const headRoot = await realpath(top.stdout.replace(/\r?\n$/, ''));
  const parent = await realpath(await mkdtemp(join(tmpdir(), 'pr-')));
  const own: GitPlace = { root: headRoot, env: place.env };
  const baseRoot = paddedPath(parent, headRoot.length);
  const close = async (): Promise<void> => {
    // Git's own removal first: it also forgets the tree. Directories that nobody may write to (Go's module cache) are left to the next line.
    await quietly(async () => askGit(own, ['worktree', 'remove', '--force', '--force', baseRoot], checkoutMs));
    await quietly(async () => rm(parent, { recursive: true, force: true, maxRetries: 3 }));
    await quietly(async () => askGit(own, ['worktree', 'prune']));
  };
  try {
    const added = await askGit(own, ['worktree', 'add', '--detach', '--force', '--', baseRoot, sha], checkoutMs);
    if (added.exitCode !== 0) throw new UserError(`the base ${sha.slice(0, 9)} cannot be checked out: ${gitComplaint(added)}`, 'check the space of the temporary directory (TMPDIR) and the filters of the repository (git lfs)');
    return { headRoot, baseRoot, notes: await worktreeNotes(headRoot, baseRoot), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A path below `parent` of `length` characters, longer where that is too short. */
export function paddedPath(parent: string, length: number): string {
  let path = `${parent}/b`;
  while (path.length < length) {
    const left = length - path.length;
    // A slash needs a name after it.
    const name = path.length - path.lastIndexOf('/') - 1;
    path += name >= longestName && left >= 2 ? '/b' : 'b';
  }
  return path;
}

async function worktreeNotes(headRoot: string, baseRoot: string): Promise<Note[]> {
  const notes: Note[] = [];
  if (await exists(join(baseRoot, '.gitmodules'))) notes.push({ code: 'base-submodules', text: 'the base has submodules, which are not checked out there: where the workload needs them, let setup run git submodule update --init' });
  if ((await fileSystem(headRoot)) !== (await fileSystem(baseRoot))) notes.push({ code: 'base-elsewhere', text: 'base and head lie on file systems of different kinds: a workload that mostly reads and writes its own tree may differ for that alone (set TMPDIR to a directory beside the repository)' });
  return notes;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw new UserError(`the base cannot be read: ${describeSystemError(error)}`);
  }
}

async function fileSystem(path: string): Promise<number> {
  return (await statfs(path)).type;
}

/** What cannot be taken away is left to the system's cleaning of temporary files; the run has its figures. */
async function quietly(work: () => Promise<unknown>): Promise<void> {
  await work().catch(() => undefined);
}
