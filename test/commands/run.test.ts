import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import type { RunRecord } from '../../src/core/model/run-record.ts';
import { fixturePaths } from '../helpers/fixtures.ts';
import { cliArguments, runCli, type CliResult } from '../helpers/run-cli.ts';
import { useTempDir } from '../helpers/temp-dir.ts';

const root = new URL('../../', import.meta.url).pathname;
const isRun = new Ajv2020({ strict: false }).compile(JSON.parse(readFileSync(join(root, 'schemas/run-v1.schema.json'), 'utf8')) as object);

describe('perf-report run', () => {
  const dir = useTempDir();
  const run = (args: readonly string[], env: Record<string, string> = {}): Promise<CliResult> => runCli(['run', ...args], { cwd: dir.path(), env });
  const outDir = (): string => join(dir.path(), 'logs_local/profiling');
  const record = (...path: string[]): RunRecord => JSON.parse(readFileSync(join(outDir(), ...path, 'run.json'), 'utf8')) as RunRecord;
  const runsOf = (): string[] => readdirSync(outDir()).filter((name) => name !== 'latest');

  it('measures and profiles a command, and leaves a run directory that the report reads', async () => {
    dir.write('app.py', "import sys\ndef busy(n):\n    return sum(i * i for i in range(n))\nfor _ in range(3):\n    busy(60000)\nprint('done', sys.argv[1])\n");
    const { code, stdout, stderr } = await run(['--runs', '2', '--warmup', '1', 'photos', '--', 'python3', 'app.py', 'it works']);
    expect([code, stderr.split('\n').filter((line) => line.startsWith('perf-report:'))]).to.deep.equal([0, []]);
    const [name = ''] = runsOf();
    expect(name).to.match(/^\d{8}T\d{6}Z$/);
    const own = record(name);
    expect(isRun(own), JSON.stringify(isRun.errors)).to.equal(true);
    expect([own.workload, own.command, own.status]).to.deep.equal(['photos', "python3 app.py 'it works'", 'finished']);
    expect(own.samples.map(({ warmup, exitCode }) => [warmup, exitCode])).to.deep.equal([[true, 0], [false, 0], [false, 0]]);
    expect(own.profiles.map(({ file, profiler, error }) => [file, profiler, error])).to.deep.include.members([['profile.stats', 'cprofile', null], ['tracemalloc.pickle', 'tracemalloc', null]]);
    for (const { overhead } of own.profiles) expect(overhead).to.be.greaterThan(0.5);
    // The copy is whole and the same.
    expect(readdirSync(join(outDir(), 'latest')).sort()).to.deep.equal(readdirSync(join(outDir(), name)).sort());
    expect(readFileSync(join(outDir(), 'latest/stdout.log'), 'utf8')).to.equal('done it works\n');
    expect(readFileSync(join(outDir(), 'latest/metadata.txt'), 'utf8')).to.match(new RegExp(`^profile_path: logs_local/profiling/${name}/profile\\.stats$`, 'm'));
    // What it prints: spread, functions as pstats has them, where it is, what to do next.
    expect(stdout).to.match(/Wall time +\d.* ±[\d.]+ % .* 2\n/);
    expect(stdout).to.match(/ 3 .*app\.py:2\(busy\)/);
    expect(stdout).to.contain(`Run:  logs_local/profiling/${name}\nNext: perf-report logs_local/profiling/latest\n`);
    const page = await runCli(['logs_local/profiling/latest'], { cwd: dir.path() });
    expect(page.code, page.stderr).to.equal(0);
    const report = JSON.parse(readFileSync(join(dir.path(), 'profile-report/report.json'), 'utf8')) as { workloads: { name: string; metrics: { metric: string; head: number }[] }[]; profiles: { format: string }[] };
    const walls = own.samples.filter(({ warmup }) => !warmup).map(({ wallSeconds }) => wallSeconds ?? NaN);
    expect(report.workloads[0]?.metrics[0]).to.deep.include({ metric: 'wall', head: ((walls[0] as number) + (walls[1] as number)) / 2 });
    expect(report.profiles.map(({ format }) => format)).to.include.members(['pstats', 'tracemalloc']);
  });

  it('a workload that fails ends the run with 3, its reason and its last words; what was measured is kept', async () => {
    dir.write('perf-report.config.yaml', "workloads:\n  flaky:\n    command: 'echo x >> count; echo \"line $(wc -l < count)\" >&2; test $(wc -l < count) -lt 3'\n    runs: 5\n    warmup: 1\n");
    const { code, stderr } = await run(['flaky']);
    expect(code).to.equal(3);
    expect(stderr).to.contain('perf-report: flaky failed: execution 2 of 5 exited with 1\n  | line 3\n');
    const kept = record('latest');
    expect(kept.status).to.equal('failed');
    expect(kept.samples.map(({ exitCode }) => exitCode)).to.deep.equal([0, 0, 1]);
    expect(kept.profiles).to.deep.equal([]);
    const page = await runCli(['logs_local/profiling/latest'], { cwd: dir.path() });
    expect(page.stdout).to.contain('flaky FAILED');
  });

  it('says why a command could not run, or was stopped', async () => {
    const cases: [string[], string][] = [
      [['--', 'no-such-program'], 'exited with 127 (command not found)'],
      [['--command', 'kill -9 $$'], 'was killed by SIGKILL'],
      [['--timeout', '300ms', '--', 'sleep', '60'], 'ms, at its time limit'],
    ];
    for (const [args, reason] of cases) {
      const { code, stderr } = await run(['--runs', '1', '--warmup', '0', '--no-profile', ...args]);
      expect(code, reason).to.equal(3);
      expect(stderr).to.contain(reason);
    }
  });

  it('a signal stops the children, keeps what was measured, and leaves latest alone', async () => {
    dir.write('logs_local/profiling/latest/run.json', 'the run before');
    const child = spawn(process.execPath, [...cliArguments, 'run', '--runs', '50', '--warmup', '0', '--command', 'echo $$ >> pids; if [ $(wc -l < pids) -ge 2 ]; then sleep 60; fi'], { cwd: dir.path(), stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    await until(() => existsSync(join(dir.path(), 'pids')) && lines('pids') >= 2);
    child.kill('SIGTERM');
    expect(await ended).to.equal(3);
    expect(stderr).to.contain('was interrupted (SIGTERM) after 1 samples, which are kept');
    const [name = ''] = runsOf();
    expect([record(name).status, record(name).samples.length]).to.deep.equal(['interrupted', 1]);
    expect(readFileSync(join(outDir(), 'latest/run.json'), 'utf8')).to.equal('the run before');
    for (const pid of readFileSync(join(dir.path(), 'pids'), 'utf8').trim().split('\n')) expect(existsSync(`/proc/${pid}`), pid).to.equal(false);
  });

  it('a run that is killed leaves a record of what it had, and no half latest', async () => {
    const child = spawn(process.execPath, [...cliArguments, 'run', '--runs', '50', '--warmup', '0', '--command', 'echo x >> ran; if [ $(wc -l < ran) -ge 3 ]; then exec sleep 2; fi'], { cwd: dir.path(), stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('close', resolve));
    await until(() => existsSync(join(dir.path(), 'ran')) && lines('ran') >= 3);
    child.kill('SIGKILL');
    await ended;
    expect(readdirSync(outDir()).length).to.equal(1);
    expect([record(runsOf()[0] as string).status, record(runsOf()[0] as string).samples.length]).to.deep.equal(['running', 2]);
  });

  it('the switches turn profilers off and the measuring goes on; several workloads are directories of one run', async () => {
    dir.write('perf-report.config.yaml', 'defaults: { runs: 1, warmup: 0 }\nworkloads:\n  one: { command: python3 -c 1 }\n  two: { command: "true", setup: "echo ready > made-by-setup" }\n');
    for (const env of [{ RUN_PROFILING: '0' }, { SKIP_PROFILING: '1' }]) {
      const { code, stdout } = await run([], env);
      expect([code, stdout.includes('one'), stdout.includes('two')]).to.deep.equal([0, true, true]);
      expect(readdirSync(join(outDir(), 'latest')).sort()).to.deep.equal(['one', 'two']);
      expect([record('latest', 'one').samples.length, record('latest', 'one').profiles]).to.deep.equal([1, []]);
    }
    expect(readFileSync(join(dir.path(), 'made-by-setup'), 'utf8')).to.equal('ready\n');
    const { stdout } = await run(['one', '--print-config', '--runs', '7']);
    expect(stdout).to.match(/runs.*7.*--runs/);
    const typo = await run(['ome']);
    expect([typo.code, typo.stderr.includes('one')]).to.deep.equal([2, true]);
  });

  it('an output directory that cannot be written is told before anything runs', async () => {
    mkdirSync(join(dir.path(), 'logs_local'));
    dir.write('logs_local/profiling', 'a file');
    const { code, stderr } = await run(['--command', 'touch ran']);
    expect([code, existsSync(join(dir.path(), 'ran'))]).to.deep.equal([2, false]);
    expect(stderr).to.contain('no run can be written to');
  });

  it('a profile that the workload left half written is named with the place, and the run is still one', async () => {
    const whole = fixturePaths.find((path) => path.includes('/pstats/cprofile-3.13')) ?? '';
    const command = `if [ -n "$PERF_REPORT_PROFILE_DIR" ]; then head -c 3000 '${join(root, whole)}' > "$PERF_REPORT_PROFILE_DIR/cut.stats"; fi`;
    const { code, stdout } = await run(['--runs', '1', '--warmup', '0', '--profilers', 'own', 'cut', '--command', command]);
    expect(code).to.equal(0);
    expect(stdout).to.match(/cut\.stats: .+ \(byte \d+\)/);
    expect(record('latest').profiles.map(({ file, profiler, error }) => [file, profiler, error])).to.deep.equal([['cut.stats', 'own', null]]);
  });

  it('a disk that takes no more ends the run with 3 and keeps the record as far as it fits', async () => {
    const limited = spawn('bash', ['-c', 'ulimit -f 2; exec "$@"', 'bash', process.execPath, ...cliArguments, 'run', '--runs', '50', '--warmup', '0', '--no-profile', '--command', 'true'], { cwd: dir.path(), stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    limited.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    expect(await new Promise((resolve) => limited.on('close', resolve)), stderr).to.equal(3);
    expect(stderr).to.match(/note: the logs of the run were emptied to make room[^]*perf-report: cannot write .*run\.json: it is larger than the file system allows/);
    const kept = record(runsOf()[0] as string);
    expect([kept.status, kept.samples.length > 1, kept.samples.length < 50]).to.deep.equal(['running', true, true]);
  });

  function lines(name: string): number {
    return readFileSync(join(dir.path(), name), 'utf8').split('\n').length - 1;
  }
});

async function until(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (isTrue()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('waited 20 s in vain');
}
