import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { systemErrorCode } from '../../core/system-error.ts';
import type { AskGit, GitAnswer } from './ask-git.ts';
import { repositoryFiles, type FindFile } from './repository-files.ts';

/** A repository in which the commits between two revisions can be asked for. */
export interface Trail {
  readonly ask: AskGit;
  /** Directory that paths are relative to. */
  readonly root: string;
  /** `<base>..<head>`, both plain hexadecimal. */
  readonly range: string;
  readonly head: string;
  /** Whether head is what lies in the working tree, so that changes not committed belong to it. */
  readonly worktree: boolean;
  /** Whether a file has changes that are not committed; true too where git did not say. */
  readonly isChanged: (path: string) => boolean;
  /** Commits whose parents are cut off: their diff would show everything as new. */
  readonly cutOff: ReadonlySet<string>;
  readonly findFile: FindFile;
}

const revision = /^[0-9a-f]{7,64}$/;

/** Opens the trail, or says in half a sentence why there is none and what to do. Four calls of git. */
export async function openTrail(ask: AskGit, root: string, baseSha: string | null, headSha: string | null): Promise<Trail | string> {
  const facts = await ask(['rev-parse', '--is-shallow-repository', '--git-path', 'shallow', 'HEAD']);
  if (facts.outcome !== 'done') return whyNoRepository(facts);
  if (baseSha === null || !revision.test(baseSha)) return 'the commit of the base is unknown; measure it in a git checkout';
  if (headSha !== null && !revision.test(headSha)) return 'the commit of the head is not a commit id; measure it in a git checkout';
  const [shallowWord = '', shallowFile = '', current = ''] = facts.stdout.trim().split('\n');
  const head = headSha ?? current;
  const shallow = shallowWord === 'true';
  const ancestry = await ask(['merge-base', '--is-ancestor', baseSha, head]);
  if (ancestry.outcome === 'timed-out') return slow;
  if (ancestry.outcome === 'failed' && (shallow || ancestry.stderr.trim() !== '')) {
    return `${shallow ? 'the clone is shallow and ' : ''}the commits ${baseSha.slice(0, 10)}..${head.slice(0, 10)} are not all in it; ${shallow ? 'fetch the history: git fetch --unshallow' : 'fetch them: git fetch --all'}`;
  }
  const worktree = current.startsWith(head);
  const [list, changed] = await Promise.all([
    ask(worktree ? ['ls-files', '-z', '--cached'] : ['ls-tree', '-r', '-z', '--name-only', head]),
    worktree ? ask(['diff', '--name-only', '-z', '--relative', '--no-renames', '--no-ext-diff', '--ignore-submodules', '--end-of-options', head]) : null,
  ]);
  if (list.outcome !== 'done') return list.outcome === 'timed-out' ? slow : 'git cannot list the files of the repository; run git ls-files to see why';
  const paths = [...new Set(list.stdout.split('\0'))].filter((path) => path !== '');
  const changes = new Set(changed?.stdout.split('\0'));
  return {
    ...{ ask, root, range: `${baseSha}..${head}`, head, worktree, findFile: repositoryFiles(paths, root) },
    isChanged: (path) => worktree && (changed?.outcome !== 'done' || changes.has(path)),
    cutOff: shallow ? linesOf(resolve(root, shallowFile)) : new Set(),
  };
}

const slow = 'git took too long and was stopped; run it on a faster disk';

function whyNoRepository({ outcome, stderr }: GitAnswer): string {
  if (outcome === 'missing') return 'git is not installed; install it where the report is made';
  if (outcome === 'timed-out') return slow;
  if (/dubious ownership|safe\.directory/.test(stderr)) return 'git refuses a repository of another user; allow it: git config --global --add safe.directory "$PWD"';
  if (/not a git repository/i.test(stderr)) return 'this is not a git repository; run perf-report in the checkout that was measured';
  return 'git cannot read the repository; run git log to see why';
}

function linesOf(file: string): ReadonlySet<string> {
  try {
    return new Set(readFileSync(file, 'utf8').split('\n'));
  } catch (error) {
    // The list went away meanwhile: somebody fetched the rest.
    if (systemErrorCode(error) === null) throw error;
    return new Set();
  }
}
