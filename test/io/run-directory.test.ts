import { expect } from 'chai';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, UserError } from '../../src/core/errors.ts';
import { createRunDirectory, publishLatest, runTimestamp } from '../../src/io/run-directory.ts';
import { rejection, useTempDir } from '../helpers/temp-dir.ts';

const time = new Date('2026-11-22T07:15:00.123Z');

describe('run directory', () => {
  const dir = useTempDir();

  it('is named by the second in UTC, and never shared by two runs', async () => {
    expect(runTimestamp(time)).to.equal('20261122T071500Z');
    const outDir = join(dir.path(), 'logs_local/profiling');
    const made = await Promise.all([1, 2, 3].map(() => createRunDirectory(outDir, time)));
    expect(made.map((path) => path.slice(outDir.length + 1)).sort()).to.deep.equal(['20261122T071500Z', '20261122T071500Z-2', '20261122T071500Z-3']);
  });

  it('says which place cannot be written, before anything is run', async () => {
    dir.write('file', '');
    const error = await rejection(createRunDirectory(join(dir.path(), 'file/out'), time));
    expect(error).to.be.instanceOf(UserError);
    expect((error as UserError).message).to.contain('file/out: a part of its path is not a directory');
    expect((error as UserError).hint).to.contain('--out-dir');
  });

  it('latest is a copy that holds nothing of the run before it, and no link', async () => {
    dir.write('first/run.json', '1');
    dir.write('first/old.stats', 'x');
    dir.write('second/run.json', '2');
    dir.write('elsewhere.txt', 'linked');
    symlinkSync(join(dir.path(), 'elsewhere.txt'), join(dir.path(), 'second/linked.txt'));
    const latest = await publishLatest(dir.path(), join(dir.path(), 'first'));
    expect(readdirSync(latest).sort()).to.deep.equal(['old.stats', 'run.json']);
    await publishLatest(dir.path(), join(dir.path(), 'second'));
    expect(readdirSync(latest).sort()).to.deep.equal(['linked.txt', 'run.json']);
    expect(lstatSync(join(latest, 'linked.txt')).isSymbolicLink()).to.equal(false);
    expect(readFileSync(join(latest, 'run.json'), 'utf8')).to.equal('2');
    dir.write('second/run.json', 'changed later');
    expect(readFileSync(join(latest, 'run.json'), 'utf8')).to.equal('2');
  });

  it('a copy that fails leaves the old latest, and what a killed run left is taken away', async () => {
    dir.write('first/run.json', '1');
    await publishLatest(dir.path(), join(dir.path(), 'first'));
    // No process has this id: Linux ends at 2^22.
    mkdirSync(join(dir.path(), '.latest-99999999/half'), { recursive: true });
    mkdirSync(join(dir.path(), '.latest-99999999-old'));
    mkdirSync(join(dir.path(), `.latest-${process.ppid}`));
    const error = await rejection(publishLatest(dir.path(), join(dir.path(), 'missing')));
    expect(error).to.be.instanceOf(InputError);
    expect((error as InputError).message).to.contain('latest cannot be renewed: it does not exist');
    expect(readFileSync(join(dir.path(), 'latest/run.json'), 'utf8')).to.equal('1');
    expect(readdirSync(dir.path()).filter((name) => name.startsWith('.'))).to.deep.equal([`.latest-${process.ppid}`]);
    expect(existsSync(join(dir.path(), 'first/run.json'))).to.equal(true);
  });
});
