import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { runRun } from '../../src/commands/run-run.ts';
import { runSelfCheck, type SelfCheckOptions } from '../../src/commands/run-selfcheck.ts';
import type { Shell } from '../../src/commands/shell.ts';
import { UserError } from '../../src/core/errors.ts';
import { gatesKey } from '../../src/core/gate/gates-key.ts';
import { defaultRules, looksFor } from '../../src/core/gate/rules.ts';
import type { RunRecord } from '../../src/core/model/run-record.ts';
import type { SelfCheckEntry } from '../../src/core/model/self-check.ts';
import { importFile } from '../../src/io/import-file.ts';
import { addSelfChecks } from '../../src/io/self-check-store.ts';
import { cliArguments } from '../helpers/run-cli.ts';
import { rejection, useTempDir } from '../helpers/temp-dir.ts';

const validatorOf = (name: string) => new Ajv2020({ strict: false }).compile(JSON.parse(readFileSync(new URL(`../../schemas/${name}`, import.meta.url), 'utf8')) as object);
const isStore = validatorOf('selfcheck-v1.schema.json');
const isRun = validatorOf('run-v1.schema.json');
/** One pair a comparison. */
const quick = { PERF_REPORT_BUDGET: '1ms' };

describe('perf-report selfcheck', () => {
  const dir = useTempDir();
  const outDir = (): string => join(dir.path(), 'logs_local/profiling');
  const store = (): string => join(outDir(), 'selfcheck.json');
  const git = (...args: string[]): string => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { cwd: dir.path(), encoding: 'utf8' }).trim();
  const stored = (): SelfCheckEntry[] => {
    const value = JSON.parse(readFileSync(store(), 'utf8')) as { comparisons: SelfCheckEntry[] };
    expect(isStore(value), JSON.stringify(isStore.errors)).to.equal(true);
    return value.comparisons;
  };
  const temporary = (): string => join(dir.path(), '.git/temp');

  function shellIn(written: { out: string; err: string }): Shell {
    const stream = (key: 'out' | 'err') => ({ isTTY: false, columns: 100, write: (text: string | Uint8Array) => void (written[key] += String(text)) });
    return { env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...quick }, cwd: dir.path(), stdout: stream('out'), stderr: stream('err'), now: () => performance.now() };
  }
  async function check(argv: Record<string, unknown>, changes: Partial<SelfCheckOptions> = {}): Promise<{ code: number; out: string; err: string }> {
    const written = { out: '', err: '' };
    const options = { workloads: ['app'], argv: { workloads: ['app'], warmup: '0', ...argv }, comparisons: 1, budgetSeconds: null, json: false, quiet: false, color: 'never' as const, ...changes };
    return { code: await runSelfCheck(options, shellIn(written)), ...written };
  }

  beforeEach(() => {
    git('init', '-q', '-b', 'main');
    mkdirSync(temporary());
    dir.write('app.sh', 'exit 0\n');
    git('add', 'app.sh');
    git('commit', '-q', '-m', 'first');
  });

  it('compares the head with a checkout of itself, adds to what is stored, and is told by run --base', async () => {
    // Outside of the repository, whose paths lead into the arms.
    const mark = `${dir.path()}-setups`;
    const first = await check({ command: 'sh app.sh', setup: `pwd >> '${mark}'` }, { comparisons: 2 });
    expect([first.code, first.err.match(/^app: comparison [12] of 2: \S+ after 1 pair \(wall .*load/gm)?.length], first.err).to.deep.equal([0, 2]);
    const setups = readFileSync(mark, 'utf8').trim().split('\n');
    rmSync(mark);
    expect([setups.length, new Set(setups).size, git('worktree', 'list').split('\n').length]).to.deep.equal([2, 2, 1]);
    const [entry] = stored();
    if (entry === undefined) throw new Error('nothing was stored');
    expect(entry).to.include({ workload: 'app', pairs: 1, sameTree: false, verdict: 'inconclusive', gates: gatesKey(defaultRules, looksFor(defaultRules)) });
    expect(entry.metrics.map(({ metric }) => metric)).to.deep.equal(['wall', 'cpu', 'rss']);
    expect(first.out).to.match(/no comparison got an answer[^]*2 inconclusive[^]*Kept in .*selfcheck\.json/);

    dir.write('app.sh', 'exit 0 # changed\n');
    await addSelfChecks(outDir(), Array.from({ length: 3 }, () => ({ ...entry, verdict: 'fail' as const })));
    const second = await check({ command: 'sh app.sh' }, { json: true });
    // 3 alarms in 3 comparisons show more than 1 %.
    expect([second.code, second.err, stored().map(({ sameTree }) => sameTree)]).to.deep.equal([1, '', [false, false, false, false, false, true]]);
    const result = JSON.parse(second.out) as { schema: string; failed: string[]; workloads: { alarms: { fails: number; comparisons: number; sentences: string[] } }[] };
    expect([result.schema, result.failed, result.workloads[0]?.alarms.fails, result.workloads[0]?.alarms.comparisons]).to.deep.equal(['perf-report/selfcheck-result/v1', [], 3, 3]);
    expect(result.workloads[0]?.alarms.sentences[1]).to.match(/too nervous here/);

    const calm = { ...entry, verdict: 'pass' as const, metrics: entry.metrics.map((metric) => ({ ...metric, lower: -0.01 })) };
    await addSelfChecks(outDir(), [...Array.from({ length: 17 }, () => calm), { ...calm, gates: 'wall 1%' }, { ...calm, fingerprint: 'another' }, { ...calm, workload: 'other' }]);
    expect(await runRun({ workloads: ['app'], argv: { workloads: ['app'], command: 'sh app.sh', base: 'HEAD', warmup: '0', profile: false }, printConfig: false, json: true, quiet: true, color: 'never' }, shellIn({ out: '', err: '' }))).to.equal(0);
    const record = JSON.parse(readFileSync(join(outDir(), 'latest/run.json'), 'utf8')) as RunRecord;
    expect(isRun(record), JSON.stringify(isRun.errors)).to.equal(true);
    // scipy.stats.beta.ppf(0.95, 4, 17)
    expect([record.selfCheck?.comparisons, record.selfCheck?.fails, record.selfCheck?.upperRate.toFixed(4)]).to.deep.equal([20, 3, '0.3437']);
    expect((await importFile(join(outDir(), 'latest/run.json'), 'run.json')).run?.selfCheck).to.deep.equal(record.selfCheck);
  });

  it('ends with 3 where the workload fails, and stores nothing', async () => {
    const failed = await check({ command: 'exit 9', runs: '1' });
    expect([failed.code, existsSync(store())]).to.deep.equal([3, false]);
    expect(failed.err).to.match(/app failed: .* exited with 9/);
  });

  it('refuses, before anything runs, to add to a file that it cannot read', async () => {
    for (const text of ['{"schema": "perf-report/selfcheck/v1", "compar', '{"schema": "perf-report/selfcheck/v2", "comparisons": []}']) {
      dir.write('logs_local/profiling/selfcheck.json', text);
      const error = await rejection(check({ command: `touch '${join(dir.path(), 'ran')}'` }));
      expect(error).to.be.instanceOf(UserError);
      expect((error as UserError).message).to.match(/selfcheck\.json(?: is no valid JSON|: the schema is "perf-report\/selfcheck\/v2")/);
      expect([readFileSync(store(), 'utf8'), existsSync(join(dir.path(), 'ran'))]).to.deep.equal([text, false]);
    }
  });

  it('keeps what was measured when a signal ends it, and leaves nothing behind', async () => {
    const child = spawn(process.execPath, [...cliArguments, 'selfcheck', '--comparisons', '5000', '--warmup', '0', 'app', '--', 'sh', 'app.sh'], { cwd: dir.path(), stdio: 'ignore', env: { ...process.env, ...quick, TMPDIR: temporary() } });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    for (let tries = 0; tries < 1200 && !existsSync(store()); tries++) await new Promise((resolve) => setTimeout(resolve, 25));
    child.kill('SIGINT');
    expect(await ended).to.equal(3);
    expect(stored().length).to.be.greaterThan(0);
    expect([readdirSync(temporary()).filter((name) => /^(?:pr-|perf-report-)/.test(name)), git('worktree', 'list').split('\n').length]).to.deep.equal([[], 1]);
  });
});
