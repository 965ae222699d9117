import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { placeBase } from '../../../src/collect/ab/base-place.ts';
import { resolveBase, type ResolvedBase } from '../../../src/collect/ab/resolve-base.ts';
import { openWorktree, paddedPath } from '../../../src/collect/ab/worktree.ts';
import { readGitFacts } from '../../../src/collect/host/git-facts.ts';
import type { WorkloadPlan } from '../../../src/collect/run-plan.ts';
import type { UserError } from '../../../src/core/errors.ts';
import { rejection, useTempDir } from '../../helpers/temp-dir.ts';

describe('the version to compare with', () => {
  const dir = useTempDir();
  const env = { PATH: process.env['PATH'], HOME: '/nonexistent', GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.org', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.org' };
  const git = (root: string, ...args: string[]): string => execFileSync('git', args, { cwd: root, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  const resolve = async (root: string, base: string, more: { target?: string; allowSame?: boolean; env?: Record<string, string> } = {}): Promise<ResolvedBase> => {
    const own = { ...env, ...more.env };
    return resolveBase({ base, target: more.target ?? null, allowSame: more.allowSame === true, git: (await readGitFacts(root, own)).git }, { root, env: own });
  };
  const refused = async (root: string, base: string, more = {}): Promise<string> => {
    const { message, hint } = (await rejection(resolve(root, base, more))) as UserError;
    return `${message}: ${hint ?? ''}`;
  };

  /** main: one, two; the branch "change" left after one and has two commits. */
  function repository(): { root: string; one: string; two: string } {
    const root = join(dir.path(), 'repo');
    mkdirSync(root);
    git(root, 'init', '-q', '-b', 'main');
    const commit = (text: string): string => {
      writeFileSync(join(root, 'app.txt'), text);
      git(root, 'add', '.');
      git(root, 'commit', '-q', '-m', text);
      return git(root, 'rev-parse', 'HEAD');
    };
    const one = commit('one');
    git(root, 'branch', 'change');
    const two = commit('two');
    git(root, 'checkout', '-q', 'change');
    writeFileSync(join(root, 'new.txt'), '');
    commit('three');
    commit('four');
    return { root, one, two };
  }

  it('is the named commit, where the head left the target branch, or the commit before', async () => {
    const { root, one, two } = repository();
    expect(await resolve(root, 'main')).to.deep.equal({ sha: two, ref: 'main', notes: [] });
    expect(await resolve(root, 'auto')).to.deep.include({ sha: one, ref: 'merge base with main' });
    expect(await resolve(root, 'auto', { env: { CHANGE_TARGET: 'change' } })).to.deep.include({ sha: git(root, 'rev-parse', 'HEAD^'), ref: 'commit before HEAD on change' });
    expect(await resolve(root, 'auto', { target: 'main', env: { CHANGE_TARGET: 'change' } })).to.deep.include({ sha: one });
    // The last build that succeeded, where it is behind the head; a commit of elsewhere, the head itself or no commit is passed over.
    const good = (said: string): Promise<ResolvedBase> => resolve(root, 'auto', { env: { CHANGE_TARGET: 'change', GIT_PREVIOUS_SUCCESSFUL_COMMIT: said } });
    expect(await good(one)).to.deep.include({ sha: one, ref: `last good commit ${one.slice(0, 9)}` });
    for (const said of [two, git(root, 'rev-parse', 'HEAD'), 'f'.repeat(40), '--all']) expect(await good(said)).to.deep.include({ ref: 'commit before HEAD on change' });
    // Nothing of a variable reaches a shell or is an option.
    for (const bad of ['-n', '--output=x', '$(touch pwned)', 'a b', '..', '@{-9}']) {
      expect(await refused(root, 'auto', { env: { GITHUB_BASE_REF: bad } })).to.contain(`the branch "${bad}" that GITHUB_BASE_REF names is not in this clone`);
    }
    expect(await refused(root, '--all')).to.contain('the base "--all" is no commit');
    expect(await refused(root, 'nowhere')).to.contain('the base "nowhere" is no commit of this clone: fetch it');
    expect(await refused(root, 'HEAD')).to.match(/^base and head are the same commit, \w{9} \(HEAD\): there is nothing to compare: .*--allow-same/);
    expect((await resolve(root, 'HEAD', { allowSame: true })).notes).to.deep.equal([]);
    writeFileSync(join(root, 'app.txt'), 'five');
    expect((await resolve(root, 'HEAD')).notes.map(({ code }) => code)).to.deep.equal(['dirty-head']);
    expect(readdirSync(root).sort()).to.deep.equal(['.git', 'app.txt', 'new.txt']);
  });

  it('is refused with the way out in a shallow clone, before the first commit, and without a repository', async () => {
    const { root } = repository();
    const shallow = join(dir.path(), 'shallow');
    git(dir.path(), 'clone', '-q', '--depth', '1', '--no-single-branch', `file://${root}`, shallow);
    expect(await refused(shallow, 'auto', { target: 'main' })).to.match(/^HEAD and origin\/main have no commit in common in this shallow clone: .*git fetch --unshallow.*fetch-depth: 0/);
    expect(await refused(shallow, 'HEAD~1')).to.match(/^the base "HEAD~1" is no commit of this shallow clone: .*--unshallow/);
    expect(await refused(shallow, 'auto', { target: 'change' })).to.contain('the commit before HEAD is not in this shallow clone');
    const empty = join(dir.path(), 'empty');
    mkdirSync(empty);
    expect(await refused(empty, 'auto')).to.contain('this is not a git repository');
    git(empty, 'init', '-q');
    expect(await refused(empty, 'auto')).to.contain('this branch has no commit yet');
    expect(await refused(root, 'main', { env: { PATH: '/nonexistent' } })).to.contain('git is not installed');
  });

  it('is checked out beside the head, without hooks, and taken away with all that was written into it', async () => {
    const { root, one } = repository();
    writeFileSync(join(root, '.git/hooks/post-checkout'), '#!/bin/sh\ntouch hooked\n', { mode: 0o755 });
    const tree = await openWorktree({ root, env }, one);
    expect([readFileSync(join(tree.baseRoot, 'app.txt'), 'utf8'), existsSync(join(tree.baseRoot, 'new.txt')), existsSync(join(tree.baseRoot, 'hooked'))]).to.deep.equal(['one', false, false]);
    expect(tree.baseRoot.length).to.equal(tree.headRoot.length);
    writeFileSync(join(tree.baseRoot, 'made-by-setup'), '');
    mkdirSync(join(root, 'sub'));
    const plan: WorkloadPlan = { name: 'w', command: `python3 ${root}/app.py ${root}-x`, setup: null, cwd: root, env: {}, runs: 1, warmup: 1, timeoutSeconds: null, counters: join(root, 'out/c.json'), instructions: false };
    const variables = { PATH: `${root}/node_modules/.bin:/bin:${root}/.venv/bin`, PYTHONPATH: `/x:${root}/src`, HOME: root };
    const placed = await placeBase(plan, variables, tree);
    if (typeof placed === 'string') throw new Error(placed);
    const { baseRoot } = tree;
    expect(placed.plan).to.deep.include({ cwd: baseRoot, command: `python3 ${baseRoot}/app.py ${root}-x`, counters: join(baseRoot, 'out/c.json') });
    expect(placed.baseEnv).to.deep.include({ PATH: `${baseRoot}/node_modules/.bin:/bin:${root}/.venv/bin`, PYTHONPATH: `/x:${baseRoot}/src`, HOME: root });
    expect(placed.notes.map(({ code }) => code)).to.deep.equal(['base-shares-tools']);
    const size = (all: object, cwd: string): number => Object.entries(all).flat().join('').length + cwd.length;
    expect(size(placed.baseEnv, placed.plan.cwd)).to.equal(size(placed.headEnv, root));
    expect(await placeBase({ ...plan, cwd: join(root, 'sub') }, {}, tree)).to.equal('the base has no directory sub, where the workload runs');
    expect(await placeBase({ ...plan, cwd: dir.path() }, {}, tree)).to.contain('outside of the repository');
    expect(await placeBase({ ...plan, setup: 'python3 -m pip install -q -e .' }, {}, tree)).to.contain('pip -e');
    expect(await placeBase({ ...plan, setup: 'python3 -m venv .venv && .venv/bin/pip install -e .' }, {}, tree)).to.be.an('object');
    await tree.close();
    expect([existsSync(tree.baseRoot), git(root, 'worktree', 'list').split('\n').length]).to.deep.equal([false, 1]);
    expect(((await rejection(openWorktree({ root, env }, 'f'.repeat(40)))) as UserError).message).to.match(/^the base fffffffff cannot be checked out: /);
    expect(git(root, 'worktree', 'list').split('\n').length).to.equal(1);
    for (const length of [3, 40, 250, 260, 900]) expect(paddedPath('/tmp/pr-abcdef', length).length, String(length)).to.equal(Math.max(length, 16));
  });
});
