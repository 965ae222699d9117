import { expect } from 'chai';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fg from 'fast-glob';
import { declinedFormats } from '../src/importers/declined.ts';
import { collectors } from '../src/collect/collectors/index.ts';
import type { ReportModel } from '../src/core/model/report.ts';
import { importers } from '../src/importers/index.ts';
import { fixturePaths } from './helpers/fixtures.ts';

const root = new URL('../', import.meta.url).pathname;
const documents = fg.sync(['*.md', 'docs/**/*.md', 'src/**/*.md', 'test/*.md', 'templates/*.md', 'schemas/*.md', 'scripts/**/*.md'], { cwd: root, ignore: ['**/node_modules/**'] }).sort();
const textOf = (document: string) => readFileSync(join(root, document), 'utf8');

/** Profiles under the names that the documents use. */
const profiles: Record<string, RegExp> = {
  'profiles/profile.stats': /\/pstats\/cprofile-3\.13/,
  'profiles/app.cpuprofile': /\/cpuprofile\/node-/,
  'profiles/cpu.pb.gz': /\/pprof\/go-[^/]*\/cpu/,
};

/** What the standard library says of the profiles in a run directory. */
const oracleProgram = `
import json, pstats, sys, tracemalloc
stats = pstats.Stats(sys.argv[1] + '/profile.stats')
(file, line, name), (_, calls, _, _, _) = max(stats.stats.items(), key=lambda item: item[1][2])
live = sum(each.size for each in tracemalloc.Snapshot.load(sys.argv[1] + '/tracemalloc.pickle').statistics('lineno'))
print(json.dumps({'calls': stats.total_calls, 'seconds': stats.total_tt, 'top': [name, calls], 'live': live}))
`;

describe('documents', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'perf-report-docs-'));
    mkdirSync(join(folder, 'profiles'));
    for (const [name, pattern] of Object.entries(profiles)) {
      const fixture = fixturePaths.find((path) => pattern.test(path));
      if (fixture === undefined) throw new Error(`no fixture for ${name}`);
      copyFileSync(join(root, fixture), join(folder, name));
    }
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  for (const document of documents) {
    const commands = [...textOf(document).matchAll(/```sh\n([\s\S]*?)```/g)].flatMap((block) => (block[1] as string).split('\n')).filter((line) => line.startsWith('npx perf-report'));
    for (const command of commands) {
      it(`${document}: ${command.replace(/\s+#.*/, '')}`, () => {
        const [, , ...args] = command.replace(/\s+#.*/, '').split(/\s+/);
        const run = spawnSync(process.execPath, [join(root, 'dist/cli.js'), ...args], { cwd: folder, encoding: 'utf8' });
        expect(run.status, run.stderr).to.equal(0);
        expect(run.stdout).not.to.equal('');
      });
    }

    it(`${document}: links lead somewhere`, () => {
      const links = [...textOf(document).matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map((match) => match[1] as string);
      expect(links.filter((link) => !existsSync(join(root, dirname(document), link)))).to.deep.equal([]);
    });
  }

  it('docs/formats.md has a row for every importer, and none for others', () => {
    const rows = [...textOf('docs/formats.md').matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1]);
    expect(rows.sort()).to.deep.equal(importers.map(({ id }) => id).sort());
    expect(declinedFormats.map(({ id }) => id).filter((id) => rows.includes(id))).to.deep.equal([]);
  });

  it('docs/running.md has a row for every profiler', () => {
    const rows = [...textOf('docs/running.md').matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1]);
    expect(rows).to.deep.equal(collectors.map(({ id }) => id));
  });

  it('the README names every command of --help', () => {
    const help = execFileSync(process.execPath, [join(root, 'dist/cli.js'), '--help'], { encoding: 'utf8' });
    for (const command of ['run', 'top', 'convert', 'formats', 'compare', 'gate', 'baseline', 'init', 'doctor', 'completion']) expect(help).to.contain(`perf-report ${command}`);
  });

  it('the demo runs the sample workload, and its report agrees with pstats and tracemalloc', () => {
    const out = join(folder, 'demo');
    const runs = join(folder, 'runs');
    const env = { ...process.env, PERF_REPORT_RUNS: '2', PERF_REPORT_WARMUP: '0', PERF_REPORT_OUT_DIR: runs, ASSETS: '30', PHOTO_DATA: join(folder, 'photos') };
    const printed = execFileSync('bash', [join(root, 'scripts/demo.sh'), out], { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] });
    expect(printed).to.contain(join(out, 'index.html'));
    const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as ReportModel;
    expect(report.workloads.map(({ name, metrics }) => [name, metrics.slice(0, 3).map(({ metric, values }) => [metric, values.length])])).to.deep.equal([['sample', [['wall', 2], ['cpu', 2], ['rss', 2]]]]);
    expect(readFileSync(join(out, 'index.html'), 'utf8')).to.contain('<section id="measured">');
    const [time, memory] = ['pstats', 'tracemalloc'].map((format) => report.profiles.find((profile) => profile.format === format));
    const oracle = JSON.parse(execFileSync('python3', ['-c', oracleProgram, join(runs, 'latest')], { encoding: 'utf8' })) as { calls: number; seconds: number; top: [string, number]; live: number };
    expect([time?.calls, time?.functions[0]?.name, time?.functions[0]?.calls]).to.deep.equal([oracle.calls, ...oracle.top]);
    expect(time?.total).to.be.closeTo(oracle.seconds, 1e-9);
    expect(memory?.total).to.equal(oracle.live);
  });

  it('package scripts that documents name exist', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const named = new Set(documents.flatMap((document) => [...textOf(document).matchAll(/npm run ([a-z]+)/g)].map((match) => match[1] as string)));
    expect([...named].filter((name) => !(name in scripts))).to.deep.equal([]);
  });
});
