import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { runCli } from '../helpers/run-cli.ts';
import { useTempDir } from '../helpers/temp-dir.ts';

/** A report.json of twelve pairs in which the head takes 1.5 times as long; hand-written, with what gate reads of it. */
function reportText(changes: object = {}): string {
  const samples = Array.from({ length: 12 }, (_, index) => ['base', 'head'].map((arm) => {
    const wall = (arm === 'head' ? 1.5 : 1) * (1 + ((index * 7) % 5) / 500);
    return { arm, pair: index + 1, wallSeconds: wall, cpuUserSeconds: wall * 0.9, cpuSystemSeconds: 0.01, peakRssBytes: 5e7, exitCode: 0 };
  })).flat();
  return JSON.stringify({ schema: 'perf-report/report/v1', workloads: [{ name: 'sample', verdict: 'fail', samples }], comparisons: [], ...changes });
}

describe('gate and baseline', () => {
  const dir = useTempDir();
  const run = (...args: string[]) => runCli(args, { cwd: dir.path() });

  it('judges stored samples again, and takes accepted regressions into account', async () => {
    dir.write('report.json', reportText());
    const failed = await run('gate', 'report.json', '--json', '--junit', 'junit.xml');
    const { gate } = JSON.parse(failed.stdout) as { gate: { result: string; gates: { metric: string; verdict: string }[] } };
    expect([failed.code, gate.result, gate.gates.map(({ metric, verdict }) => `${metric} ${verdict}`)]).to.deep.equal([1, 'failure', ['wall fail', 'cpu fail', 'rss pass']]);
    expect(readFileSync(`${dir.path()}/junit.xml`, 'utf8')).to.contain('failures="2"');
    for (const metric of ['wall', 'cpu']) expect((await run('baseline', 'accept', 'report.json', '--workload', 'sample', '--metric', metric, '--why', 'new tagger', '--who', 'Ann')).code).to.equal(0);
    const again = await run('baseline', 'accept', 'report.json', '--workload', 'sample', '--metric', 'cpu', '--why', 'other', '--who', 'Bo');
    expect([again.code, again.stderr]).to.satisfy(([code, text]: [number, string]) => code === 2 && text.includes('--replace'));
    const accepted = await run('gate', 'report.json');
    expect(accepted.code).to.equal(0);
    expect(accepted.stdout).to.contain('(accepted by Ann: new tagger)');
  });

  it('names what is wrong with a file that is no report of this version', async () => {
    dir.write('other.json', reportText({ schema: 'perf-report/report/v9' }));
    dir.write('edited.json', reportText({ comparisons: [{ title: 3 }] }));
    const other = await run('gate', 'other.json');
    expect([other.code, other.stdout, other.stderr.split('\n')[0]]).to.deep.equal([3, '', 'perf-report: other.json: is no report that this version reads: its schema is "perf-report/report/v9", not "perf-report/report/v1"']);
    const edited = await run('gate', 'edited.json');
    expect([edited.code, edited.stderr.split('\n')[0]]).to.deep.equal([3, 'perf-report: edited.json: comparisons[0].title is missing or of a wrong type']);
  });
});
