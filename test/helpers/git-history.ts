import { execFileSync } from 'node:child_process';

/** Git without the settings of the person who runs the tests. */
export const plainGit = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };

export function git(directory: string, args: readonly string[], input?: string): string {
  return execFileSync('git', [...args], { cwd: directory, env: plainGit, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'], ...(input === undefined ? {} : { input }) });
}

export interface PlannedCommit {
  readonly subject: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly renames?: Readonly<Record<string, string>>;
}

/** Makes a repository with one line of commits, oldest first, a minute apart, checks the last one out and gives their ids: four processes of git. */
export function makeHistory(directory: string, commits: readonly PlannedCommit[]): string[] {
  git(directory, ['init', '-q', '-b', 'main']);
  const stream = commits.map(({ subject, files, renames }, index) => {
    const when = `${1_700_000_000 + 60 * index} +0200`;
    const message = Buffer.from(subject);
    const moved = Object.entries(renames ?? {}).map(([from, to]) => `R ${quoted(from)} ${quoted(to)}\n`);
    const written = Object.entries(files ?? {}).map(([name, text]) => `M 100644 inline ${quoted(name)}\ndata ${Buffer.byteLength(text)}\n${text}\n`);
    return `commit refs/heads/main\nmark :${index + 1}\nauthor A <author@example.org> ${when}\ncommitter C <committer@example.org> ${when}\ndata ${message.length}\n${subject}\n${moved.join('')}${written.join('')}`;
  });
  git(directory, ['fast-import', '--quiet'], stream.join('\n'));
  git(directory, ['reset', '-q', '--hard']);
  return git(directory, ['rev-list', '--reverse', 'main']).trim().split('\n');
}

function quoted(name: string): string {
  return JSON.stringify(name);
}
