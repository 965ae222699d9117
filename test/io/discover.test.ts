import { mkdirSync, readdir, symlinkSync } from 'node:fs';
import { expect } from 'chai';
import { UserError } from '../../src/core/errors.ts';
import { discover, type Discovery } from '../../src/io/discover.ts';
import type { Readdir } from '../../src/io/walk-directory.ts';
import { rejection, useTempDir } from '../helpers/temp-dir.ts';

const names = (found: Discovery): string[] => found.files.map(({ name }) => name);

describe('discover', () => {
  const dir = useTempDir();
  const find = (outDir: string | null = null): Promise<Discovery> => discover([{ path: dir.path(), label: '' }], outDir);

  it('finds files of any name and depth, hidden ones too, in the same order always', async () => {
    for (const name of ['b', 'a/z', 'a.stats', '.hidden/x', 'a/deep/er/y', 'Ä [x] *.prof', 'node_modules/m', 'sub/.git/config']) dir.write(name, 'x');
    expect(names(await find())).to.deep.equal(['.hidden/x', 'a.stats', 'a/deep/er/y', 'a/z', 'b', 'Ä [x] *.prof']);
  });

  it('puts labels before the names of several inputs and reads a file once', async () => {
    dir.write('one/p', 'x');
    dir.write('two/p', 'x');
    const found = await discover(
      [
        { path: `${dir.path()}/one`, label: 'one' },
        { path: `${dir.path()}/two`, label: 'two' },
        { path: `${dir.path()}/two/p`, label: 'again' },
      ],
      null,
    );
    expect(names(found)).to.deep.equal(['one/p', 'two/p']);
    expect(found.notes.map(({ code }) => code)).to.deep.equal(['repeated-files']);
  });

  it('does not follow links to directories, so that a loop ends', async () => {
    dir.write('real/p', 'x');
    symlinkSync(dir.path(), `${dir.path()}/real/loop`);
    symlinkSync('self', `${dir.path()}/self`);
    symlinkSync('real', `${dir.path()}/latest`);
    symlinkSync('/usr/share', `${dir.path()}/elsewhere`);
    const found = await find();
    expect(names(found)).to.deep.equal(['real/p']);
    // What is inside the input is read where it is; only the others are named.
    expect(found.notes.map(({ text }) => text)).to.deep.equal(['2 symbolic links were not followed: elsewhere, self. Name the target to read it.']);
  });

  it('reads the target of a link to a file', async () => {
    const outside = dir.write('outside/p', 'x');
    mkdirSync(`${dir.path()}/in`);
    symlinkSync(outside, `${dir.path()}/in/link`);
    expect(names(await discover([{ path: `${dir.path()}/in`, label: '' }], null))).to.deep.equal(['link']);
  });

  it('leaves out its own output directory and earlier reports, and keeps profiles that lie there', async () => {
    for (const name of ['index.html', 'report.css', 'summary.md', 'flame/p1.svg', 'mine.folded']) dir.write(`out/${name}`, 'x');
    for (const name of ['index.html', 'flame/p1.svg']) dir.write(`old/${name}`, 'x');
    dir.write('old/report.json', '{\n  "schema": "perf-report/report/v1"}');
    dir.write('other/report.json', '{"schema": "something-else"}');
    dir.write('other/index.html', 'x');
    expect(names(await find(`${dir.path()}/out`))).to.deep.equal(['other/index.html', 'other/report.json', 'out/mine.folded']);
  });

  it('leaves out only its own files where the output directory is the input', async () => {
    dir.write('index.html', 'x');
    dir.write('sub/index.html', 'x');
    dir.write('p.stats', 'x');
    expect(names(await find(dir.path()))).to.deep.equal(['p.stats', 'sub/index.html']);
  });

  it('names a directory that cannot be listed and goes on', async () => {
    // The error is injected: root, as which these tests may run, may list everything.
    dir.write('closed/p', 'x');
    dir.write('open/p', 'x');
    const refusing = ((path: string, options: { withFileTypes: true }, done: (error: Error | null, entries: unknown[]) => void) => {
      if (path.endsWith('closed')) done(Object.assign(new Error('EACCES'), { code: 'EACCES' }), []);
      else readdir(path, options, done);
    }) as Readdir;
    const found = await discover([{ path: dir.path(), label: '' }], null, refusing);
    expect(names(found)).to.deep.equal(['open/p']);
    expect(found.unreadable).to.deep.equal([{ name: 'closed', reason: 'permission denied (EACCES)' }]);
  });

  it('reads a run once where latest/ is a copy of it, whatever else latest/ holds', async () => {
    for (const run of ['runs/20261122T071500Z', 'runs/20261122T071500Z-2', 'runs/latest']) {
      dir.write(`${run}/run.json`, run.endsWith('Z') ? '{"workload":"old"}' : '{"workload":"new"}');
      dir.write(`${run}/profile.stats`, 'x');
    }
    dir.write('runs/latest/mine.folded', 'a 1');
    const found = await find();
    expect(names(found)).to.deep.equal(['runs/20261122T071500Z-2/profile.stats', 'runs/20261122T071500Z-2/run.json', 'runs/20261122T071500Z/profile.stats', 'runs/20261122T071500Z/run.json', 'runs/latest/mine.folded']);
    expect(found.notes).to.deep.equal([{ code: 'copied-run', text: 'runs/latest/ is a copy of runs/20261122T071500Z-2/ and was not read again' }]);
    expect(names(await discover([{ path: `${dir.path()}/runs/latest`, label: '' }], null))).to.have.length(3);
  });

  it('does not take what a workload printed for a profile', async () => {
    for (const name of ['run/stdout.log', 'run/stderr.log', 'run/mine.log', 'run/deep/stdout.log', 'run/base/stdout.log', 'other/stdout.log', 'run/run.json']) dir.write(name, 'main;work 12\n');
    const found = await find();
    expect(names(found)).to.deep.equal(['other/stdout.log', 'run/deep/stdout.log', 'run/mine.log', 'run/run.json']);
    expect(found.notes).to.deep.equal([]);
  });

  it('reads latest/ of several workloads, and one that is no copy', async () => {
    for (const name of ['a', 'b']) for (const run of ['20261122T071500Z', 'latest']) dir.write(`${run}/${name}/run.json`, `{"workload":"${name}"}`);
    expect(names(await find())).to.deep.equal(['20261122T071500Z/a/run.json', '20261122T071500Z/b/run.json']);
    dir.write('latest/b/run.json', '{"workload":"B"}');
    expect(names(await find())).to.have.length(4);
  });

  it('finds 1,000 files', async () => {
    for (let at = 0; at < 1000; at++) dir.write(`d${at % 10}/${at}.folded`, 'a 1\n');
    expect((await find()).files.length).to.equal(1000);
  });

  it('says that an input does not exist', async () => {
    const error = await rejection(discover([{ path: `${dir.path()}/missing`, label: '' }], null));
    expect(error).to.be.instanceOf(UserError);
    expect((error as Error).message).to.match(/missing: it does not exist/);
  });
});
