import type { BaseIdentity } from '../collect/ab/arms.ts';
import { resolveBase } from '../collect/ab/resolve-base.ts';
import { openWorktree, type Worktree } from '../collect/ab/worktree.ts';
import type { Settings } from '../config/settings.ts';
import type { Note } from '../core/model/note.ts';
import type { GitFacts } from '../core/model/run-record.ts';

/** The version to compare with, checked out. */
export interface OpenBase {
  readonly identity: BaseIdentity;
  readonly worktree: Worktree;
  /** Of the order of the pairs; left out where the commit gives it. */
  readonly seed?: number;
  readonly notes: readonly Note[];
}

/** Resolves and checks out the base where one is asked for. Throws UserError, before anything runs, where there is none to compare with. */
export async function openBase({ base, target, allowSame, root }: Settings, git: GitFacts | null, env: Readonly<Record<string, string | undefined>>): Promise<OpenBase | null> {
  if (base === null) return null;
  const place = { root, env };
  const { sha, ref, notes } = await resolveBase({ base, target, allowSame, git }, place);
  const worktree = await openWorktree(place, sha);
  return { identity: { sha, ref }, worktree, notes: [...notes, ...worktree.notes] };
}
