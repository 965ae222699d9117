import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { UserError } from '../../src/core/errors.ts';
import type { SelfCheckEntry } from '../../src/core/model/self-check.ts';
import { tryImport } from '../../src/io/import-file.ts';
import { addSelfChecks, readSelfChecks, selfCheckPath } from '../../src/io/self-check-store.ts';
import { rejection, useTempDir } from '../helpers/temp-dir.ts';

const entry = (changes: Partial<SelfCheckEntry> = {}): SelfCheckEntry => ({
  workload: 'app', at: '2026-11-22T07:15:00.000Z', toolVersion: '1.0.0', fingerprint: 'f', gates: 'wall 10%; looks 9/18/36', verdict: 'pass', pairs: 9,
  metrics: [{ metric: 'wall', change: 0.001, lower: -0.01, upper: 0.02, verdict: 'pass' }], loadBefore: 0.3, sameTree: false, ...changes,
});

describe('the file of self-checks', () => {
  const dir = useTempDir();

  it('keeps what is added, the newest 5,000', async () => {
    expect(await readSelfChecks(dir.path())).to.deep.equal([]);
    const first = [entry({ fingerprint: null, loadBefore: null }), entry({ verdict: 'fail', metrics: [{ metric: 'wall', change: null, lower: null, upper: null, verdict: 'fail' }] })];
    await addSelfChecks(dir.path(), first);
    expect(await readSelfChecks(dir.path())).to.deep.equal(first);
    await addSelfChecks(dir.path(), Array.from({ length: 4999 }, (_, place) => entry({ pairs: place })));
    const all = await readSelfChecks(dir.path());
    expect([all.length, all[0]?.verdict, all[4999]?.pairs]).to.deep.equal([5000, 'fail', 4998]);
  });

  it('is named with the place of what is wrong in it, and never overwritten', async () => {
    const rows: readonly (readonly [content: unknown, place: RegExp])[] = [
      [[], /the schema is not named/],
      [{ schema: 'perf-report/selfcheck/v1' }, /"comparisons" is no list/],
      [{ schema: 'perf-report/selfcheck/v1', comparisons: [entry(), null] }, /comparisons\[1\] is no object/],
      [{ schema: 'perf-report/selfcheck/v1', comparisons: [{ ...entry(), pairs: -1 }] }, /comparisons\[0\]\.pairs is no whole number/],
      [{ schema: 'perf-report/selfcheck/v1', comparisons: [{ ...entry(), verdict: 'fine' }] }, /comparisons\[0\]\.verdict is no verdict/],
      [{ schema: 'perf-report/selfcheck/v1', comparisons: [{ ...entry(), metrics: [{}] }] }, /comparisons\[0\]\.metrics\[0\]\.metric is no text/],
      [{ schema: 'perf-report/selfcheck/v1', comparisons: [{ ...entry(), loadBefore: 'high' }] }, /comparisons\[0\]\.loadBefore is no number/],
    ];
    for (const [content, place] of rows) {
      const path = dir.write('selfcheck.json', JSON.stringify(content));
      const error = await rejection(addSelfChecks(dir.path(), [entry()]));
      expect(error, String(place)).to.be.instanceOf(UserError);
      expect((error as UserError).message).to.match(place).and.contain(path);
      expect(readFileSync(path, 'utf8')).to.equal(JSON.stringify(content));
    }
  });

  it('is no profile to a report on the directory of runs', async () => {
    await addSelfChecks(dir.path(), [entry()]);
    expect(selfCheckPath(dir.path())).to.equal(join(dir.path(), 'selfcheck.json'));
    expect(await tryImport(selfCheckPath(dir.path()), 'selfcheck.json')).to.include({ unrecognised: true, bug: null });
  });
});
