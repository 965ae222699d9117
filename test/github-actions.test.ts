import { expect } from 'chai';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { workflowText } from '../src/commands/init-workflow.ts';
import { ciProtocol } from '../src/config/ci-protocol.ts';
import { readAction, runAction, runJob, type Ran, type Scene, type Step } from './helpers/actions-runner.ts';

const root = new URL('../', import.meta.url).pathname;
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
const action = readAction(join(root, 'action.yml'));
const compared = join(root, 'test/fixtures-compare');
/** Where `go install` puts programs, beside what is on the PATH. */
const path = [process.env['PATH'] ?? '', join(spawnSync('go', ['env', 'GOPATH'], { encoding: 'utf8' }).stdout?.trim() ?? '', 'bin')].join(delimiter);

/** Fails with what to install; a check that is left out would be none. */
function found(program: string, remedy: string): string {
  const { error } = spawnSync(program, ['-version'], { env: { ...process.env, PATH: path } });
  if (error !== undefined) throw new Error(`${program} is missing: ${remedy}`);
  return program;
}

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

/** The YAML of a document: whole workflows, and steps as a job of them. */
function workflowsIn(document: string): string[] {
  return [...textOf(document).matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => {
    const text = match[1] ?? '';
    expect(() => void parse(text)).not.to.throw();
    return text.startsWith('- ') ? `on: pull_request\njobs:\n  part:\n    runs-on: ubuntu-latest\n    steps:\n      - id: profile\n        uses: OWNER/perf-report@v1\n${text.replace(/^/gm, '      ')}` : text;
  });
}

describe('GitHub Actions', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'perf-report actions-'));
    if (!existsSync(join(root, 'resources/perf-report/perf-report.mjs'))) throw new Error('resources/perf-report/perf-report.mjs is missing: npm run build:library');
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function scene(name: string, more: Partial<Pick<Scene, 'github'>> & { readonly env?: Record<string, string> } = {}): Scene {
    const workspace = join(folder, name, 'work space');
    mkdirSync(workspace, { recursive: true });
    const env = { PATH: process.env['PATH'] ?? '', HOME: join(folder, name), GITHUB_RUN_NUMBER: '7', GITHUB_RUN_ID: '99', GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'a/b', PERF_REPORT_RUNS: '2', PERF_REPORT_WARMUP: '0', RUN_PROFILING: '0', ...more.env };
    return { workspace, actionPath: root.replace(/\/$/, ''), env, github: { event_name: 'push', ref: 'refs/heads/main', ...more.github } };
  }
  const uploads = ({ used }: Ran) => used.filter(({ uses }) => uses === 'actions/upload-artifact@v4').map((step) => step.with);

  it('workflows, those of documents and those of init pass actionlint and shellcheck', () => {
    found('shellcheck', 'apt-get install shellcheck');
    const actionlint = found('actionlint', 'go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12');
    const project = join(folder, 'lint');
    const workflows = join(project, '.github/workflows');
    cpSync(join(root, '.github/workflows'), workflows, { recursive: true });
    copyFileSync(join(root, 'action.yml'), join(project, 'action.yml'));
    // As a local action, so that inputs and outputs are known.
    const ofDocuments = ['docs/github-actions.md', 'docs/releasing.md', 'README.md'].flatMap(workflowsIn);
    expect(ofDocuments.length).to.be.greaterThan(3);
    ofDocuments.forEach((text, index) => writeFileSync(join(workflows, `document-${index}.yml`), text.replaceAll('OWNER/perf-report@v1', './')));
    writeFileSync(join(workflows, 'init.yml'), workflowText(['sample', 'other'], []));
    execFileSync('git', ['init', '-q'], { cwd: project });
    const { status, stdout } = spawnSync(actionlint, ['-no-color'], { cwd: project, encoding: 'utf8', env: { ...process.env, PATH: path } });
    expect([status, stdout]).to.deep.equal([0, '']);
    for (const { run } of action.runs.steps) {
      if (run === undefined) continue;
      const checked = spawnSync('shellcheck', ['--shell=bash', '-'], { input: run, encoding: 'utf8' });
      expect(checked.stdout).to.equal('');
    }
  });

  it('no script has an expression in it, and every input and output is in the tables of the document', () => {
    expect(action.runs.steps.filter(({ run }) => run?.includes('${{') === true)).to.deep.equal([]);
    const document = textOf('docs/github-actions.md');
    const rowsOf = (title: string): string[] => [...(document.split(`## ${title}\n`)[1]?.split('\n## ')[0] ?? '').matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? '');
    expect(rowsOf('Inputs')).to.deep.equal(Object.keys(action.inputs));
    expect(rowsOf('Outputs')).to.deep.equal(Object.keys(action.outputs));
    expect(Object.values(action.inputs).filter(({ required }) => required === true)).to.deep.equal([]);
    expect(textOf('scripts/action/request.mjs')).to.contain(`const protocol = ${ciProtocol};`);
  });

  it('measures, reports and uploads; no input is read by a shell', () => {
    const evil = '$(touch pwned) `touch pwned` "; touch pwned; \'\nEOF\n::error::x %0A';
    const at = scene('measure');
    const ran = runAction(at, { workload: 'quick', command: ':', base: 'none', baseline: evil, 'artifact-name': `nightly ${evil}` });
    expect(ran.outcome, ran.log).to.equal('success');
    expect(ran.outputs).to.include({ verdict: 'no-baseline', result: 'pass', report: 'perf-report-7-1/report/index.html', 'comment-file': 'perf-report-7-1/comment.md' });
    expect(ran.summary).to.match(/^# .*quick/).and.to.equal(readFileSync(join(at.workspace, 'perf-report-7-1/report/summary.md'), 'utf8'));
    expect(readFileSync(join(at.workspace, 'perf-report-7-1/report/report.json'), 'utf8')).to.contain('nothing was restored');
    expect(ran.outputs['comment']).to.equal(readFileSync(join(at.workspace, ran.outputs['comment-file'] ?? ''), 'utf8').trimEnd() + '\n');
    expect(ran.outputs['comment']).to.match(/^<!-- perf-report: nightly -\(touch pwned\)[^\n]* -->\n# /).and.to.contain('(https://github.com/a/b/actions/runs/99)');
    const [upload] = uploads(ran);
    expect(upload?.['name']).to.match(/^[\w. ()+@=-]+$/);
    expect(upload?.['path']?.split('\n')).to.include.members(['perf-report-7-1/report/**', 'perf-report-7-1/comment.md', `${ran.outputs['run-dirs'] ?? ''}/run.json`]);
    expect(readdirSync(at.workspace).filter((name) => !['logs_local', 'perf-report-7-1'].includes(name))).to.deep.equal([]);
  });

  it('uploads and annotates before a gate fails', () => {
    const at = scene('gate');
    const gates = JSON.stringify([{ metric: 'calls', function: 'get_asset_info', threshold: 10, criticality: 'FAILURE' }]);
    const ran = runAction(at, { dir: `${compared}/sample-head-1.stats.gz`, baseline: `${compared}/sample-base-1.stats.gz`, gates });
    expect([ran.outcome, ran.outputs['verdict'], ran.outputs['result']], ran.log).to.deep.equal(['failure', 'fail', 'failure']);
    expect(ran.log).to.match(/^::error [^\n]*get_asset_info/m);
    expect(ran.outputs['message']).to.contain('get_asset_info');
    expect(uploads(ran).map(({ name }) => name)).to.deep.equal(['profile-report']);
    const again = runAction({ ...at, env: { ...at.env, GITHUB_RUN_NUMBER: 'x;y' } }, { dir: 'nothing', fail: 'never' });
    expect([again.outcome, again.outputs['result'], uploads(again).length], again.log).to.deep.equal(['failure', 'error', 0]);
    expect(again.log).to.match(/^::error title=perf-report::.*nothing: it does not exist/m);
    expect(again.summary).to.contain('nothing: it does not exist');
    expect(existsSync(join(at.workspace, 'perf-report-0-1/comment.md'))).to.equal(true);
  });

  it('reports a workload that failed, and fails', () => {
    const at = scene('broken');
    mkdirSync(join(at.workspace, 'restored'));
    const ran = runAction(at, { command: 'echo broken >&2; exit 7', base: 'none', fail: 'never', baseline: 'restored' });
    expect([ran.outcome, ran.outputs['verdict'], uploads(ran).length], ran.log).to.deep.equal(['failure', 'failed', 1]);
    expect(ran.log).to.match(/^::error title=.*failed/m);
    expect(ran.log).to.contain('  | broken');
    expect(ran.summary).to.match(/^# .*FAILED/);
    expect(ran.log).to.contain('no stored baseline: restored is not there, or empty');
  });

  it('says what is wrong with an input', () => {
    const said = (inputs: Record<string, string>): string => {
      const ran = runAction(scene('wrong'), inputs);
      expect([ran.outcome, uploads(ran).length]).to.deep.equal(['failure', 0]);
      return /^::error title=perf-report::(.*)$/m.exec(ran.log)?.[1] ?? ran.log;
    };
    expect(said({ pairs: '`touch pwned`' })).to.equal('the input pairs is "`touch pwned`"; it needs a whole number');
    expect(said({ gates: '[{\n' })).to.match(/^the input gates is neither a percentage, as 10%25, nor JSON/);
    expect(said({ dir: 'x', command: ':' })).to.equal('the input dir reports on what is there, so command has no place beside it');
    expect(said({ fail: 'no' })).to.equal('the input fail is failure, unstable or never');
    expect(said({ base: '$(touch pwned)', command: ':' })).to.match(/^there is no base to compare with/);
    expect(readdirSync(scene('wrong').workspace).filter((name) => name === 'pwned')).to.deep.equal([]);
  });

  it('the gate ends the job as `fail` says', () => {
    const { run = '' } = action.runs.steps.find(({ name }) => name === 'Gate') ?? {};
    // A function whose body is a subshell: one bash answers for all.
    const cases = ['failure/0/pass', 'failure/0/unstable', 'failure/1/failure', 'failure/3/failure', 'failure//', 'unstable/0/pass', 'unstable/0/unstable', 'unstable/1/failure', 'never/1/failure', 'never/0/unstable', 'never/3/failure', 'never/2/error'];
    const script = `gate() (\n${run}\n)\nfor each in "$@"; do IFS=/ read -r FAIL CODE RESULT <<< "$each"; gate >&2; echo $?; done`;
    const codes = execFileSync('bash', ['-c', script, 'gate', ...cases], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    expect(codes.trim().split('\n').map(Number)).to.deep.equal([0, 0, 1, 3, 4, 0, 1, 1, 0, 0, 3, 2]);
  });

  it('profiling.yml measures, and remembers the report of main', () => {
    const at = scene('profiling');
    const git = (...args: string[]): string => execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: at.workspace, encoding: 'utf8' });
    writeFileSync(join(at.workspace, 'perf-report.config.yaml'), "workloads: { sample: { command: ':' } }\n");
    writeFileSync(join(at.workspace, '.gitignore'), 'logs_local/\nperf-report-*/\nprofile-history/\n');
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-q', '-m', 'one');
    const { jobs } = parse(textOf('.github/workflows/profiling.yml')) as Workflow;
    if (spawnSync('act', ['--version']).error === undefined) return runByAct(at);
    const ran = runJob(at, jobs['profile']?.steps ?? []);
    expect(ran.outcome, ran.log).to.equal('success');
    expect(ran.used.map(({ uses }) => uses)).to.deep.equal(['actions/checkout@v4', 'actions/setup-node@v4', 'actions/cache/restore@v4', 'actions/upload-artifact@v4', 'actions/cache/save@v4']);
    expect(ran.summary).to.contain('sample');
    expect(existsSync(join(at.workspace, 'profile-history/7/report.json'))).to.equal(true);
  });

  /** In host mode, with actions of others replaced by ones that do nothing: they come from GitHub. */
  function runByAct({ workspace, env }: Scene): void {
    for (const part of ['action.yml', '.github', 'scripts/action', 'resources']) cpSync(join(root, part), join(workspace, part), { recursive: true });
    const stubs = ['setup-node', 'upload-artifact', 'cache'].map((name) => {
      const stub = join(workspace, '..', name);
      for (const part of name === 'cache' ? ['restore', 'save'] : ['.']) {
        mkdirSync(join(stub, part), { recursive: true });
        writeFileSync(join(stub, part, 'action.yml'), `name: ${name}\ndescription: stub\nruns:\n  using: composite\n  steps:\n    - run: echo stub ${name}\n      shell: bash\n`);
      }
      for (const args of [['init', '-q'], ['add', '.'], ['-c', 'user.name=t', '-c', 'user.email=t@example.org', 'commit', '-q', '-m', 'stub']]) execFileSync('git', args, { cwd: stub });
      return `--local-repository=actions/${name}@v4=${stub}`;
    });
    // act writes scripts below its home and does not quote their paths.
    const home = mkdtempSync(join(tmpdir(), 'perf-report-act-'));
    const { status, stdout, stderr } = spawnSync('act', ['push', '-W', '.github/workflows/profiling.yml', '-P', 'ubuntu-latest=-self-hosted', ...stubs, '--env', 'PERF_REPORT_RUNS=2', '--env', 'PERF_REPORT_WARMUP=0', '--env', 'RUN_PROFILING=0'], { cwd: workspace, env: { ...env, HOME: home }, encoding: 'utf8' });
    rmSync(home, { recursive: true, force: true });
    expect(status, stdout + stderr).to.equal(0);
    expect(stdout).to.match(/set-output:: verdict=no-baseline/).and.to.contain('stub upload-artifact');
  }
});
