import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mismatches } from '../scripts/check-release.ts';
import { bundledPackages, noticesText } from '../scripts/third-party-notices.ts';
import { ciProtocol } from '../src/config/ci-protocol.ts';
import type { ReportModel } from '../src/core/model/report.ts';
import { fixturePaths } from './helpers/fixtures.ts';

const root = new URL('../', import.meta.url).pathname;
const bundle = join(root, 'resources/perf-report/perf-report.mjs');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

describe('the program in one file', () => {
  let folder: string;
  before(() => {
    if (!existsSync(bundle)) throw new Error('resources/perf-report/perf-report.mjs is missing: npm run build:library');
    folder = mkdtempSync(join(tmpdir(), 'perf-report-bundle-'));
    chmodSync(folder, 0o755);
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** A machine with nothing but Node: the bundle in `place`, a profile, a home and a directory for temporary files. */
  function machine(name: string): { readonly place: string; readonly report: () => { readonly said: string; readonly page: string; readonly model: ReportModel; readonly left: readonly string[] }; readonly ask: (...args: string[]) => string } {
    const at = (part: string): string => join(folder, name, part);
    const profile = join(root, fixturePaths.find((path) => path.includes('/pstats/cprofile-3.13')) ?? '');
    for (const part of ['a place@2', 'work', 'home', 'temp']) mkdirSync(at(part), { recursive: true });
    copyFileSync(bundle, at('a place@2/perf-report.mjs'));
    copyFileSync(profile, at('work/profile.stats'));
    for (const part of ['work', 'home', 'temp']) chmodSync(at(part), 0o777);
    chmodSync(at('work/profile.stats'), 0o644);
    const run = (args: readonly string[]): { readonly stdout: string; readonly text: string } => {
      // Permissions do not hold root back.
      const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
      const env = { PATH: process.env['PATH'] ?? '', HOME: at('home'), TMPDIR: at('temp') };
      const { status, stdout, stderr, error } = spawnSync(process.execPath, [at('a place@2/perf-report.mjs'), ...args], { cwd: at('work'), encoding: 'utf8', env, ...user });
      expect(status, `${stderr}${error?.message ?? ''}`).to.equal(0);
      return { stdout, text: stdout + stderr };
    };
    return {
      place: at('a place@2'),
      ask: (...args) => run(args).stdout.trim(),
      report: () => {
        const said = run(['profile.stats']).text;
        const read = (file: string): string => readFileSync(at(`work/profile-report/${file}`), 'utf8');
        return { said, page: read('index.html'), model: JSON.parse(read('report.json')) as ReportModel, left: ['home', 'temp'].flatMap((part) => readdirSync(at(part))) };
      },
    };
  }

  it('is of this version and protocol, and makes a whole report beside nothing but Node', () => {
    const { place, report, ask } = machine('bare');
    chmodSync(place, 0o777);
    expect([ask('--version'), ask('--protocol')]).to.deep.equal([version, String(ciProtocol)]);
    const { page, model, left } = report();
    expect(page).to.contain('<title>').and.to.contain(model.headline.slice(0, 20)).and.to.match(/<h1[ >]/);
    // The viewer is packed into the page, as in every report.
    expect(page.length).to.be.greaterThan(300_000);
    expect(left).to.deep.equal([]);
    const [unpacked = ''] = readdirSync(place).filter((name) => name !== 'perf-report.mjs');
    expect(readFileSync(join(place, unpacked, 'THIRD-PARTY-NOTICES.md'), 'utf8')).to.equal(readFileSync(join(root, 'THIRD-PARTY-NOTICES.md'), 'utf8'), 'npm run build:library');
    expect(existsSync(join(place, unpacked, 'LICENSE'))).to.equal(true);
  });

  it('works where nothing can be written beside it, and leaves nothing behind', () => {
    const { place, report } = machine('closed');
    chmodSync(place, 0o555);
    const { page, left } = report();
    expect(page).to.match(/<h1[ >]/);
    expect([left, readdirSync(place)]).to.deep.equal([[], ['perf-report.mjs']]);
  });

  it('every package inside is in THIRD-PARTY-NOTICES.md with its licence', async () => {
    const packages = await bundledPackages();
    expect(packages.map(({ name }) => name)).to.include.members(['yargs', 'yaml', 'valibot', 'https-proxy-agent']);
    expect(readFileSync(join(root, 'THIRD-PARTY-NOTICES.md'), 'utf8').endsWith(noticesText(packages)), 'npx tsx scripts/third-party-notices.ts').to.equal(true);
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
    expect(Object.keys(dependencies).filter((name) => !packages.some((each) => each.name === name))).to.deep.equal(['speedscope']);
  });

  it('a release names everything that does not fit together', () => {
    const copy = join(folder, 'release');
    const files = ['package.json', 'package-lock.json', 'src/config/ci-protocol.ts', 'vars/profileRun.groovy', 'scripts/action/request.mjs'];
    for (const file of files) {
      mkdirSync(dirname(join(copy, file)), { recursive: true });
      copyFileSync(join(root, file), join(copy, file));
    }
    cpSync(dirname(bundle), join(copy, 'resources/perf-report'), { recursive: true });
    writeFileSync(join(copy, 'CHANGELOG.md'), `# Changelog\n\n## Unreleased\n\n## ${version}\n- First.\n`);
    expect(mismatches(copy, `v${version}`)).to.deep.equal([]);
    expect(mismatches(copy, 'v9.9.9').map((line) => line.replaceAll(version, 'V'))).to.deep.equal([
      'the version in package.json is V, not 9.9.9',
      'the version in package-lock.json is V, not 9.9.9',
      'the version of the root package in package-lock.json is V, not 9.9.9',
      'CHANGELOG.md has no section "## 9.9.9"',
      'the version of resources/perf-report/perf-report.mjs is V, not 9.9.9',
      'the version that resources/perf-report/launch.sh asks npx for is V, not 9.9.9',
      'the version that resources/perf-report/launch.cmd asks npx for is V, not 9.9.9',
    ]);
    writeFileSync(join(copy, 'CHANGELOG.md'), `## ${version} (2026-01-01)\n\n## 0.0.1\n- Old.\n`);
    writeFileSync(join(copy, 'scripts/action/request.mjs'), 'const protocol = 7;');
    rmSync(join(copy, 'resources'), { recursive: true });
    expect(mismatches(copy, `v${version}`)).to.deep.equal([
      `the section of ${version} in CHANGELOG.md is empty`,
      `the protocol of scripts/action/request.mjs is 7, not ${ciProtocol}`,
      'resources/perf-report/perf-report.mjs is missing: npm run build:library',
    ]);
    expect(mismatches(copy, 'release-1')).to.deep.equal(['the tag is release-1; releases are tagged as v1.2.3']);
  });
});
