import { UserError } from '../../core/errors.ts';
import { runTool, type ToolAnswer } from '../run-tool.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** A repository and the environment that git is asked in. */
export interface GitPlace {
  readonly root: string;
  readonly env: Env;
}

/** Questions end at once; a checkout may take its time. */
const questionMs = 30_000;

/**
 * Asks git without a shell: no questions, no hooks, English. Throws UserError where git is not installed or does not
 * trust the repository, since nothing else will work then.
 */
export async function askGit({ root, env }: GitPlace, args: readonly string[], timeoutMs = questionMs): Promise<ToolAnswer> {
  const calm = { ...env, LC_ALL: 'C', LANGUAGE: '', GIT_TERMINAL_PROMPT: '0', GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined };
  const answer = await runTool('git', ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', ...args], { cwd: root, env: calm, timeoutMs });
  if (answer.outcome === 'missing') throw new UserError('there is no base to compare with: git is not installed', 'install git, or run without --base');
  if (/dubious ownership|safe\.directory/.test(answer.stderr)) throw new UserError('there is no base to compare with: git refuses this repository because it belongs to another user', 'git config --global --add safe.directory "$PWD"');
  return answer;
}

/** The whole id of the commit that `name` means; null where there is none. A name that begins with "-" means none. */
export async function commitOf(place: GitPlace, name: string): Promise<string | null> {
  // Older versions of git take --end-of-options for a name: such names never reach it.
  if (name.startsWith('-') || name.includes('\u0000')) return null;
  const { exitCode, stdout } = await askGit(place, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
  const id = stdout.trim();
  return exitCode === 0 && /^[0-9a-f]{40,64}$/.test(id) ? id : null;
}

/** What git said went wrong, one line. */
export function gitComplaint({ outcome, stderr }: ToolAnswer): string {
  if (outcome === 'timed-out') return 'git took too long and was stopped';
  const lines = stderr.trim().split('\n');
  return (lines.find((line) => /^(?:fatal|error):/.test(line)) ?? lines.at(-1) ?? '').replace(/^(?:fatal|error): /, '').slice(0, 300) || 'git failed';
}
