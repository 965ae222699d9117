import { UserError } from '../../core/errors.ts';
import type { Note } from '../../core/model/note.ts';
import type { GitFacts } from '../../core/model/run-record.ts';
import { askGit, commitOf, type GitPlace } from './ask-git.ts';
import { findTargetBranch } from './target-branch.ts';

export interface BaseRequest {
  /** A branch, tag or commit, or `auto`. */
  readonly base: string;
  readonly target: string | null;
  readonly allowSame: boolean;
  /** What is known of the head; null outside of a repository. */
  readonly git: GitFacts | null;
}

/** The version to compare with. */
export interface ResolvedBase {
  readonly sha: string;
  /** As shown: "origin/main", "merge base with origin/main". */
  readonly ref: string;
  readonly notes: readonly Note[];
}

const wholeHistory = 'fetch the whole history: git fetch --unshallow; in CI fetch-depth: 0 (GitHub), GIT_DEPTH: 0 (GitLab), no shallow clone (Jenkins)';

/** Finds the commit that the head is compared with. Throws UserError with the way out where there is none, or where it is the head itself. */
export async function resolveBase(request: BaseRequest, place: GitPlace): Promise<ResolvedBase> {
  const { git, base, allowSame } = request;
  if (git === null) throw new UserError('there is no base to compare with: this is not a git repository', 'run inside of one, or without --base');
  const head = git.sha === null ? null : await commitOf(place, 'HEAD');
  if (head === null) throw new UserError('there is no base to compare with: this branch has no commit yet', 'commit first, or run without --base');
  const shallow = git.shallow === true;
  const found = base === 'auto' ? await autoBase(request, git, head, place) : { sha: await namedBase(place, base, shallow), ref: base };
  if (found.sha === head && git.dirty !== true && !allowSame) {
    throw new UserError(`base and head are the same commit, ${head.slice(0, 9)} (${found.ref}): there is nothing to compare`, 'name another one with --base; --allow-same compares a commit with itself, to see how calm the machine is');
  }
  return { ...found, notes: git.dirty === true ? [{ code: 'dirty-head', text: `the head is the working tree as it is: ${head.slice(0, 9)} with changes that are not committed` }] : [] };
}

async function namedBase(place: GitPlace, base: string, shallow: boolean): Promise<string> {
  const sha = await commitOf(place, base);
  if (sha !== null) return sha;
  throw new UserError(`the base "${base}" is no commit of this ${shallow ? 'shallow ' : ''}clone`, shallow ? wholeHistory : `fetch it: git fetch origin; git branch --all and git tag list what there is`);
}

/** Where the head left the target branch; on that branch the commit before. */
async function autoBase({ target }: BaseRequest, git: GitFacts, head: string, place: GitPlace): Promise<{ sha: string; ref: string }> {
  const shallow = git.shallow === true;
  const branch = await findTargetBranch(place, target, shallow);
  const { exitCode, stdout } = await askGit(place, ['merge-base', head, branch.sha]);
  const fork = exitCode === 0 ? stdout.trim() : null;
  const onTarget = git.branch === branch.name || (fork === head && git.dirty !== true);
  if (onTarget) return (await lastGoodCommit(place, head)) ?? { sha: await commitBefore(place, head, shallow), ref: `commit before HEAD on ${branch.name}` };
  if (fork === null || !/^[0-9a-f]{40,64}$/.test(fork)) {
    throw new UserError(`HEAD and ${branch.shown} have no commit in common${shallow ? ' in this shallow clone' : ''}`, shallow ? wholeHistory : 'name a commit to compare with: --base REF');
  }
  return { sha: fork, ref: `merge base with ${branch.shown}` };
}

/** The commit of the last build that succeeded, where CI says which and the head stands on it: commits between were never compared with it. */
async function lastGoodCommit(place: GitPlace, head: string): Promise<{ sha: string; ref: string } | null> {
  const said = (place.env['GIT_PREVIOUS_SUCCESSFUL_COMMIT'] ?? '').trim();
  if (!/^[0-9a-f]{40,64}$/.test(said)) return null;
  const sha = await commitOf(place, said);
  if (sha === null || sha === head) return null;
  const { exitCode } = await askGit(place, ['merge-base', '--is-ancestor', sha, head]);
  return exitCode === 0 ? { sha, ref: `last good commit ${sha.slice(0, 9)}` } : null;
}

async function commitBefore(place: GitPlace, head: string, shallow: boolean): Promise<string> {
  const before = await commitOf(place, `${head}^1`);
  if (before !== null) return before;
  throw shallow ? new UserError('the commit before HEAD is not in this shallow clone', wholeHistory) : new UserError('HEAD is the first commit: there is none before it to compare with', 'run without --base');
}
