import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { runTop, type TopOptions } from '../../src/commands/run-top.ts';
import type { Shell } from '../../src/commands/shell.ts';
import { useTempDir } from '../helpers/temp-dir.ts';

const fixture = (name: string): string => new URL(`../fixtures/${name}`, import.meta.url).pathname;
const statsFile = fixture('pstats/cprofile-3.12.1/photo_app.stats');

interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `top` in this process, without a terminal. */
async function top(inputs: readonly string[], options: Partial<TopOptions> = {}): Promise<Output> {
  const text = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr'): Shell['stdout'] => ({ isTTY: false, columns: 100, write: (more) => void (text[name] += String(more)) });
  const shell: Shell = { env: {}, cwd: '/', stdout: stream('stdout'), stderr: stream('stderr'), now: () => 0 };
  const code = await runTop({ inputs, top: 30, sort: 'self', stripDirs: false, json: false, profile: undefined, color: 'auto', quiet: false, ...options }, shell);
  return { code, ...text };
}

/** What the standard library's pstats reads from the file: [file, line, name, primitive calls, calls, self, total, callers]. */
interface Oracle {
  readonly total_tt: number;
  readonly total_calls: number;
  readonly functions: readonly [string, number, string, number, number, number, number, unknown][];
}
const oracle = JSON.parse(readFileSync(`${statsFile}.oracle.json`, 'utf8')) as Oracle;

interface TopJson {
  readonly schema: string;
  readonly inputs: readonly { file: string; format: string | null; error: unknown }[];
  readonly profiles: readonly { title: string; unit: string; total: number; functions: readonly { name: string; file: string; line: number; self: number; total: number; calls: number | null }[] }[];
}

describe('top', () => {
  const dir = useTempDir();

  for (const [sort, column] of [
    ['self', 5],
    ['total', 6],
    ['calls', 4],
  ] as const) {
    it(`prints the rows of pstats, by ${sort}, with units`, async () => {
      const { stdout } = await top([statsFile], { sort, top: 10 });
      const rows = stdout.split('\n').slice(5, 15);
      const expected = [...oracle.functions].sort((a, b) => b[column] - a[column]).slice(0, 10);
      expect(rows.length).to.equal(10);
      for (const [at, [, , , primitive, calls, self, total]] of expected.entries()) {
        const ncalls = primitive === calls ? String(calls) : `${calls}/${primitive}`;
        // Rows of equal value may stand in another order, so the key's own column is what is compared.
        const cell = { self: `${(self * 1000).toFixed(3)} ms`, total: `${(total * 1000).toFixed(3)} ms`, calls: ncalls }[sort];
        expect(rows[at]?.trim().split(/\s{2,}/)[{ calls: 0, self: 1, total: 3 }[sort]]).to.equal(cell);
      }
    });
  }

  it('prints what pstats prints: function calls in all, and names as func_std_string has them', async () => {
    const { stdout } = await top([statsFile], { top: 0 });
    expect(stdout).to.contain(`${oracle.total_calls.toLocaleString('en-US')} function calls`);
    expect(stdout).to.contain("  {method 'append' of 'list' objects}\n").and.to.contain('  photo_app.py:28(decode)\n');
    expect(stdout.trimEnd().split('\n').length).to.equal(5 + oracle.functions.length);
  });

  it('gives every row as JSON, in base units, by self', async () => {
    const { code, stdout, stderr } = await top([statsFile], { json: true, top: 0 });
    const result = JSON.parse(stdout) as TopJson;
    expect([code, stderr, result.schema, result.inputs]).to.deep.equal([0, '', 'perf-report/top/v1', [{ file: statsFile, format: 'pstats', error: null }]]);
    const [profile] = result.profiles;
    expect(profile?.unit).to.equal('seconds');
    expect(profile?.total).to.be.closeTo(oracle.total_tt, 1e-12);
    const rowOf = (row: { file: string; line: number; name: string; calls: number | null; self: number; total: number }): string => JSON.stringify([row.file === '' ? '~' : row.file, row.line, row.name, row.calls, row.self, row.total]);
    const expected = oracle.functions.map(([file, line, name, , calls, self, total]) => rowOf({ file, line, name, calls, self, total }));
    expect(profile?.functions.map(rowOf).sort()).to.deep.equal(expected.sort());
    const selfs = profile?.functions.map(({ self }) => self) ?? [];
    expect(selfs).to.deep.equal([...selfs].sort((a, b) => b - a));
  });

  it('shows all profiles of a file, its main one first, or the one that is named', async () => {
    dir.write(
      'two.json',
      JSON.stringify({
        $schema: 'https://www.speedscope.app/file-format-schema.json',
        activeProfileIndex: 1,
        shared: { frames: [{ name: 'a', file: '/x/y/a.js', line: 3 }] },
        profiles: [
          { type: 'sampled', name: 'first thread', unit: 'milliseconds', startValue: 0, endValue: 2, samples: [[0]], weights: [2] },
          { type: 'sampled', name: 'second thread', unit: 'milliseconds', startValue: 0, endValue: 5, samples: [[0]], weights: [5] },
        ],
      }),
    );
    const path = `${dir.path()}/two.json`;
    const all = await top([path]);
    const headings = all.stdout.split('\n').filter((line) => line.startsWith(path));
    expect(headings).to.deep.equal([`${path}: second thread (profile 2 of 2)`, `${path}: first thread (profile 1 of 2)`]);
    for (const profile of ['2', 'Second thread', 'second']) {
      const { stdout } = await top([path], { profile, stripDirs: true });
      expect(stdout).to.contain('second thread').and.not.to.contain('first thread');
      expect(stdout).to.match(/^5 ms +100 % +5 ms +100 % +a \(a\.js:3\)$/m);
    }
    const error = await top([path], { profile: 'third' }).catch((reason: unknown) => reason);
    expect((error as Error).message).to.equal('--profile: there is no profile "third"');
  });

  it('reads every file that is named, says what failed, and ends with 3 only where all did', async () => {
    dir.write('a.folded', 'main;a 1\n');
    dir.write('broken.prof', 'nonsense');
    expect((await top([`${dir.path()}/a.folded`], { sort: 'calls' })).stdout).to.contain('functions by self (the format knows no calls)');
    const some = await top([`${dir.path()}/a.folded`, `${dir.path()}/broken.prof`]);
    expect([some.code, some.stderr.split('\n')[0]]).to.deep.equal([0, `${dir.path()}/broken.prof: is in no format that perf-report reads`]);
    expect((await top([`${dir.path()}/broken.prof`])).code).to.equal(3);
  });

  it('says a note of all profiles of a file once', async () => {
    const { stdout } = await top([fixture('tracemalloc/cpython-3.13.0/snapshot-1.pickle')], { json: true });
    const { notes } = JSON.parse(stdout) as { notes: { code: string; text: string }[] };
    expect(notes.map(({ code }) => code)).to.include('one-frame');
    expect(new Set(notes.map(({ code, text }) => `${code} ${text}`)).size).to.equal(notes.length);
  });
});
