import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { outputFile } from 'fs-extra/esm';
import { UserError } from '../../src/core/errors.ts';
import { writeReport } from '../../src/io/write-report.ts';
import { rejection, useTempDir } from '../helpers/temp-dir.ts';

const page = (text: string): string => `<!doctype html><link rel="icon" href="data:,"><link rel="stylesheet" href="report.css">${text}`;
const json = '{"schema": "perf-report/report/v1"}';

function fullDisk(after: number): (path: string, content: string) => Promise<void> {
  let written = 0;
  return async (path, content) => {
    written += 1;
    // A full disk takes a part of the file.
    await outputFile(path, written > after ? content.slice(0, 2) : content);
    if (written > after) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  };
}

describe('writeReport', () => {
  const dir = useTempDir();
  const out = (): string => join(dir.path(), 'a/b/profile-report');
  const read = (name: string): string => readFileSync(join(out(), name), 'utf8');

  it('writes all files, makes directories, and leaves nothing else behind', async () => {
    await writeReport(out(), new Map([['index.html', page('1')], ['flame/p1.svg', '<svg/>'], ['report.json', json]]));
    expect(readdirSync(out()).sort()).to.deep.equal(['flame', 'index.html', 'report.json']);
    expect(read('flame/p1.svg')).to.equal('<svg/>');
  });

  it('replaces an earlier report, removes its flame graphs and nothing of others', async () => {
    await writeReport(out(), new Map([['index.html', page('1')], ['flame/p1.svg', '1'], ['flame/p2.svg', '2']]));
    writeFileSync(join(out(), 'notes.txt'), 'mine');
    writeFileSync(join(out(), 'flame/mine.svg'), 'mine');
    await writeReport(out(), new Map([['index.html', page('2')], ['flame/p1.svg', '3']]));
    expect(read('index.html')).to.equal(page('2'));
    expect(readdirSync(join(out(), 'flame')).sort()).to.deep.equal(['mine.svg', 'p1.svg']);
    expect(read('notes.txt')).to.equal('mine');
  });

  it('keeps the other formats of an earlier report', async () => {
    await writeReport(out(), new Map([['index.html', page('1')], ['flame/p1.svg', '1']]));
    await writeReport(out(), new Map([['report.json', json]]));
    expect(existsSync(join(out(), 'index.html'))).to.equal(true);
    expect(existsSync(join(out(), 'flame/p1.svg'))).to.equal(true);
  });

  it('removes test results of an earlier report, which would be read as its own, and none of others', async () => {
    const results = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="perf-report" tests="0"/>';
    for (const next of ['index.html', 'report.json']) {
      await writeReport(out(), new Map([['index.html', page('1')], ['junit.xml', results]]));
      expect(read('junit.xml')).to.equal(results);
      await writeReport(out(), new Map([[next, next === 'index.html' ? page('2') : json]]));
      expect(existsSync(join(out(), 'junit.xml'))).to.equal(false);
    }
    writeFileSync(join(out(), 'junit.xml'), '<testsuites name="mocha"/>');
    await writeReport(out(), new Map([['index.html', page('3')]]));
    expect(read('junit.xml')).to.equal('<testsuites name="mocha"/>');
  });

  for (const after of [0, 1, 2]) {
    it(`keeps the old report whole where the disk is full after ${after} files`, async () => {
      // The full disk is injected through the writer; what it leaves behind is real.
      await writeReport(out(), new Map([['index.html', page('old')], ['report.json', json], ['flame/p1.svg', 'old']]));
      const error = await rejection(writeReport(out(), new Map([['report.json', json], ['flame/p1.svg', 'new'], ['index.html', page('new')]]), fullDisk(after)));
      expect(error).to.be.instanceOf(UserError);
      const names = ['report.json', 'flame/p1.svg', 'index.html'];
      expect((error as Error).message).to.equal(`cannot write ${join(out(), names[after]!)}: the disk is full (ENOSPC)`);
      expect([read('index.html'), read('flame/p1.svg')]).to.deep.equal([page('old'), 'old']);
      expect(readdirSync(out()).sort()).to.deep.equal(['flame', 'index.html', 'report.json']);
    });
  }

  it('takes the directory back that it made for a report that could not be written', async () => {
    await rejection(writeReport(out(), new Map([['index.html', page('1')]]), fullDisk(0)));
    expect(existsSync(out())).to.equal(false);
  });

  it("does not replace somebody else's files", async () => {
    mkdirSync(out(), { recursive: true });
    writeFileSync(join(out(), 'index.html'), '<title>my site about perf-report</title>');
    const error = await rejection(writeReport(out(), new Map([['index.html', page('1')]])));
    expect((error as Error).message).to.match(/was not written by perf-report/);
    expect(read('index.html')).to.equal('<title>my site about perf-report</title>');
  });

  it('does not write through links out of the directory', async () => {
    mkdirSync(out(), { recursive: true });
    mkdirSync(join(dir.path(), 'victim'));
    writeFileSync(join(dir.path(), 'victim/p1.svg'), 'mine');
    symlinkSync(join(dir.path(), 'victim'), join(out(), 'flame'));
    const error = await rejection(writeReport(out(), new Map([['index.html', page('1')], ['flame/p1.svg', 'x']])));
    expect((error as Error).message).to.match(/flame is not a directory/);
    expect(readFileSync(join(dir.path(), 'victim/p1.svg'), 'utf8')).to.equal('mine');
  });

  it('names an output that is a file, or cannot be made', async () => {
    const file = dir.write('file', 'x');
    expect(((await rejection(writeReport(file, new Map([['index.html', '']])))) as Error).message).to.equal(`${file} is a file`);
    expect(((await rejection(writeReport(join(file, 'below'), new Map([['index.html', '']])))) as Error).message).to.match(/cannot write .*below: a part of its path is not a directory/);
  });
});
