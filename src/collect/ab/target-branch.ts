import { UserError } from '../../core/errors.ts';
import { commitOf, type GitPlace } from './ask-git.ts';

/** The branch that changes go into. */
export interface TargetBranch {
  /** Without `origin/`. */
  readonly name: string;
  /** As shown: "origin/main". */
  readonly shown: string;
  readonly sha: string;
}

/** Where CI systems say which branch a change goes into: Jenkins, GitHub, GitLab, Buildkite, Azure. */
const variables = ['CHANGE_TARGET', 'GITHUB_BASE_REF', 'CI_MERGE_REQUEST_TARGET_BRANCH_NAME', 'BUILDKITE_PULL_REQUEST_BASE_BRANCH', 'SYSTEM_PULLREQUEST_TARGETBRANCH'] as const;

const guesses = ['refs/remotes/origin/HEAD', 'refs/remotes/origin/main', 'refs/heads/main', 'refs/remotes/origin/master', 'refs/heads/master'] as const;

/** The branch that was named, else the one that CI names, else the main branch. Throws UserError where there is none. */
export async function findTargetBranch(place: GitPlace, named: string | null, shallow: boolean): Promise<TargetBranch> {
  const variable = variables.find((name) => (place.env[name] ?? '').trim() !== '');
  const said = named ?? (variable === undefined ? null : (place.env[variable] as string).trim());
  if (said === null) return guessTargetBranch(place);
  const name = said.replace(/^refs\/heads\//, '').replace(/^(?:refs\/remotes\/)?origin\//, '');
  const found = await firstCommit(place, [`refs/remotes/origin/${name}`, `refs/heads/${name}`]);
  if (found !== null) return { name, shown: shownRef(found.ref), sha: found.sha };
  const from = named === null ? ` that ${variable ?? ''} names` : '';
  throw new UserError(`the branch "${said}"${from} is not in this ${shallow ? 'shallow ' : ''}clone`, 'fetch it: git fetch origin, with its whole history (fetch-depth: 0, GIT_DEPTH: 0); or name another base: --base REF');
}

async function guessTargetBranch(place: GitPlace): Promise<TargetBranch> {
  const found = await firstCommit(place, guesses);
  if (found === null) throw new UserError('there is no branch to compare with: neither origin nor this clone has a main or master', 'name it: --target BRANCH, or a commit: --base REF');
  const name = found.ref.replace(/^refs\/(?:remotes\/origin|heads)\//, '');
  if (name !== 'HEAD') return { name, shown: shownRef(found.ref), sha: found.sha };
  // Which of its branches origin's HEAD is decides nothing but whether we are on it.
  const same = await firstCommit(place, guesses.slice(1).filter((ref) => ref.includes('origin')));
  return same?.sha === found.sha ? { name: same.ref.replace('refs/remotes/origin/', ''), shown: shownRef(same.ref), sha: found.sha } : { name, shown: 'origin/HEAD', sha: found.sha };
}

async function firstCommit(place: GitPlace, refs: readonly string[]): Promise<{ ref: string; sha: string } | null> {
  for (const ref of refs) {
    const sha = await commitOf(place, ref);
    if (sha !== null) return { ref, sha };
  }
  return null;
}

function shownRef(ref: string): string {
  return ref.replace(/^refs\/(?:remotes|heads)\//, '');
}
