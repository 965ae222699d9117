import type { Note } from '../../core/model/note.ts';
import type { GitFacts } from '../../core/model/run-record.ts';
import { ciBranch } from './ci-facts.ts';
import { readGitFiles } from './git-files.ts';
import { runTool, type ToolAnswer } from '../run-tool.ts';

type Env = Readonly<Record<string, string | undefined>>;

export interface GitReading {
  /** Null outside of a repository. */
  readonly git: GitFacts | null;
  readonly notes: readonly Note[];
}

interface StatusAnswer {
  readonly sha: string | null;
  /** Null where HEAD is detached. */
  readonly branch: string | null;
  readonly dirty: boolean;
}

const timeoutMs = 10_000;

/**
 * Reads commit, branch, whether tracked files are changed and whether the clone is shallow. Asks git; where it is missing,
 * refuses or takes longer than ten seconds, reads the files of the repository. Never throws: what is unknown is null, and a
 * note says why. In CI, where HEAD is detached, the branch is the one that CI names.
 */
export async function readGitFacts(cwd: string, env: Env): Promise<GitReading> {
  const [status, shallow] = await Promise.all([
    askGit(cwd, env, ['status', '--porcelain=v2', '--branch', '--untracked-files=no', '--ignore-submodules=untracked']),
    askGit(cwd, env, ['rev-parse', '--is-shallow-repository']),
  ]);
  const answer = parseStatus(status);
  const files = readFilesSafely(cwd);
  if (answer === null && files === null) return { git: null, notes: [noRepository(status)] };
  const known = answer ?? { sha: files?.sha ?? null, branch: files?.branch ?? null, dirty: null };
  const git: GitFacts = {
    sha: known.sha,
    branch: known.branch ?? ciBranch(env),
    dirty: known.dirty,
    shallow: parseShallow(shallow) ?? files?.shallow ?? null,
    baseSha: null,
  };
  return { git, notes: [...(answer === null ? [whyByHand(status)] : []), ...(git.sha === null ? [noCommit(known.branch)] : [])] };
}

/** No locks (a build may use the repository), no questions, no background helper, English. */
function askGit(cwd: string, env: Env, args: readonly string[]): Promise<ToolAnswer> {
  const calm = { ...env, LC_ALL: 'C', LANGUAGE: '', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' };
  return runTool('git', ['-c', 'core.fsmonitor=false', ...args], { cwd, env: calm, timeoutMs });
}

/** Headers `# branch.oid <id>|(initial)` and `# branch.head <name>|(detached)`, then one line for each changed file; null where git did not answer. */
function parseStatus({ exitCode, outcome, stdout }: ToolAnswer): StatusAnswer | null {
  if (exitCode !== 0 && outcome !== 'cut') return null;
  const oid = /^# branch\.oid (.+)$/m.exec(stdout)?.[1];
  const head = /^# branch\.head (.+)$/m.exec(stdout)?.[1];
  if (oid === undefined || head === undefined) return null;
  return { sha: oid === '(initial)' ? null : oid, branch: head === '(detached)' ? null : head, dirty: /^[12u] /m.test(stdout) };
}

/** Git before 2.15 repeats the option instead of answering. */
function parseShallow({ exitCode, stdout }: ToolAnswer): boolean | null {
  const word = stdout.trim();
  return exitCode === 0 && (word === 'true' || word === 'false') ? word === 'true' : null;
}

function readFilesSafely(cwd: string): ReturnType<typeof readGitFiles> {
  try {
    return readGitFiles(cwd);
  } catch {
    return null; // a directory that may not be looked at
  }
}

function noRepository({ outcome }: ToolAnswer): Note {
  return { code: 'git-none', text: `the commit is unknown: this is not a git repository${outcome === 'missing' ? ', and git is not installed' : ''}` };
}

function noCommit(branch: string | null): Note {
  return { code: 'git-no-commit', text: `the commit is unknown: ${branch === null ? 'HEAD cannot be read' : `the branch ${branch} has none yet, or its reference cannot be read`}` };
}

/** Why the files were read instead, and what that leaves unknown. */
function whyByHand({ outcome, stderr }: ToolAnswer): Note {
  const rest = 'whether files are changed is unknown';
  if (outcome === 'missing') return { code: 'git-missing', text: `git is not installed: commit and branch were read from the repository's files, ${rest}` };
  if (outcome === 'timed-out') return { code: 'git-slow', text: `git status took more than ${timeoutMs / 1000} s and was stopped: ${rest}` };
  if (/dubious ownership|safe\.directory/.test(stderr)) {
    return { code: 'git-unsafe', text: `git refuses this repository because it belongs to another user: ${rest}; allow it: git config --global --add safe.directory "$PWD"` };
  }
  const said = (stderr.trim().split('\n')[0] ?? '').replace(/'?\/[^\s']+'?/g, '…').slice(0, 200); // paths are nobody's business
  return { code: 'git-failed', text: `git status failed${said === '' ? '' : ` (${said})`}: commit and branch were read from the repository's files, ${rest}` };
}
