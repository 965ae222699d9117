import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { ReportModel } from '../../src/core/model/report.ts';
import { compareIn, gateIn, pairsAt, runJson, samplesAt, usualGates } from '../helpers/compared-runs.ts';
import { useTempDir } from '../helpers/temp-dir.ts';

const stats = (name: string): Buffer => gunzipSync(readFileSync(new URL(`../fixtures-compare/${name}.stats.gz`, import.meta.url)));
const host = (changes: object): object => ({ os: 'linux', arch: 'x64', cpuModel: 'one', cpuCount: 2, ...changes });

/** A report.json of twelve pairs in which the head takes 1.5 times as long; hand-written, with what gate reads of it. */
function reportText(changes: object = {}): string {
  return JSON.stringify({ schema: 'perf-report/report/v1', workloads: [{ name: 'sample', verdict: 'fail', samples: pairsAt(12, 1.5) }], comparisons: [], ...changes });
}

describe('gate', () => {
  const dir = useTempDir();
  const here = (): string => dir.path();
  const modelIn = (name: string): ReportModel => JSON.parse(readFileSync(`${here()}/${name}`, 'utf8')) as ReportModel;

  /** Base, where it is stored apart, and head. */
  const cases: readonly (readonly [title: string, base: string | null, head: string, verdict: string])[] = [
    ['a slowdown', null, runJson(pairsAt(12, 1.5)), 'fail'],
    ['no change', null, runJson(pairsAt(12, 1)), 'pass'],
    ['an improvement', null, runJson(pairsAt(12, 0.5)), 'improved'],
    ['too few pairs', null, runJson(pairsAt(3, 1.5)), 'inconclusive'],
    ['other work', null, runJson(pairsAt(12, 1.5, (arm) => ({ counters: { digest: arm === 'head' ? 1 : 2 } }))), 'not-comparable'],
    ['a control that moved', null, runJson(pairsAt(12, 1.5), { control: pairsAt(12, 1.5) }), 'environment-suspect'],
    ['stolen time', null, runJson(pairsAt(12, 1.5), { host: host({ stealShare: 0.5 }) }), 'environment-suspect'],
    ['a base that could not be measured', null, runJson(samplesAt(12, 1), { baseRef: 'main', baseFailure: 'its setup failed' }), 'not-comparable'],
    ['a head that failed', null, runJson(pairsAt(12, 1), { status: 'failed', failure: 'exited with 1' }), 'failed'],
    ['failed halves of pairs', null, runJson(pairsAt(14, 1.5, (arm, index) => (index > 11 && arm === 'base' ? { exitCode: 2 } : {}))), 'fail'],
    ['a stored base', runJson(samplesAt(12, 1)), runJson(samplesAt(12, 1.5)), 'warn'],
    ['a stored base of another machine', runJson(samplesAt(12, 1), { host: host({ cpuModel: 'other' }) }), runJson(samplesAt(12, 1.5), { host: host({}) }), 'not-comparable'],
    ['a stored base of another schema', runJson(samplesAt(12, 1), { schema: 'perf-report/run/v2' }), runJson(samplesAt(12, 1.5)), 'not-comparable'],
    ['other units', runJson(samplesAt(12, 1000)), runJson(samplesAt(12, 1)), 'not-comparable'],
  ];

  it('judges every report as it was judged when it was written', async () => {
    for (const [title, base, head, verdict] of cases) {
      if (base !== null) dir.write('base/run.json', base);
      dir.write('head/run.json', head);
      const first = await compareIn(here(), base === null ? null : 'base', 'head', { formats: ['json'] });
      const stored = modelIn('out/report.json');
      const again = await gateIn(here(), 'out/report.json', { json: true });
      const judged = JSON.parse(again.stdout) as ReportModel;
      expect([title, stored.verdict]).to.deep.equal([title, verdict]);
      expect([title, again.code, judged.verdict, judged.headline]).to.deep.equal([title, first.code, stored.verdict, stored.headline]);
      // What the base's machine was is in no report: there the reason of the workload stands for that of each gate.
      const told = ({ gate }: ReportModel): unknown => ({ ...gate, gates: gate?.gates.map((each) => (verdict === 'not-comparable' && base !== null ? { ...each, message: '' } : each)) });
      expect(told(judged), title).to.deep.equal(told(stored));
      expect(judged.workloads.map(({ name, reason, verdict: own }) => [name, reason, own]), title).to.deep.equal(stored.workloads.map(({ name, reason, verdict: own }) => [name, reason, own]));
      // The directory of a report stands for it, and people read the same words.
      const text = await gateIn(here(), 'out');
      expect([title, text.code, text.stdout.split('\n')[0]]).to.deep.equal([title, first.code, first.stdout.split('\n')[0]]);
    }
  });

  it('judges calls of a function by the comparison that was stored', async () => {
    dir.write('perf-report.config.yaml', 'workloads:\n  sample:\n    command: sleep 1\n    gates:\n      - metric: calls\n        function: get_asset_info\n        threshold: 0%\n');
    for (const side of ['base', 'head']) dir.write(`${side}.stats`, stats(`sample-${side}-1`));
    const first = await compareIn(here(), 'base.stats', 'head.stats', { formats: ['json'] });
    const { code, stdout } = await gateIn(here(), 'out/report.json');
    expect([first.code, code, stdout.split('\n')[0]]).to.deep.equal([1, 1, first.stdout.split('\n')[0]]);
    expect(stdout).to.contain('calls of get_asset_info: ');
    // Rows of a comparison are checked: anyone may have edited them.
    const model = modelIn('out/report.json') as unknown as { comparisons: { worse: Record<string, unknown>[] }[] };
    for (const [field, value] of [['name', 3], ['file', null], ['line', 'x'], ['selfHead', '1'], ['callsHead', {}], ['significant', undefined]] as const) {
      const rows = model.comparisons[0]?.worse ?? [];
      const edited = { ...model, comparisons: [{ ...model.comparisons[0], worse: rows.map((row) => ({ ...row, [field]: value })) }] };
      writeFileSync(`${here()}/edited.json`, JSON.stringify(edited));
      const { code: exit, stderr } = await gateIn(here(), 'edited.json');
      expect([field, exit, stderr.split('\n')[0]]).to.deep.equal([field, 3, 'perf-report: edited.json: comparisons[0].worse is missing or of a wrong type']);
    }
  });

  it('changes its mind with the thresholds, in both directions, and with what fails a build', async () => {
    dir.write('slow.json', reportText());
    dir.write('near.json', reportText({ workloads: [{ name: 'sample', verdict: 'pass', samples: pairsAt(12, 1.06) }] }));
    dir.write('few.json', reportText({ workloads: [{ name: 'sample', verdict: 'inconclusive', samples: pairsAt(3, 1.5) }] }));
    const limits = (share: number): ReadonlyMap<string, number> => new Map([['wall', share], ['cpu', share]]);
    const code = async (report: string, gate: Partial<typeof usualGates>): Promise<number> => (await gateIn(here(), report, { gate: { ...usualGates, ...gate } })).code;
    expect([await code('slow.json', {}), await code('slow.json', { thresholds: limits(0.6) }), await code('slow.json', { failOn: 'never' })]).to.deep.equal([1, 0, 0]);
    expect([await code('near.json', {}), await code('near.json', { thresholds: limits(0.02) })]).to.deep.equal([0, 1]);
    expect([await code('few.json', {}), await code('few.json', { failOn: 'inconclusive' })]).to.deep.equal([0, 1]);
    dir.write('perf-report.config.yaml', 'workloads:\n  sample:\n    command: sleep 1\n    gates:\n      - metric: wall\n        threshold: 60%\n');
    expect([await code('slow.json', {}), await code('slow.json', { thresholds: limits(0.1) })], 'the configuration of here').to.deep.equal([0, 1]);
  });

  it('writes verdicts for programs, and test results', async () => {
    dir.write('report.json', reportText());
    const { code, stdout, stderr } = await gateIn(here(), 'report.json', { json: true, junit: `${here()}/junit.xml` });
    const judged = JSON.parse(stdout) as { schema: string; verdict: string; gate: { result: string; gates: { metric: string; verdict: string }[] }; workloads: { name: string; verdict: string }[] };
    expect([code, stderr, judged.schema, judged.verdict, judged.gate.result]).to.deep.equal([1, '', 'perf-report/gate/v1', 'fail', 'failure']);
    expect(judged.gate.gates.map(({ metric, verdict }) => `${metric} ${verdict}`)).to.deep.equal(['wall fail', 'cpu fail', 'rss pass']);
    expect(judged.workloads.map(({ name, verdict }) => `${name} ${verdict}`)).to.deep.equal(['sample fail']);
    expect(readFileSync(`${here()}/junit.xml`, 'utf8')).to.contain('tests="3" failures="2"');
  });

  it('names what is wrong with a file that is no report of this version', async () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    const wrong: readonly (readonly [string, RegExp])[] = [
      [reportText({ schema: 'perf-report/report/v9' }), /its schema is "perf-report\/report\/v9", not "perf-report\/report\/v1"/],
      [runJson(pairsAt(2, 1)), /its schema is "perf-report\/run\/v1"/],
      [reportText({ comparisons: [{ title: 3 }] }), /comparisons\[0\]\.title is missing or of a wrong type/],
      [reportText({ workloads: 'none' }), /workloads is no list of objects/],
      [reportText({ workloads: [] }), /holds neither samples nor a comparison/],
      ['[1]', /holds no JSON object/],
      [reportText().slice(0, 400), /is no valid JSON/],
      ['{"schema":"perf-report/report/v1","comparisons":[{"title":NaN}]}', /is no valid JSON/],
      [`{"schema":"perf-report/report/v1","comparisons":[{"title":${deep}}]}`, /title is missing or of a wrong type/],
      ['', /is no valid JSON/],
    ];
    for (const [text, said] of wrong) {
      dir.write('bad.json', text);
      const { code, stdout, stderr } = await gateIn(here(), 'bad.json', { junit: `${here()}/junit.xml` });
      expect([code, stdout, said.test(stderr)], stderr).to.deep.equal([3, '', true]);
      expect(existsSync(`${here()}/junit.xml`)).to.equal(false);
    }
    dir.write('deep.json', `{"schema":"perf-report/report/v1","workloads":[{"name":"sample","samples":${deep}}]}`);
    expect((await gateIn(here(), 'deep.json')).stdout).to.contain('no time was measured');
    truncateSync(`${here()}/bad.json`, 3 * 1024 ** 3);
    expect((await gateIn(here(), 'bad.json')).stderr).to.match(/bad\.json: is 3072 MiB, which is no report of ours/);
  });
});
