import { chmodSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { runBaseline, type AcceptFlags, type BaselineCall } from '../../src/commands/run-baseline.ts';
import { compareIn, gateIn, inShell, pairsAt, runJson, type CommandResult } from '../helpers/compared-runs.ts';
import { useTempDir } from '../helpers/temp-dir.ts';

const flags: AcceptFlags = { workload: 'sample', metric: 'wall', function: null, why: 'new tagger', until: null, who: 'Ann', replace: false };
const acceptedFile = 'perf-report.accepted.json';

describe('baseline', () => {
  const dir = useTempDir();
  const here = (): string => dir.path();
  /** Nobody has a name here. */
  const env = { PATH: process.env['PATH'], HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' };

  function baseline(action: BaselineCall['action'], path: string | null, changes: Partial<AcceptFlags> = {}, call: Partial<BaselineCall> = {}): Promise<CommandResult> {
    return inShell(here(), (shell) => runBaseline({ action, path: path === null ? null : `${here()}/${path}`, accept: { ...flags, ...changes }, json: false, quiet: false, ...call }, shell), env);
  }

  /** A report of a run of twelve pairs whose head takes `ratio` times as long, with its memory. */
  function report(name: string, ratio: number): void {
    const samples = pairsAt(12, ratio, () => ({ counters: { assets: 3 } }));
    dir.write(name, JSON.stringify({ schema: 'perf-report/report/v1', workloads: [{ name: 'sample', verdict: 'fail', samples }], comparisons: [] }));
  }

  beforeEach(() => {
    report('report.json', 1.5);
  });

  it('shows what a comparison would stand on, for people and programs', async () => {
    const text = await baseline('show', 'report.json');
    expect([text.code, text.stdout.replaceAll('\u00a0', ' ').split('\n').slice(0, 2)]).to.deep.equal([0, ['sample', '  Wall time: 1.51 s (12 samples)']]);
    const json = JSON.parse((await baseline('show', 'report.json', {}, { json: true })).stdout) as { workload: string; metrics: { metric: string; head: number }[] }[];
    expect(json.map(({ workload, metrics }) => [workload, metrics[0]?.metric, metrics[0]?.head])).to.deep.equal([['sample', 'wall', 1.506]]);
    dir.write('junk.txt', 'junk');
    expect((await baseline('show', 'junk.txt')).code).to.equal(3);
    expect((await baseline('show', 'nowhere')).code).to.equal(2);
  });

  it('records a decision with who, why and until, and lists it', async () => {
    expect((await baseline('list', null)).stdout).to.equal('nothing is accepted\n');
    const { code, stdout } = await baseline('accept', 'report.json', { until: '2999-12-31' });
    const day = new Date().toISOString().slice(0, 10);
    expect([code, stdout.replaceAll('\u00a0', ' ').split('\n')[0]]).to.deep.equal([0, `sample: wall up to 1.51 s, accepted by Ann on ${day} until 2999-12-31: new tagger`]);
    const stored = JSON.parse(readFileSync(`${here()}/${acceptedFile}`, 'utf8')) as object;
    expect(stored).to.deep.equal({ schema: 'perf-report/accepted/v1', accepted: [{ workload: 'sample', metric: 'wall', function: null, level: 1.506, unit: 'seconds', who: 'Ann', why: 'new tagger', at: day, until: '2999-12-31' }] });
    const again = await baseline('accept', 'report.json', { why: 'other' });
    expect([again.code, again.stderr]).to.satisfy(([exit, said]: [number, string]) => exit === 2 && said.includes('add --replace'));
    const replaced = await baseline('accept', 'report.json', { why: 'other', replace: true }, { json: true });
    expect((JSON.parse(replaced.stdout) as { why: string }).why).to.equal('other');
    const listed = JSON.parse((await baseline('list', null, {}, { json: true })).stdout) as { why: string; until: null }[];
    expect(listed.map(({ why, until }) => [why, until])).to.deep.equal([['other', null]]);
    expect((await baseline('accept', 'report.json', { metric: 'cpu' }, { quiet: true })).stdout).to.equal('');
  });

  it('refuses what would accept nothing, with what to give instead', async () => {
    const wrong: readonly (readonly [Partial<AcceptFlags>, number, RegExp])[] = [
      [{ workload: null }, 2, /needs --workload/],
      [{ metric: ' ' }, 2, /needs --metric/],
      [{ why: '' }, 2, /needs --why/],
      [{ who: null }, 2, /needs --who\n {2}git config user\.name is not set/],
      [{ until: '2020-01-01' }, 2, /--until 2020-01-01 has passed/],
      [{ until: '2027-02-30' }, 2, /needs a day, not "2027-02-30"/],
      [{ until: 'tomorrow' }, 2, /needs a day/],
      [{ workload: 'other' }, 3, /holds no workload "other"\n {2}it holds sample/],
      [{ metric: 'wal' }, 3, /has no metric "wal"\n {2}it has wall, cpu, rss/],
      [{ function: 'parse' }, 3, /no comparison in it tells wall of parse/],
    ];
    for (const [changes, code, said] of wrong) {
      const result = await baseline('accept', 'report.json', changes);
      expect([result.code, said.test(result.stderr)], `${JSON.stringify(changes)} ${result.stderr}`).to.deep.equal([code, true]);
    }
    mkdirSync(`${here()}/run`);
    expect((await baseline('accept', 'run')).stderr).to.match(/run: is a directory that holds no report\.json/);
    expect((await baseline('list', 'report.json')).code).to.equal(2);
    expect(existsSync(`${here()}/${acceptedFile}`)).to.equal(false);
  });

  it('does not judge by a file of decisions that it cannot understand', async () => {
    await baseline('accept', 'report.json');
    const path = `${here()}/${acceptedFile}`;
    const right = readFileSync(path, 'utf8');
    const damages: readonly (readonly [string, RegExp])[] = [
      ['', /no valid JSON/],
      ['[]', /the schema is not named/],
      [right.replace('/v1', '/v2'), /the schema is "perf-report\/accepted\/v2"/],
      [right.replace(/"level": [\d.]+/, '"level": 1e999'), /level is no finite number/],
      [right.replace(/"level": /, '"level": -'), /level is no finite number/],
      [right.replace('"seconds"', '"bytes"'), /unit is "bytes", which wall is not measured in/],
      [right.replace('"seconds"', '"hours"'), /unit is none of/],
      [right.replace('"until": null', '"until": "soon"'), /until is no day: "soon"/],
      [right.replace('"Ann"', '7'), /who is no text/],
      [right.replace(/\{\s+"workload"[\s\S]*?\}/, '$&, $&'), /accepted\[1\] is about the same as accepted\[0\]/],
    ];
    for (const [text, said] of damages) {
      writeFileSync(path, text);
      const results = [await baseline('list', null), await gateIn(here(), 'report.json'), await baseline('accept', 'report.json', { metric: 'cpu' })];
      expect(results.map(({ code }) => code), text).to.deep.equal([2, 2, 2]);
      for (const { stderr } of results) expect(stderr).to.match(said);
      expect(readFileSync(path, 'utf8'), 'nothing is written').to.equal(text);
    }
    truncateSync(path, 3 * 1024 ** 3);
    expect((await baseline('list', null)).stderr).to.match(/larger than 4 MiB/);
  });

  it('leaves all as it was where nothing can be written', async () => {
    await baseline('accept', 'report.json');
    const before = readFileSync(`${here()}/${acceptedFile}`, 'utf8');
    chmodSync(here(), 0o555);
    try {
      const { code } = await baseline('accept', 'report.json', { metric: 'cpu' });
      // The superuser writes everywhere.
      expect(code).to.equal(process.getuid?.() === 0 ? 0 : 2);
      if (code !== 0) expect(readFileSync(`${here()}/${acceptedFile}`, 'utf8')).to.equal(before);
    } finally {
      chmodSync(here(), 0o755);
    }
  });

  it('makes a note of what is accepted, everywhere, and fails again above it', async () => {
    for (const metric of ['wall', 'cpu']) await baseline('accept', 'report.json', { metric, why: 'new | <b>tagger', until: '2999-12-31' });
    dir.write('head/run.json', runJson(pairsAt(12, 1.5)));
    const { code, stdout } = await compareIn(here(), null, 'head');
    expect([code, stdout.split(':')[0]]).to.deep.equal([0, 'REGRESSED (accepted)']);
    expect(stdout).to.contain('(accepted by Ann until 2999-12-31: new | <b>tagger)');
    const written = (name: string): string => readFileSync(`${here()}/out/${name}`, 'utf8');
    expect(written('junit.xml')).to.contain('failures="0"').and.contain('accepted by Ann until 2999-12-31: new | &lt;b&gt;tagger');
    expect(written('summary.md')).to.contain('**Accepted:** wall in sample is accepted by Ann until 2999\\-12\\-31: new \\| &lt;b&gt;tagger; cpu');
    expect(written('index.html')).to.contain('wall in sample is accepted by Ann until 2999-12-31: new | &lt;b&gt;tagger');
    const { gate } = JSON.parse(written('report.json')) as { gate: { gates: { metric: string; criticality: string; accepted?: object }[] } };
    expect(gate.gates.map(({ metric, criticality, accepted }) => [metric, criticality, accepted?.constructor === Object])).to.deep.equal([['wall', 'NOTE', true], ['cpu', 'NOTE', true], ['rss', 'FAILURE', false]]);
    // Up to the threshold above the accepted level: 1.506 s and 10 %.
    for (const [ratio, exit] of [[1.64, 0], [1.67, 1]] as const) {
      report('later.json', ratio);
      const later = await gateIn(here(), 'later.json');
      expect([ratio, later.code]).to.deep.equal([ratio, exit]);
      expect(later.stdout.includes('worse than what Ann accepted')).to.equal(exit === 1);
    }
  });

  it('tells an entry that has run out, and one that nothing is judged by any more', async () => {
    await baseline('accept', 'report.json', { metric: 'counter:assets' });
    await baseline('accept', 'report.json');
    const path = `${here()}/${acceptedFile}`;
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/"at": "[^"]*",\s+"until": null/g, '"at": "2020-01-01", "until": "2020-01-02"'));
    expect((await baseline('list', null)).stdout).to.contain('until 2020-01-02, which has passed');
    const { code, stdout } = await gateIn(here(), 'report.json');
    expect(code).to.equal(1);
    expect(stdout).to.contain('(accepted by Ann until 2020-01-02, which has passed: new tagger)');
    expect(stdout).to.contain('Note:   accepted by Ann: counter:assets in sample, which no gate judges');
  });
});
