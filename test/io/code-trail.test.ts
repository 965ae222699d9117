import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { FunctionChange, ProfileComparison } from '../../src/core/model/comparison.ts';
import { addCodeTrail, type TrailLimits } from '../../src/io/code-trail.ts';
import { sourceReader } from '../../src/io/read-source.ts';
import { comparisonOf, worseFunction } from '../helpers/comparison.ts';
import { git, makeHistory, plainGit } from '../helpers/git-history.ts';

const body = (count: number): string => Array.from({ length: count }, (_, index) => `    x = step(${index})\n`).join('');
const tag = (elsewhere: string, caller: string, callee: string): string =>
  `import os\n\n\ndef elsewhere(x):\n${body(8)}    return ${elsewhere}\n\n\ndef tag_all(photos):\n${body(4)}    for photo in photos:  # get_info\n        get_info(photo)\n${caller}    return "get_info"\n\n\ndef get_info(photo):\n${body(6)}${callee}${body(6)}    return x\n`;
const hostileSubject = 'Fix $(touch pwned) \u202eevil\u001b[31m <script>';
const hostileNames = ['-rf.py', '--output=pwned.py', ':(exclude)x.py', 'a:1,2.py', 'a "b" \'c\'.py', 'new\nline.py', 'ü $(touch pwned).py'];
const hostile = (step: number): Record<string, string> => Object.fromEntries(hostileNames.map((name) => [name, `def work():\n    return ${step}\n`]));

describe('addCodeTrail', () => {
  let repository = '';
  let ids: string[] = [];
  const subjects = (comparison: ProfileComparison | undefined, rank = 0): string[] => (comparison?.worse[rank]?.commits ?? []).map(({ subject }) => subject);
  const follow = async (worse: readonly FunctionChange[], place: { root?: string | null; baseSha?: string | null; headSha?: string | null } = {}, limits: Partial<TrailLimits> = {}): Promise<ProfileComparison> => {
    const root = place.root === undefined ? repository : place.root;
    const [comparison] = await addCodeTrail([comparisonOf(worse)], { baseSha: ids[0] ?? null, headSha: ids.at(-1) ?? null, ...place, root, readSource: sourceReader([root ?? repository]) }, { env: plainGit, ...limits });
    return comparison as ProfileComparison;
  };
  const getInfo = (rest: Partial<FunctionChange> = {}): FunctionChange => worseFunction('get_info', 'tag.py', 27, { caller: { name: 'tag_all', file: 'tag.py', callsBase: 10, callsHead: 24 }, ...rest });

  before(() => {
    repository = realpathSync(mkdtempSync(join(tmpdir(), 'perf-report-trail-')));
    ids = makeHistory(repository, [
      { subject: 'Base', files: { 'photo/tag.py': tag('x', '', ''), 'deep/same.py': 'def f():\n    return 1\n', 'deeper/same.py': 'def f():\n    return 1\n', '.env.py': 'key = 1\n', ...hostile(1) } },
      { subject: 'Elsewhere', files: { 'photo/tag.py': tag('x + 1', '', '') } },
      { subject: 'Ask twice for each photo', files: { 'photo/tag.py': tag('x + 1', '        get_info_again(photo)\n', '') } },
      { subject: hostileSubject, files: { 'photo/tag.py': tag('x + 2', '        get_info_again(photo)\n', '    x += slow()\n') } },
      { subject: 'Move', renames: { 'photo/tag.py': 'app/tag.py' } },
      { subject: 'Others', files: { ...hostile(2), 'other.py': 'get_info = 1\n', '.env.py': 'key = 2\n', 'deep/same.py': 'def f():\n    return 2\n' } },
    ]);
  });
  after(() => {
    rmSync(repository, { recursive: true, force: true });
  });

  it('names the commits that touch the function, through a move, with the hunk that git shows', async () => {
    const comparison = await follow([getInfo({ caller: null })]);
    expect(comparison.notes).to.deep.equal([]);
    const [commit, ...others] = comparison.worse[0]?.commits ?? [];
    expect(others).to.deep.equal([]);
    const shown = git(repository, ['show', '-U3', '--format=', ids[3] ?? '']);
    const hunk = shown.slice(shown.lastIndexOf('\n@@') + 1).trimEnd();
    expect(hunk).to.include('+    x += slow()');
    expect(commit?.hunk?.replace(/ @@.*/, '')).to.equal(hunk.replace(/ @@.*/, ''));
    expect({ ...commit, hunk: null }).to.deep.equal({ sha: ids[3]?.slice(0, 10), date: '2023-11-15T00:16:20+02:00', subject: hostileSubject, hunk: null });
    expect(JSON.stringify(comparison)).to.not.include('example.org');
  });

  it('names those of its caller too, newest first, and the one line that calls it', async () => {
    const comparison = await follow([getInfo()]);
    expect(subjects(comparison)).to.deep.equal([hostileSubject, 'Ask twice for each photo']);
    expect(comparison.worse[0]?.lines).to.deep.equal([{ line: 22, base: 1, head: 2, text: '        get_info(photo)' }]);
    const shared = await follow([getInfo({ callsHead: 25 }), getInfo({ lines: [{ line: 4, base: 0, head: 1, text: null }] })]);
    expect(shared.worse[0]?.lines, 'calls from elsewhere').to.deep.equal([]);
    expect(shared.worse[1]?.lines).to.deep.equal([{ line: 4, base: 0, head: 1, text: 'def elsewhere(x):' }]);
  });

  it('follows callers whose own calls multiplied, and a builtin to its caller', async () => {
    const tagAll = worseFunction('tag_all', 'tag.py', 16, { caller: { name: 'elsewhere', file: 'app/tag.py', callsBase: 1, callsHead: 2 } });
    expect(subjects(await follow([getInfo(), tagAll]))).to.deep.equal([hostileSubject, 'Ask twice for each photo', 'Elsewhere']);
    expect(subjects(await follow([getInfo(), { ...tagAll, callsHead: 10 }]))).to.not.include('Elsewhere');
    const builtin = worseFunction('{built-in method time.sleep}', '~', 0, { owner: 'runtime', caller: { name: 'tag_all', file: 'tag.py', callsBase: 1, callsHead: 2 } });
    expect(subjects(await follow([builtin]))).to.deep.equal(['Ask twice for each photo']);
  });

  it('takes a file only where one alone fits, and says so', async () => {
    const comparison = await follow([worseFunction('f', 'same.py', 1), worseFunction('f', 'deep/same.py', 1), worseFunction('f', '/tmp/base/deep/same.py', 1), worseFunction('g', '../../etc/passwd', 1)]);
    expect([0, 1, 2, 3].map((rank) => subjects(comparison, rank))).to.deep.equal([[], ['Others'], ['Others'], []]);
    expect(comparison.notes).to.have.length(1);
    expect(comparison.notes[0]).to.include({ code: 'trail-no-file' }).and.property('text').include('f, g');
  });

  it('takes hostile names for names, and shows nothing that may not be shown', async () => {
    const comparison = await follow([...hostileNames.map((name) => worseFunction('work', name, 1)), worseFunction('key', '.env.py', 0)]);
    hostileNames.forEach((name, rank) => {
      const [commit] = comparison.worse[rank]?.commits ?? [];
      expect(commit?.subject, name).to.equal('Others');
      expect(commit?.hunk, name).to.equal('@@ -1,2 +1,2 @@\n def work():\n-    return 1\n+    return 2');
    });
    expect(comparison.worse.at(-1)?.commits).to.have.length(1);
    expect(comparison.worse.at(-1)?.commits[0]?.hunk).to.equal(null);
    expect(existsSync(join(repository, 'pwned')) || existsSync(join(repository, 'pwned.py'))).to.equal(false);
    for (const revision of ['--output=pwned', 'HEAD', 'abc', '$(touch pwned)']) expect((await follow([getInfo()], { baseSha: revision })).notes[0]?.code, revision).to.equal('no-trail');
  });

  it('reads an older head, whose files are not those of the working tree', async () => {
    const comparison = await follow([getInfo({ file: 'photo/tag.py', line: 27 })], { headSha: ids[2] ?? null });
    expect(subjects(comparison)).to.deep.equal(['Ask twice for each photo']);
    expect(comparison.worse[0]?.commits[0]?.hunk).to.include('+        get_info_again(photo)');
    expect((await follow([getInfo()], { baseSha: ids[5] ?? null })).worse[0]?.commits).to.deep.equal([]);
  });

  it('stays below a directory of the repository', async () => {
    const comparison = await follow([getInfo(), worseFunction('work', ':(exclude)x.py', 1)], { root: join(repository, 'app') });
    expect([subjects(comparison), subjects(comparison, 1)]).to.deep.equal([[hostileSubject, 'Ask twice for each photo'], []]);
  });

  it('adds what is not committed, where it touches the function', async () => {
    const file = join(repository, 'app/tag.py');
    const text = tag('x + 2', '        get_info_again(photo)\n', '    x += slow()\n');
    writeFileSync(file, `# one more line\n${text.replace('x += slow()', 'x += slower()')}`);
    const comparison = await follow([getInfo({ line: 28, caller: null }), worseFunction('elsewhere', 'app/tag.py', 5)], { headSha: null });
    writeFileSync(file, text);
    expect(subjects(comparison)).to.deep.equal(['uncommitted changes', hostileSubject]);
    expect(comparison.worse[0]?.commits[0]).to.include({ sha: '', date: '' }).and.property('hunk').include('+    x += slower()').and.not.include('one more');
    expect(subjects(comparison, 1)).to.deep.equal([hostileSubject, 'Elsewhere']);
  });

  it('says why there is no trail and what to do', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'perf-report-none-'));
    git(repository, ['clone', '-q', '--depth', '1', `file://${repository}`, join(outside, 'shallow')]);
    const cases: [string, Parameters<typeof follow>[1], Partial<TrailLimits>, RegExp][] = [
      ['no directory', { root: null }, {}, /run perf-report in the checkout/],
      ['no repository', { root: outside }, {}, /not a git repository/],
      ['no git', {}, { env: { PATH: outside } }, /git is not installed/],
      ['no base', { baseSha: null }, {}, /commit of the base is unknown/],
      ['unknown base', { baseSha: 'f'.repeat(40) }, {}, /are not all in it; fetch them/],
      ['shallow', { root: join(outside, 'shallow') }, {}, /shallow.*git fetch --unshallow/],
      ['no time', {}, { totalMs: 0 }, /took too long/],
    ];
    for (const [name, place, limits, text] of cases) {
      const { notes, worse } = await follow([getInfo()], place, limits);
      expect(notes.map(({ code }) => code), name).to.deep.equal(['no-trail']);
      expect(notes[0]?.text, name).to.match(text);
      expect(worse, name).to.deep.equal([getInfo()]);
    }
    rmSync(outside, { recursive: true });
    expect((await follow([], { root: null })).notes).to.deep.equal([]);
  });

  it('ends a git that hangs with all it started, and keeps what was found', async () => {
    const bin = join(repository, '.git/bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'git'), `#!/bin/sh\ncase "$*" in *" log "*) sleep 30 & wait;; *) PATH="$OLD_PATH" exec git "$@";; esac\n`);
    chmodSync(join(bin, 'git'), 0o755);
    const start = performance.now();
    const comparison = await follow([getInfo(), worseFunction('elsewhere', 'tag.py', 4)], {}, { totalMs: 1000, env: { ...plainGit, PATH: `${bin}:${process.env['PATH'] ?? ''}`, OLD_PATH: process.env['PATH'] } });
    expect(performance.now() - start).to.be.lessThan(5_000);
    expect(comparison.notes.map(({ code }) => code)).to.deep.equal(['trail-partial']);
    expect(comparison.worse[0]?.lines[0]?.line).to.equal(22);
  });
});
