import { expect } from 'chai';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fg from 'fast-glob';
import { declinedFormats } from '../src/importers/declined.ts';
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

  it('the README names every command of --help', () => {
    const help = execFileSync(process.execPath, [join(root, 'dist/cli.js'), '--help'], { encoding: 'utf8' });
    for (const command of ['top', 'convert', 'formats', 'completion']) expect(help).to.contain(`perf-report ${command}`);
  });

  it('the demo makes a report of every format', () => {
    const out = join(folder, 'demo');
    const printed = execFileSync('bash', [join(root, 'scripts/demo.sh'), out], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    expect(printed).to.contain(join(out, 'index.html'));
    const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as { inputs: { format: string; error: unknown }[] };
    expect(report.inputs.map(({ format }) => format).sort()).to.deep.equal(importers.map(({ id }) => id).sort());
    expect(report.inputs.filter(({ error }) => error !== null)).to.deep.equal([]);
  });

  it('package scripts that documents name exist', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const named = new Set(documents.flatMap((document) => [...textOf(document).matchAll(/npm run ([a-z]+)/g)].map((match) => match[1] as string)));
    expect([...named].filter((name) => !(name in scripts))).to.deep.equal([]);
  });
});
