import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { runInit, type InitOptions } from '../../src/commands/run-init.ts';
import type { Shell } from '../../src/commands/shell.ts';
import { parseCiRequest } from '../../src/config/ci-request.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { runCli } from '../helpers/run-cli.ts';
import { rejection, useTempDir } from '../helpers/temp-dir.ts';

interface Workflow {
  readonly on: Readonly<Record<string, null>>;
  readonly jobs: { readonly profile: { readonly steps: readonly { readonly uses?: string; readonly run?: string; readonly if?: string; readonly env?: Readonly<Record<string, string>>; readonly with?: Readonly<Record<string, unknown>> }[] } };
}

describe('init', () => {
  const dir = useTempDir();
  const at = (name: string): string => join(dir.path(), name);
  const textOf = (name: string): string => readFileSync(at(name), 'utf8');

  /** What it prints; from a directory below the root where one is named. */
  async function init(options: Partial<InitOptions> = {}, cwd = ''): Promise<string[]> {
    let printed = '';
    const output = { isTTY: false, columns: 100, write: (text: string | Uint8Array) => void (printed += String(text)) };
    const shell: Shell = { env: {}, cwd: join(dir.path(), cwd), stdout: output, stderr: output, now: () => 0 };
    expect(await runInit({ force: false, dryRun: false, quiet: false, ...options }, shell)).to.equal(0);
    return printed.trimEnd().split('\n');
  }
  async function commands(): Promise<Record<string, string>> {
    const { value } = await readConfig(at('perf-report.config.yaml'), dir.path());
    return Object.fromEntries(Object.entries(value.workloads).map(([name, { command }]) => [name, command]));
  }
  const workflow = (): Workflow => parse(textOf('.github/workflows/profiling.yml')) as Workflow;
  /** Names of the workloads in the request of the workflow; it has to be one that the program takes. */
  const measured = (): readonly string[] | null => {
    const { env, run } = workflow().jobs.profile.steps.find((step) => step.env?.['PERF_REPORT_REQUEST'] !== undefined) ?? {};
    expect(run).to.match(/^npx --yes perf-report@\d+\.\d+\.\d+ ci$/);
    return parseCiRequest(env?.['PERF_REPORT_REQUEST'] ?? '').workload;
  };
  const runs = (): string[] => workflow().jobs.profile.steps.flatMap(({ run }) => (run === undefined ? [] : [run]));

  const projects: { readonly name: string; readonly files: Readonly<Record<string, string>>; readonly workloads: Readonly<Record<string, string>>; readonly step?: string }[] = [
    { name: 'Python with a benchmark', files: { 'pyproject.toml': '[project]\n', 'benchmarks/bench_tagging.py': '', 'tests/test_a.py': '' }, workloads: { 'python-bench': 'python3 benchmarks/bench_tagging.py' }, step: 'python3 -m pip install -e .' },
    { name: 'Python with pytest', files: { 'requirements.txt': 'pytest\n', 'tests/test_a.py': 'import unittest' }, workloads: { 'python-tests': 'python3 -m pytest -q' }, step: 'python3 -m pip install -r requirements.txt\npython3 -m pip install pytest' },
    { name: 'Python with unittest', files: { 'setup.py': '', 'tests/test_a.py': 'import unittest\n' }, workloads: { 'python-tests': 'python3 -m unittest discover -s tests' } },
    { name: 'a Python package', files: { 'pyproject.toml': '', 'photo_tagger/__main__.py': '' }, workloads: { python: 'python3 -m photo_tagger' } },
    { name: 'Python files alone', files: { 'helper.py': '', 'main.py': '' }, workloads: { python: 'python3 main.py' } },
    { name: 'Node with a benchmark', files: { 'package.json': '{"scripts":{"test":"mocha","bench":"node b.js"}}', 'package-lock.json': '' }, workloads: { 'node-bench': 'npm run bench --silent' }, step: 'npm ci' },
    { name: 'Node with tests', files: { 'package.json': '{"scripts":{"test":"mocha"}}', 'pnpm-lock.yaml': '' }, workloads: { 'node-tests': 'pnpm test' }, step: 'corepack enable\npnpm install --frozen-lockfile' },
    { name: 'what npm init writes', files: { 'package.json': '{"main":"./app.js","scripts":{"test":"echo \\"Error: no test specified\\" && exit 1"}}', 'app.js': '' }, workloads: { node: 'node app.js' } },
    { name: 'Go with benchmarks', files: { 'go.mod': 'module x\n', 'a_test.go': 'func TestA', 'tag/tag_test.go': 'package tag\nfunc BenchmarkTag(b *testing.B) {}\n' }, workloads: { 'go-bench': "go test -run '^$' -bench . ./tag" } },
    { name: 'Go with tests', files: { 'go.mod': 'module x\n', 'a_test.go': 'func TestA' }, workloads: { 'go-tests': 'go test -count=1 .' } },
    { name: 'Maven', files: { 'pom.xml': '<project/>', mvnw: '' }, workloads: { 'java-tests': './mvnw -q test' } },
    { name: 'Gradle', files: { 'build.gradle.kts': '' }, workloads: { 'java-tests': 'gradle -q cleanTest test' } },
    { name: 'Gradle with JMH', files: { 'build.gradle': "id 'me.champeau.jmh'", gradlew: '' }, workloads: { 'java-bench': './gradlew -q jmh' } },
    { name: 'Rust', files: { 'Cargo.toml': '[package]\n' }, workloads: { 'rust-tests': 'cargo test --release --quiet' } },
    { name: 'Rust with benchmarks', files: { 'Cargo.toml': '[package]\n', 'benches/tag.rs': '' }, workloads: { 'rust-bench': 'cargo bench --quiet' } },
    { name: 'a broken package.json', files: { 'package.json': '{"scripts": [', 'index.js': '' }, workloads: { node: 'node index.js' } },
    {
      name: 'several languages',
      files: { 'package.json': '{"scripts":{"test":"mocha"}}', 'pom.xml': '', 'go.mod': '', 'Cargo.toml': '', 'main.py': '' },
      workloads: { python: 'python3 main.py', 'node-tests': 'npm test --silent', go: 'go run .', 'java-tests': 'mvn -q test', 'rust-tests': 'cargo test --release --quiet' },
    },
  ];
  for (const { name, files, workloads, step } of projects) {
    it(`knows ${name}, and writes what is valid`, async () => {
      for (const [path, text] of Object.entries(files)) dir.write(path, text);
      const printed = await init();
      expect(await commands()).to.deep.equal(workloads);
      const names = Object.keys(workloads);
      expect(printed.at(-1)).to.equal(`Next: npx perf-report run ${names[0] as string}`);
      // What is proposed as a comment must be right as well.
      const all = textOf('perf-report.config.yaml').replace(/^ {4}# (?=[a-z]+:| {2}- )/gm, '    ');
      const { value } = await readConfig(dir.write('all.yaml', all), dir.path());
      expect(value.workloads[names[0] as string]).to.include({ runs: 10, timeout: '1h', profilers: 'auto' });
      expect(measured()).to.deep.equal(names);
      expect(runs()).to.include.members(step === undefined ? [] : [step]);
      expect(textOf('Jenkinsfile')).to.contain(names.length === 1 ? `profileRun(workload: '${names[0] as string}')` : `profileRun(workload: ['${names.join("', '")}'])`);
    });
  }

  it('writes a workload that runs where nothing is recognised', async () => {
    expect((await init())[0]).to.equal('written     perf-report.config.yaml (no project was recognised: put your command in)');
    const { sample } = await commands();
    expect(Number(execFileSync('sh', ['-c', sample ?? ''], { encoding: 'utf8' }))).to.equal(89_999_995);
    expect(existsSync(at('.gitignore'))).to.equal(false);
  });

  it('writes the workflow and the Jenkinsfile with all that is needed', async () => {
    dir.write('go.mod', '');
    await init();
    const { on, jobs } = workflow();
    expect(Object.keys(on)).to.include.members(['push', 'pull_request']);
    const { steps } = jobs.profile;
    const using = (name: string) => steps.find(({ uses }) => uses?.startsWith(`actions/${name}@`) === true);
    expect(using('checkout')?.with).to.deep.equal({ 'fetch-depth': 0 });
    expect(using('setup-node')?.with?.['node-version']).to.be.at.least(20);
    expect(using('setup-go')?.with).to.deep.equal({ 'go-version-file': 'go.mod' });
    expect(using('upload-artifact')).to.deep.include({ if: 'always()' });
    expect(using('upload-artifact')?.with?.['retention-days']).to.equal(30);
    expect(using('upload-artifact')?.with?.['path']).to.equal('perf-report-1-1/\nlogs_local/profiling/latest/\n');
    expect(steps.filter(({ run }) => run?.includes('summary.md') === true).map((step) => step.if)).to.deep.equal(['always()']);
    expect(textOf('Jenkinsfile')).to.match(/^@Library\('perf-report@v1'\) _$/m).and.to.match(/buildDiscarder\(logRotator\(.*artifactNumToKeepStr: '10'\)\)/);
  });

  it('names the schema that is installed, else the published one', async () => {
    const published = (JSON.parse(readFileSync(new URL('../../schemas/config-v1.schema.json', import.meta.url), 'utf8')) as { $id: string }).$id;
    await init();
    expect(textOf('perf-report.config.yaml').split('\n')[0]).to.equal(`# yaml-language-server: $schema=${published}`);
    dir.write('node_modules/perf-report/schemas/config-v1.schema.json', '{}');
    await init({ force: true });
    expect(textOf('perf-report.config.yaml').split('\n')[0]).to.equal('# yaml-language-server: $schema=./node_modules/perf-report/schemas/config-v1.schema.json');
  });

  it('keeps what is there, names the workloads of the file that is there, and overwrites by force alone', async () => {
    dir.write('perf-report.config.yaml', 'workloads: { own: { command: x } }\n');
    dir.write('Jenkinsfile', 'mine');
    dir.write('main.py', '');
    expect(await init()).to.deep.equal([
      'kept        perf-report.config.yaml (is there already)',
      "kept        Jenkinsfile (is there already; its stage would hold profileRun(workload: 'own'))",
      'written     .github/workflows/profiling.yml',
      'Next: npx perf-report run own',
    ]);
    expect([textOf('Jenkinsfile'), measured()]).to.deep.equal(['mine', ['own']]);
    const error = await rejection(init());
    expect(error).to.include({ name: 'UserError', message: 'nothing was written: all files are there already', hint: 'perf-report init --force overwrites them, --dry-run shows with what' });
    expect((await init({ force: true })).map((line) => line.split(' ')[0])).to.deep.equal(['overwritten', 'overwritten', 'overwritten', 'Next:']);
    expect(await commands()).to.deep.equal({ python: 'python3 main.py' });
  });

  it('never puts a second configuration beside one of another kind', async () => {
    dir.write('perf-report.config.json', '{"workloads": {"own": {"command": "x"}}}');
    expect((await init({ force: true }))[0]).to.equal('kept        perf-report.config.json (is the configuration)');
    expect(existsSync(at('perf-report.config.yaml'))).to.equal(false);
    dir.write('perf-report.config.json', '{}');
    expect(await rejection(init({ force: true }))).to.include({ message: 'perf-report.config.json: the configuration has no "workloads" (line 1)' });
  });

  it('writes to the git root and has the outputs ignored there', async () => {
    mkdirSync(at('.git'));
    mkdirSync(at('sub'));
    dir.write('.gitignore', Buffer.from('caf\u00e9\r\n/logs_local', 'latin1'));
    expect((await init({}, 'sub')).at(-2)).to.equal('written     .gitignore (profile-report/ added)');
    expect(readFileSync(at('.gitignore'), 'latin1')).to.equal('caf\u00e9\r\n/logs_local\r\nprofile-report/\r\n');
    expect([existsSync(at('Jenkinsfile')), readdirSync(at('sub'))]).to.deep.equal([true, []]);
    expect((await init({ force: true })).at(-2)).to.equal('kept        .gitignore (ignores the outputs already)');
  });

  it('prints and writes nothing when dry', async () => {
    mkdirSync(at('.git'));
    dir.write('.gitignore', '\u001b[2J\n');
    dir.write('Jenkinsfile', 'mine');
    const printed = await init({ dryRun: true });
    expect(printed.filter((line) => !line.startsWith('  | ')).map((line) => line.split(/\s+/).slice(0, 2))).to.deep.equal([
      ['write', 'perf-report.config.yaml'],
      ['keep', 'Jenkinsfile'],
      ['write', '.github/workflows/profiling.yml'],
      ['write', '.gitignore'],
    ]);
    expect(printed).to.include('  |   sample:').and.to.include('  | \\x1b[2J');
    expect(readdirSync(dir.path()).sort()).to.deep.equal(['.git', '.gitignore', 'Jenkinsfile']);
  });

  it('proposes no file whose name a shell would read otherwise, and follows no links', async () => {
    dir.write('bench_$(touch x).py', '');
    dir.write('other/bench.py', '');
    symlinkSync(dir.path(), at('other/loop'));
    await init();
    expect(await commands()).to.deep.equal({ 'python-bench': 'python3 other/bench.py' });
  });

  it('is a command of the program, and ends with 2 where it may not write', async () => {
    dir.write('.github', 'a file');
    const { code, stdout, stderr } = await runCli(['init'], { cwd: dir.path() });
    expect([code, stdout.split('\n')[0], stderr.split(':')[0]]).to.deep.equal([2, 'written     perf-report.config.yaml (no project was recognised: put your command in)', 'perf-report']);
    expect(stderr).to.match(/cannot write .*\.github/);
  });
});
