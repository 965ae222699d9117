import { existsSync, mkdirSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { resultText, type CiResult } from '../../src/commands/ci-result.ts';
import type { RunRecord } from '../../src/core/model/run-record.ts';
import { runCi } from '../../src/commands/run-ci.ts';
import type { Shell } from '../../src/commands/shell.ts';
import { rejection, useTempDir } from '../helpers/temp-dir.ts';

const pairs = new URL('../fixtures-compare/', import.meta.url).pathname;

describe('perf-report ci', () => {
  const dir = useTempDir();

  async function ask(request: object | string, env: Record<string, string> = {}): Promise<{ code: number; out: string; err: string }> {
    const said = { out: '', err: '' };
    const stream = (name: 'out' | 'err') => ({ isTTY: false, columns: 100, write: (text: string | Uint8Array): void => void (said[name] += String(text)) });
    const text = typeof request === 'string' ? request : JSON.stringify({ protocol: 1, mode: 'run', directory: 'perf-report-7-1', ...request });
    const shell: Shell = { env: { PATH: process.env['PATH'], PERF_REPORT_REQUEST: text, PERF_REPORT_RUNS: '2', PERF_REPORT_WARMUP: '0', ...env }, cwd: dir.path(), stdout: stream('out'), stderr: stream('err'), now: () => 0 };
    return { code: await runCi(shell), ...said };
  }
  const read = (path: string): string => readFileSync(join(dir.path(), path), 'utf8');
  /** Read as the integrations read it. */
  const answer = (directory = 'perf-report-7-1'): Map<string, string> =>
    new Map(read(`${directory}/result.properties`).trimEnd().split('\n').map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  const refusal = async (request: object | string): Promise<string> => {
    const error = (await rejection(ask(request))) as Error & { hint?: string };
    return `${error.message} (${error.hint ?? ''})`;
  };

  it('measures a command without a configuration, reports, and lists what to archive', async () => {
    mkdirSync(join(dir.path(), 'perf-report-6-1'));
    mkdirSync(join(dir.path(), 'perf-report-6-2'));
    utimesSync(join(dir.path(), 'perf-report-6-1'), 0, 0);
    const { code, err } = await ask({ workload: 'quick', command: ':', profile: false });
    expect(code, err).to.equal(0);
    const said = answer();
    const [runDir = ''] = (said.get('runDirs') ?? '').split(',');
    const record = JSON.parse(read(`${runDir}/run.json`)) as RunRecord;
    expect([record.workload, record.command, record.status, record.profiles.length]).to.deep.equal(['quick', ':', 'finished', 0]);
    expect([said.get('protocol'), said.get('verdict'), said.get('result'), said.get('metric.quick.verdict')]).to.deep.equal(['1', 'no-baseline', 'pass', 'no-baseline']);
    expect(Number(said.get('metric.quick.wall.head'))).to.be.greaterThan(0);
    expect((said.get('archive') ?? '').split(',').filter((path) => !path.includes('*') && !existsSync(join(dir.path(), path)))).to.deep.equal([]);
    expect(existsSync(join(dir.path(), said.get('report') ?? ''))).to.equal(true);
    expect([existsSync(join(dir.path(), 'perf-report-6-1')), existsSync(join(dir.path(), 'perf-report-6-2'))], 'leftovers of an older build go').to.deep.equal([false, true]);
    expect(read('perf-report-7-1/report/report.json')).to.contain('measured alone, without a base: there is no base to compare with');
  });

  it('reports a workload that failed, and keeps its output', async () => {
    const { code, err } = await ask({ command: 'echo broken >&2; exit 7', workload: ['bad'], base: 'none', profile: false });
    expect(code).to.equal(3);
    expect(err).to.contain('bad failed').and.to.contain('broken');
    const said = answer();
    expect([said.get('verdict'), said.get('result')]).to.deep.equal(['failed', 'failure']);
    expect(said.get('archive')).to.match(/stderr\.log/);
    expect(existsSync(join(dir.path(), 'perf-report-7-1/report/index.html'))).to.equal(true);
  });

  it('gates profiles that were collected elsewhere, by percent points', async () => {
    const gates = [{ metric: 'calls', function: 'get_asset_info', threshold: 10, criticality: 'UNSTABLE' }];
    const call = { mode: 'report', dir: `${pairs}sample-head-1.stats.gz`, baseline: { path: `${pairs}sample-base-1.stats.gz`, tried: ['copyArtifacts: no such build'] } };
    expect((await ask({ ...call, gates })).code).to.equal(0);
    expect([answer().get('verdict'), answer().get('result')]).to.deep.equal(['fail', 'unstable']);
    expect(answer().get('message')).to.contain('get_asset_info');
    expect(answer().get('baseline')).to.match(/^baseline: .*sample-base-1\.stats\.gz \(before: copyArtifacts: no such build\)$/);
    expect(read('perf-report-7-1/report/report.json')).to.contain('(before: copyArtifacts: no such build)');
    expect(read(answer().get('junit') ?? '')).to.contain('<testcase');
    expect((await ask({ ...call, directory: 'perf-report-7-2', gates: [{ ...gates[0], criticality: 'FAILURE' }] })).code).to.equal(1);
    expect(answer('perf-report-7-2').get('result')).to.equal('failure');
    expect((await ask({ ...call, directory: 'perf-report-7-3', gates: [{ ...gates[0], threshold: '400%' }] })).code).to.equal(0);
    expect(answer('perf-report-7-3').get('result')).to.equal('pass');
  });

  it('goes on without a baseline that cannot be had, and says why', async () => {
    const call = { mode: 'report', dir: `${pairs}sample-head-1.stats.gz`, baseline: { job: 'app/feature%2Fx', tried: ['copyArtifacts: the Copy Artifact plugin is not installed'] } };
    expect((await ask(call, { JENKINS_URL: 'http://127.0.0.1:9/' })).code).to.equal(0);
    expect(answer().get('baseline')).to.equal('no stored baseline: copyArtifacts: the Copy Artifact plugin is not installed; http://127.0.0.1:9/job/app/job/feature%252Fx/ cannot be reached (ECONNREFUSED) (does the agent reach it? HTTPS_PROXY and NO_PROXY are honoured)');
    expect((await ask({ ...call, directory: 'perf-report-7-2' })).code).to.equal(0);
    expect(answer('perf-report-7-2').get('baseline')).to.match(/JENKINS_URL/);
  });

  it('refuses what it does not know, and leaves the reason where the integration looks', async () => {
    expect(await refusal('{')).to.match(/^the request is no JSON/);
    expect(await refusal({ protocol: 2 })).to.match(/^the library speaks protocol 2 and this perf-report protocol 1 \(use the library and the program of one version/);
    expect(await refusal({ workloud: 'x' })).to.equal('there is no parameter "workloud" (did you mean workload?)');
    expect(await refusal({ gates: [{ metric: 'wall', treshold: 3 }] })).to.equal('there is no parameter "gates.0.treshold" (did you mean threshold?)');
    expect(await refusal({ pairs: 'many' })).to.match(/^pairs is "many"; it needs a whole number from 1/);
    expect(await refusal({ directory: '../x' })).to.match(/^directory is "\.\.\/x"; it needs a directory name/);
    expect(await refusal({ command: ':', workload: '../x' })).to.match(/^workload is "\.\.\/x", which is no name for a workload/);
    expect(await refusal({})).to.match(/^there is no workload to run/);
    expect([answer().get('result'), answer().get('message')]).to.deep.equal(['error', 'there is no workload to run: give command, or write a configuration: npx perf-report init']);
    expect(await refusal({ command: ':', base: '$(touch pwned)' })).to.match(/^there is no base to compare with: this is not a git repository/);
    expect(existsSync(join(dir.path(), 'pwned'))).to.equal(false);
  });

  it('writes values of one line, which a reader can take back', () => {
    const odd = 'a=b\\n\n\r\t\u0000\u2028é\ud800';
    const result: CiResult = { toolVersion: '0', verdict: 'pass', outcome: 'pass', message: odd, report: '', junit: '', archive: [], archiveBytes: 0, archiveNote: '', runDirs: [], baseline: '', metrics: new Map([['w\n=x.wall.head', 1e-7]]) };
    const lines = resultText(result).split('\n');
    const message = lines.find((line) => line.startsWith('message=')) ?? '';
    expect(message).to.equal('message=a=b\\\\n\\n\\r\\u0009\\u0000\\u2028é\ufffd');
    expect(lines).to.include('metric.w__x.wall.head=1e-7');
    expect(lines.slice(0, -1).sort()).to.deep.equal(lines.slice(0, -1));
  });
});
