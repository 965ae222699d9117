import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { useTempDir } from '../helpers/temp-dir.ts';

const script = new URL('../../scripts/profiling/run_profile.sh', import.meta.url).pathname;

/** A perf-report that notes its arguments, and on `run` leaves a run directory and exits as it is told. */
const fake = `#!/bin/sh
printf '%s|%s' "$(pwd)" "\${PERF_REPORT_OUTPUT-unset}" >> "$LOG"
printf '|%s' "$@" >> "$LOG"
echo >> "$LOG"
[ "$1" = report ] && exit "\${REPORT_CODE:-0}"
sleep 0.02 # file systems keep time in steps
[ -n "\${RUNS:-}" ] && mkdir -p "$RUNS/latest/one" && echo {} > "$RUNS/latest/one/run.json"
exit "\${RUN_CODE:-0}"
`;

describe('run_profile.sh', () => {
  const directory = useTempDir();

  /** Calls the script of a repository that has the fake installed, from another directory. */
  function call(args: readonly string[], env: Record<string, string> = {}): { code: number | null; stderr: string; calls: string[][] } {
    const repository = join(directory.path(), 'my repository');
    const copy = join(repository, 'scripts/profiling/run_profile.sh');
    mkdirSync(dirname(copy), { recursive: true });
    mkdirSync(join(directory.path(), 'elsewhere'), { recursive: true });
    copyFileSync(script, copy);
    chmodSync(directory.write('my repository/node_modules/.bin/perf-report', fake), 0o755);
    const log = join(directory.path(), 'log');
    const { status, stderr } = spawnSync(copy, args, { cwd: join(directory.path(), 'elsewhere'), encoding: 'utf8', env: { PATH: process.env['PATH'], LOG: log, ...env } });
    const calls = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
    return { code: status, stderr, calls: calls.map((line) => line.replaceAll(directory.path(), '').split('|')) };
  }

  it('runs in the repository with the flags as they are, then reports the newest run', () => {
    const { code, stderr, calls } = call(['sample', '--command', 'echo "a  b"'], { RUNS: 'logs_local/profiling' });
    expect(stderr).to.equal('');
    expect(code).to.equal(0);
    expect(calls).to.deep.equal([
      ['/my repository', 'unset', 'run', 'sample', '--command', 'echo "a  b"'],
      ['/my repository', 'unset', 'report', 'logs_local/profiling/latest', '-o', '/my repository/profile-report'],
    ]);
  });

  it('PERF_REPORT_OUTPUT is where the caller is; --out-dir and PERF_REPORT_OUT_DIR move the runs', () => {
    const flag = call(['--out-dir', 'runs', '--', 'x', '--out-dir=y'], { RUNS: 'runs', PERF_REPORT_OUTPUT: 'page' });
    expect(flag.calls[1]?.slice(2)).to.deep.equal(['report', 'runs/latest', '-o', '/elsewhere/page']);
    const variable = call([], { RUNS: 'other', PERF_REPORT_OUT_DIR: 'other', PERF_REPORT_OUTPUT: '/page' });
    expect(variable.calls.at(-1)?.slice(2)).to.deep.equal(['report', 'other/latest', '-o', '/page']);
  });

  it('a failed run is reported and keeps its exit code; a report that failed passes its own on', () => {
    const failed = call(['sample'], { RUNS: 'logs_local/profiling', RUN_CODE: '3', REPORT_CODE: '4' });
    expect([failed.code, failed.calls.length]).to.deep.equal([3, 2]);
    expect(call(['sample'], { RUNS: 'logs_local/profiling', REPORT_CODE: '4' }).code).to.equal(4);
  });

  it('a wrong call makes no report of an older run', () => {
    const old = directory.write('my repository/logs_local/profiling/latest/run.json', '{}');
    utimesSync(old, 1000, 1000);
    const { code, calls } = call(['no-such-workload'], { RUN_CODE: '2' });
    expect([code, calls.length]).to.deep.equal([2, 1]);
  });
});
