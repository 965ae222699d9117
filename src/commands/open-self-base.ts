import { openWorktree } from '../collect/ab/worktree.ts';
import type { Note } from '../core/model/note.ts';
import type { GitFacts } from '../core/model/run-record.ts';
import type { OpenBase } from './open-base.ts';

/** The head once more, to be compared with itself. */
export interface SelfBase extends OpenBase {
  /** True where both arms run in the working tree itself. */
  readonly sameTree: boolean;
}

/**
 * A checkout of the head beside it, as a build has one of its base; with changes that are not committed, or without git, the working
 * tree itself, and a note why. Throws UserError where git refuses the checkout.
 */
export async function openSelfBase(root: string, git: GitFacts | null, env: Readonly<Record<string, string | undefined>>): Promise<SelfBase> {
  const sha = git?.sha ?? null;
  if (sha !== null && git?.dirty === false) {
    const worktree = await openWorktree({ root, env }, sha);
    return { identity: { sha, ref: 'HEAD' }, worktree, notes: worktree.notes, sameTree: false };
  }
  const why = git === null ? 'this is no git repository' : sha === null ? 'nothing is committed yet' : git.dirty === true ? 'files have changes that are not committed' : 'git does not tell whether files are changed';
  const note: Note = { code: 'same-tree', text: `${why}, so both sides run in the working tree itself: what another directory does to the times is not in the result` };
  // Every directory is below it: wherever a workload runs, both sides run there.
  const worktree = { headRoot: '/', baseRoot: '/', notes: [], close: () => Promise.resolve() };
  return { identity: { sha: sha ?? '', ref: 'HEAD' }, worktree, notes: [note], sameTree: true };
}
