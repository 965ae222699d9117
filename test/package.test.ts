import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixturePaths } from './helpers/fixtures.ts';

const root = new URL('../', import.meta.url).pathname;

describe('the packed package', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'perf-report-pack-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('installs into an empty directory, runs as npx perf-report dir/, and works as a library', () => {
    const packed = JSON.parse(execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], { cwd: root, encoding: 'utf8' })) as [
      { filename: string; files: { path: string }[] },
    ];
    const paths = packed[0].files.map(({ path }) => path);
    expect(paths.filter((path) => !/^(?:dist|src\/collect\/inject|templates|schemas)\/|^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md|THIRD-PARTY-NOTICES\.md)$/.test(path))).to.deep.equal([]);

    const project = join(folder, 'project');
    mkdirSync(join(project, 'profiles'), { recursive: true });
    writeFileSync(join(project, 'package.json'), '{"name":"empty","version":"1.0.0","private":true,"type":"module"}');
    execFileSync('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', join(folder, packed[0].filename)], { cwd: project, stdio: 'pipe' });
    const profile = fixturePaths.find((path) => path.includes('/pstats/cprofile-3.13')) as string;
    copyFileSync(join(root, profile), join(project, 'profiles', 'profile.stats'));

    const printed = execFileSync('npx', ['--no-install', 'perf-report', 'profiles/'], { cwd: project, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    expect(printed).to.contain('profile-report/index.html');
    expect(existsSync(join(project, 'profile-report', 'report.css'))).to.equal(true);
    expect(readFileSync(join(project, 'profile-report', 'index.html'), 'utf8')).to.contain('<h1');

    const script = "import { importProfile } from 'perf-report'; const f = await importProfile('profiles/profile.stats'); console.log(f.set.profiles[0].unit);";
    expect(execFileSync('node', ['--input-type=module', '-e', script], { cwd: project, encoding: 'utf8' }).trim()).to.equal('seconds');
  });
});
