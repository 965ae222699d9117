import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readGitFacts } from '../../../src/collect/host/git-facts.ts';
import { readGitFiles } from '../../../src/collect/host/git-files.ts';

const env = { PATH: process.env['PATH'], HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' };
const withoutGit = { PATH: '' };

describe('facts of git', () => {
  let root: string;
  let sha: string;
  const at = (name: string): string => join(root, name);
  const git = (cwd: string, ...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'commit.gpgsign=false', ...args], { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

  /** `repo` has two commits on branch feature/x and a packed reference; clones and worktrees of it beside. */
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'perf-report-git-'));
    mkdirSync(at('repo/deep/er'), { recursive: true });
    git(at('repo'), 'init', '-q', '-b', 'feature/x');
    writeFileSync(at('repo/file'), 'one\n');
    git(at('repo'), 'add', 'file');
    git(at('repo'), 'commit', '-q', '-m', 'one');
    git(at('repo'), 'commit', '-q', '--allow-empty', '-m', 'two');
    sha = git(at('repo'), 'rev-parse', 'HEAD');
    git(at('repo'), 'pack-refs', '--all');
    git(at('repo'), 'worktree', 'add', '-q', '-b', 'side', at('worktree'));
    git(root, 'clone', '-q', '--depth', '1', `file://${at('repo')}`, at('shallow'));
    git(root, 'clone', '-q', at('repo'), at('detached'));
    git(at('detached'), 'checkout', '-q', '--detach');
    git(root, 'init', '-q', '-b', 'first', at('unborn'));
    mkdirSync(at('plain'));
  });
  after(() => {
    rmSync(root, { recursive: true, force: true });
  });

  for (const [name, directory, branch, shallow] of [
    ['a plain repository, from a directory in it', 'repo/deep/er', 'feature/x', false],
    ['a worktree', 'worktree', 'side', false],
    ['a shallow clone', 'shallow', 'feature/x', true],
    ['a detached HEAD', 'detached', null, false],
  ] as const) {
    it(`${name}: with git, and by hand without it`, async () => {
      expect(await readGitFacts(at(directory), env)).to.deep.equal({ git: { sha, branch, dirty: false, shallow, baseSha: null }, notes: [] });
      const { git: byHand, notes } = await readGitFacts(at(directory), withoutGit);
      expect(byHand).to.deep.equal({ sha, branch, dirty: null, shallow, baseSha: null });
      expect(notes.map(({ code }) => code)).to.deep.equal(['git-missing']);
    });
  }

  it('a detached HEAD in CI is on the branch that CI builds; another one stays what it is', async () => {
    const ci = { JENKINS_URL: 'https://ci.example/', BRANCH_NAME: 'PR-1', CHANGE_BRANCH: 'wish' };
    expect((await readGitFacts(at('detached'), { ...env, ...ci })).git?.branch).to.equal('wish');
    expect((await readGitFacts(at('repo'), { ...env, ...ci })).git?.branch).to.equal('feature/x');
  });

  it('changed tracked files make it dirty, new files do not', async () => {
    writeFileSync(at('worktree/new'), 'x');
    expect((await readGitFacts(at('worktree'), env)).git?.dirty).to.equal(false);
    appendFileSync(at('worktree/file'), 'two\n');
    expect((await readGitFacts(at('worktree'), env)).git?.dirty).to.equal(true);
  });

  it('a branch without a commit, and no repository', async () => {
    for (const variables of [env, withoutGit]) {
      const unborn = await readGitFacts(at('unborn'), variables);
      expect(unborn.git).to.deep.include({ sha: null, branch: 'first', shallow: false });
      expect(unborn.notes.map(({ code }) => code)).to.include('git-no-commit');
      const plain = await readGitFacts(at('plain'), variables);
      expect(plain.git).to.equal(null);
      expect(plain.notes.map(({ code }) => code)).to.deep.equal(['git-none']);
    }
  });

  it('a git that refuses the owner, or fails: read by hand, with the reason and no path', async () => {
    mkdirSync(at('bin'));
    const answer = async (script: string) => {
      writeFileSync(at('bin/git'), `#!/bin/sh\n${script}\n`);
      chmodSync(at('bin/git'), 0o755);
      return readGitFacts(at('repo'), { PATH: at('bin') });
    };
    const unsafe = await answer(`echo "fatal: detected dubious ownership in repository at '/home/me/repo'" >&2; exit 128`);
    expect(unsafe.git).to.deep.equal({ sha, branch: 'feature/x', dirty: null, shallow: false, baseSha: null });
    expect(unsafe.notes[0]?.code).to.equal('git-unsafe');
    const broken = await answer(`echo "fatal: unable to read '/home/me/repo/.git/index'" >&2; exit 128`);
    expect(broken.git).to.deep.include({ sha, dirty: null });
    expect(broken.notes[0]).to.deep.include({ code: 'git-failed' });
    expect(JSON.stringify([unsafe, broken])).not.to.contain('/home/');
  });

  it('broken files are unknown, never an error', () => {
    const id = 'a'.repeat(40);
    const files: [string, string, string | null][] = [
      ['dots', 'ref: refs/heads/../../../secret', null],
      ['circle', 'ref: refs/heads/loop', null],
      ['words', 'hello', null],
      ['long', id.repeat(2), null],
      ['plain', id, id],
    ];
    for (const [name, head, expected] of files) {
      const directory = at(`broken-${name}`);
      mkdirSync(join(directory, '.git/refs/heads'), { recursive: true });
      writeFileSync(join(directory, '.git/HEAD'), `${head}\n`);
      writeFileSync(join(directory, '.git/refs/heads/loop'), 'ref: refs/heads/loop\n');
      expect(readGitFiles(directory)?.sha, name).to.equal(expected);
    }
    mkdirSync(at('lost'));
    writeFileSync(at('lost/.git'), 'gitdir: ../nowhere\n');
    expect(readGitFiles(at('lost'))).to.equal(null);
  });
});
