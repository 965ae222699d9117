import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import type { RunRecord } from '../../src/core/model/run-record.ts';
import { cliArguments, runCli } from '../helpers/run-cli.ts';
import { useTempDir } from '../helpers/temp-dir.ts';

const schema = new URL('../../schemas/run-v1.schema.json', import.meta.url).pathname;
const isRun = new Ajv2020({ strict: false }).compile(JSON.parse(readFileSync(schema, 'utf8')) as object);

describe('perf-report run --base', () => {
  const dir = useTempDir();
  const git = (...args: string[]): string => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { cwd: dir.path(), encoding: 'utf8' }).trim();
  const newest = (): string => join(dir.path(), 'logs_local/profiling', readdirSync(join(dir.path(), 'logs_local/profiling')).filter((name) => name !== 'latest')[0] ?? '');
  const record = (): RunRecord => JSON.parse(readFileSync(join(newest(), 'run.json'), 'utf8')) as RunRecord;
  /** Temporary files of the program go here, so that what it leaves is seen. */
  const temp = (): string => join(dir.path(), '.git/temp');
  const left = (): string[] => readdirSync(temp()).filter((name) => name.startsWith('pr-') || name.startsWith('perf-report-'));

  beforeEach(() => {
    git('init', '-q', '-b', 'main');
    mkdirSync(temp());
    for (const text of ['old', 'new']) {
      dir.write('app.py', `print("${text}")\n`);
      git('add', 'app.py');
      git('commit', '-q', '-m', text);
    }
  });

  it('runs the code of both versions by turns, keeps the profiles of both, and takes the base away', async () => {
    const { code, stderr } = await runCli(['run', '--base', 'auto', '--warmup', '0', '--budget', '1ms', '--profilers', 'cprofile', 'app', '--', 'python3', 'app.py'], { cwd: dir.path(), env: { TMPDIR: temp() } });
    expect(code, stderr).to.equal(0);
    const own = record();
    expect(isRun(own), JSON.stringify(isRun.errors)).to.equal(true);
    expect([own.status, own.baseFailure, own.baseRef]).to.deep.equal(['finished', null, 'commit before HEAD on main']);
    expect(own.arms.map(({ sha }) => sha)).to.deep.equal([git('rev-parse', 'HEAD^'), git('rev-parse', 'HEAD')]);
    expect(own.samples.map(({ arm }) => arm).sort()).to.deep.equal(['base', 'head']);
    expect(own.control?.map(({ arm, exitCode }) => [arm, exitCode])).to.deep.equal(own.samples.map(({ arm }) => [arm, 0]));
    expect([readFileSync(join(newest(), 'base/stdout.log'), 'utf8'), readFileSync(join(newest(), 'stdout.log'), 'utf8')]).to.deep.equal(['old\n', 'new\n']);
    const names = ['profile.stats', 'profile.run2.stats', 'profile.run3.stats'];
    expect(own.profiles.filter(({ arm }) => arm === 'head').map(({ file }) => file)).to.deep.equal(names);
    expect(own.profiles.filter(({ arm }) => arm === 'base').map(({ file }) => file)).to.deep.equal(names.map((name) => `base/${name}`));
    for (const { file } of own.profiles) expect(existsSync(join(newest(), file)), file).to.equal(true);
    expect(stderr).to.match(/app: pair 1 of 9 \((?:base|head)\): |app: pair 1 of 12 \((?:base|head)\): /);
    expect([left(), git('worktree', 'list').split('\n').length]).to.deep.equal([[], 1]);
  });

  it('measures the head alone where its file is not in the base, and says so', async () => {
    dir.write('fresh.py', 'pass\n');
    const { code, stderr } = await runCli(['run', '--base', 'HEAD^', '--runs', '1', '--no-profile', 'fresh', '--', 'python3', 'fresh.py'], { cwd: dir.path(), env: { TMPDIR: temp() } });
    expect([code, record().status, record().samples.filter(({ warmup, arm }) => !warmup && arm === 'head').length]).to.deep.equal([0, 'finished', 1]);
    expect(record().baseFailure).to.match(/^the base could not be measured: its warm-up 1 of 1 exited with 2 \(.*fresh\.py.*No such file/);
    expect(stderr).to.contain('the base could not be measured');
    expect([left(), git('worktree', 'list').split('\n').length]).to.deep.equal([[], 1]);
  });

  it('takes the base away when a signal ends the run', async () => {
    // Outside of the repository, whose paths lead into the arms.
    const mark = `${dir.path()}-ran`;
    const command = `echo x >> '${mark}'; exec sleep 60`;
    const child = spawn(process.execPath, [...cliArguments, 'run', '--base', 'HEAD^', '--no-profile', 'w', '--command', command], { cwd: dir.path(), stdio: 'ignore', env: { ...process.env, TMPDIR: temp() } });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    for (let tries = 0; tries < 600 && !existsSync(mark); tries++) await new Promise((resolve) => setTimeout(resolve, 25));
    expect(existsSync(mark)).to.equal(true);
    rmSync(mark);
    expect(git('worktree', 'list').split('\n').length).to.equal(2);
    child.kill('SIGTERM');
    expect([await ended, record().status]).to.deep.equal([3, 'interrupted']);
    expect([left(), git('worktree', 'list').split('\n').length]).to.deep.equal([[], 1]);
  });
});
