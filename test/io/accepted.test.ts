import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { AcceptedRegression } from '../../src/core/analysis/accepted-regressions.ts';
import { UserError } from '../../src/core/errors.ts';
import { isDay, readAccepted, writeAccepted } from '../../src/io/accepted.ts';
import { rejection, useTempDir } from '../helpers/temp-dir.ts';

const entry = (changes: Partial<AcceptedRegression> = {}): AcceptedRegression => ({ workload: 'sample', metric: 'wall', function: null, level: 2, unit: 'seconds', who: 'Ann', why: 'new tagger', at: '2026-11-01', until: null, ...changes });

describe('the file of accepted regressions', () => {
  const dir = useTempDir();
  const path = (): string => join(dir.path(), 'perf-report.accepted.json');

  it('holds what was written, in an order of its own', async () => {
    expect(await readAccepted(path())).to.deep.equal([]);
    const [wall, cpu, calls] = [entry(), entry({ metric: 'cpu', until: '2027-01-31', why: 'a\n"b" \u2028' }), entry({ metric: 'calls', function: 'parse', unit: 'count' })];
    await writeAccepted(path(), [wall, cpu, calls]);
    expect(await readAccepted(path())).to.deep.equal([calls, cpu, wall]);
    const before = readFileSync(path(), 'utf8');
    await writeAccepted(path(), [calls, wall, cpu]);
    expect(readFileSync(path(), 'utf8')).to.equal(before);
  });

  it('is read with a byte order mark and fields of nobody', async () => {
    dir.write('perf-report.accepted.json', `\ufeff${JSON.stringify({ schema: 'perf-report/accepted/v1', $schema: 'x', accepted: [{ ...entry(), function: undefined, until: undefined, ticket: 7 }] })}`);
    expect(await readAccepted(path())).to.deep.equal([entry()]);
  });

  it('is a file: a directory and a pipe are named', async () => {
    mkdirSync(path());
    expect(await rejection(readAccepted(path()))).to.be.instanceOf(UserError).with.property('message').that.matches(/is no file|it is a directory/);
    const pipe = join(dir.path(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(await rejection(readAccepted(pipe))).to.be.instanceOf(UserError).with.property('message').that.matches(/is no file/);
  });

  it('knows the days of the calendar', () => {
    expect(['2027-01-31', '2028-02-29'].map(isDay)).to.deep.equal([true, true]);
    expect(['2027-02-29', '2027-13-01', '2027-1-1', '2027-01-32', 'tomorrow', '', '2027-01-31T00:00:00Z'].map(isDay)).to.deep.equal([false, false, false, false, false, false, false]);
  });
});
