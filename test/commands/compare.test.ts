import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { compareIn, pairsAt, runJson, samplesAt, usualGates } from '../helpers/compared-runs.ts';
import { useTempDir } from '../helpers/temp-dir.ts';

const stats = readFileSync(new URL('../fixtures/pstats/cprofile-3.12.1/photo_app.stats', import.meta.url));
const good = (): string => runJson(samplesAt(12, 1));

/** What no reader should meet, outside of data for programs. */
function oddWords(directory: string): string[] {
  const texts = readdirSync(directory).filter((name) => name !== 'report.json').map((name) => readFileSync(`${directory}/${name}`, { encoding: 'utf8', flag: 'r' }));
  const visible = texts.map((text) => text.replace(/<(script|style|template)[\s\S]*?<\/\1>/g, '').replace(/<[^>]*>/g, ' '));
  return visible.flatMap((text) => text.match(/\b(?:NaN|Infinity|undefined|null|\[object)\b.{0,20}/g) ?? []);
}

describe('compare', () => {
  const dir = useTempDir();

  /** Stored run against stored run: exit code, first words and a part of what is said. */
  const odd: readonly (readonly [title: string, base: string | null, head: string, code: number, verdict: string, said: string])[] = [
    ['samples of another schema version', good(), runJson(samplesAt(12, 1), { schema: 'perf-report/run/v2' }), 0, 'NOT COMPARABLE', 'another schema version (perf-report/run/v2)'],
    ['a base of another schema version', runJson(samplesAt(12, 1), { schema: 'perf-report/run/v2' }), good(), 0, 'NOT COMPARABLE', 'another schema version (perf-report/run/v2)'],
    ['pairs of another schema version', null, runJson(pairsAt(12, 1), { schema: 'perf-report/run/v9' }), 0, 'NOT COMPARABLE', 'another schema version (perf-report/run/v9)'],
    ['milliseconds for seconds', good(), runJson(samplesAt(12, 1000)), 0, 'NOT COMPARABLE', 'different units'],
    ['two workloads', good(), runJson(samplesAt(12, 1), { workload: 'other' }), 0, 'NOT COMPARABLE', 'two different workloads: sample and other'],
    ['a base that failed', runJson(samplesAt(12, 1), { status: 'failed', failure: 'no disk' }), good(), 0, 'NOT COMPARABLE', 'the run of the base failed (no disk)'],
    ['a head that failed', good(), runJson(samplesAt(12, 1), { status: 'failed', failure: 'no disk' }), 3, 'FAILED', '(exit 3)'],
    ['an empty head', good(), runJson([]), 0, 'NOT COMPARABLE', 'the head has no samples'],
    ['samples that are none', good(), runJson(['x', 3, null, [], {}]), 0, 'INCONCLUSIVE', 'samples[0] is no object and was left out'],
    ['negative times', good(), runJson(samplesAt(12, -1)), 0, 'INCONCLUSIVE', 'samples[0].wallSeconds is no finite number of 0 or more and was left out, and'],
    ['times of zero', null, runJson(pairsAt(12, 1, (arm) => (arm === 'head' ? { wallSeconds: 0 } : {}))), 0, 'INCONCLUSIVE', 'wall time is 0 in 12 samples'],
    ['a number beyond all numbers', good(), good().replace(/"wallSeconds":[^,]*/g, '"wallSeconds":1e999'), 0, 'INCONCLUSIVE', 'samples[0].wallSeconds is no finite number'],
    ['one pair', null, runJson(pairsAt(1, 3)), 0, 'INCONCLUSIVE', 'cannot be certain enough'],
    ['pairs of one number', null, runJson(pairsAt(12, 1.5, () => ({ pair: 1 }))), 0, 'NOT COMPARABLE', '1 with a number used twice'],
    ['a base that never ran', null, runJson(samplesAt(12, 1), { baseRef: 'main' }), 0, 'NOT COMPARABLE', 'no sample of the base main is in it'],
    ['a counter that was 0', null, runJson(pairsAt(12, 1, (arm) => ({ counters: { assets: arm === 'head' ? 7 : 0 } }))), 0, 'NOT COMPARABLE', 'different work (assets 0 → 7)'],
    ['executions that failed', null, runJson(pairsAt(12, 1, (arm, index) => (arm === 'head' && index < 2 ? { exitCode: 1 } : {}))), 0, 'OK', '2 pairs left out of the comparison'],
    ['a head of which half failed', null, runJson(pairsAt(12, 1, (arm, index) => (arm === 'head' && index % 2 === 0 ? { exitCode: 1 } : {}))), 3, 'FAILED', '6 samples failed, the first one: sample 1 of 12 exited with 1'],
    ['a run that has not ended', null, runJson(pairsAt(12, 1), { status: 'running' }), 0, 'OK', 'the run has not ended'],
  ];
  for (const [title, base, head, code, verdict, said] of odd) {
    it(`explains ${title}`, async () => {
      // Of another day: a run is not compared with itself.
      if (base !== null) dir.write('base/run.json', JSON.stringify({ ...(JSON.parse(base) as object), startedAt: '2026-11-21T07:15:00Z' }));
      dir.write('head/run.json', head);
      const result = await compareIn(dir.path(), base === null ? null : 'base', 'head');
      expect([result.code, result.stdout.split(':')[0]]).to.deep.equal([code, verdict]);
      expect((result.stdout + result.stderr).replaceAll('\u00a0', ' ')).to.contain(said);
      expect(result.stdout + result.stderr).not.to.match(/NaN|Infinity|undefined|\bnull\b/);
      expect(oddWords(`${dir.path()}/out`)).to.deep.equal([]);
    });
  }

  it('ends with what the gate says, and the terminal says the same', async () => {
    dir.write('head/run.json', runJson(pairsAt(12, 1.5)));
    for (const [failOn, code] of [['regression', 1], ['never', 0]] as const) {
      const result = await compareIn(dir.path(), null, 'head', { gate: { ...usualGates, failOn }, formats: ['json'] });
      expect([result.code, /Gate: .*/.exec(result.stdout)?.[0]]).to.deep.equal([code, `Gate: FAIL (exit ${code})`]);
    }
  });

  it('says why nothing was compared, and ends with 3 where the inputs are to blame', async () => {
    dir.write('run/run.json', good());
    dir.write('empty/notes.txt', 'nothing');
    dir.write('head.stats', stats);
    dir.write('cut.stats.gz', gzipSync(stats).subarray(0, 300));
    const told = async (base: string, head: string): Promise<string> => {
      const { code, stdout, stderr } = await compareIn(dir.path(), base, head, { formats: ['json', 'md'] });
      expect(stdout, `${base} ${head}`).to.contain(`Gate: not applied (exit ${code})`);
      return `${code} ${stdout}${stderr}`;
    };
    expect(await told('empty', 'run')).to.match(/^3 .*neither a profile nor a run was read from the base/s);
    expect(await told('run', 'empty')).to.match(/^3 No profile was found/);
    expect(await told('run', 'head.stats')).to.match(/^3 .*nothing in common/s);
    expect(await told('head.stats', 'run')).to.match(/^0 .*the base holds no measured run/s);
    expect(await told('cut.stats.gz', 'head.stats')).to.match(/^3 .*cut\.stats\.gz: the gzip data is cut off/s);
  });

  it('reads a report, or its directory, for the run in it', async () => {
    dir.write('base/run.json', good());
    dir.write('head/run.json', runJson(samplesAt(12, 1.5)));
    await compareIn(dir.path(), 'base', 'head', { formats: ['json'], output: `${dir.path()}/rep` });
    const first = async (base: string, head: string): Promise<string> => (await compareIn(dir.path(), base, head, { formats: ['json'] })).stdout.replaceAll('\u00a0', ' ').split('\n')[0] ?? '';
    for (const report of ['rep', 'rep/report.json']) {
      expect(await first('base', report)).to.equal('SUSPECTED: sample is 50 % slower (1.00 s → 1.51 s)');
      // It is the very run that the report was made of.
      expect(await first(report, 'head')).to.match(/^sample took 1\.51 s/);
    }
  });

  it('lets no name begin a line or a command of a build service', async () => {
    const name = '::error::a ##[error]b\n::warning::c';
    dir.write('head/run.json', runJson(pairsAt(12, 1.5), { workload: name }));
    const { stdout } = await compareIn(dir.path(), null, 'head', { formats: ['json'] }, { GITHUB_ACTIONS: 'true' });
    const commands = stdout.split('\n').filter((line) => line.trimStart().startsWith('::'));
    expect(commands.map((line) => line.slice(0, 14))).to.deep.equal(['::error title=', '::error title=']);
    expect(stdout.split('\n').filter((line) => !commands.includes(line)).join('\n')).not.to.contain('##[');
  });
});
