import type { Project } from './init-project.ts';
import { firstFile, type Proposal, type WorkflowStep } from './init-proposal.ts';

const benchmark = /^(?:[\w-]+\/){0,2}(?:bench|benchmarks?|perf|profile|profiling)(?:[_-][\w-]+)?\.py$/;
const test = /(?:^|\/)(?:test_[\w-]+|[\w-]+_test)\.py$/;
const manifests = ['pyproject.toml', 'setup.cfg', 'tox.ini', 'setup.py', 'requirements.txt', 'requirements-dev.txt', 'dev-requirements.txt'];

/** A benchmark script, else the tests, else the program; null where this is no Python project. */
export function proposePython(project: Project): Proposal | null {
  const { files, has } = project;
  if (!['pyproject.toml', 'setup.py', 'requirements.txt'].some(has) && !files.some((file) => /^[^/]+\.py$/.test(file))) return null;
  const pytest = has('pytest.ini') || manifests.some((name) => project.text(name).includes('pytest')) || files.some((file) => /(?:^|\/)conftest\.py$/.test(file));
  const { name, command, why } = whatToRun(project, pytest) ?? {};
  if (name === undefined || command === undefined || why === undefined) return null;
  const installs = [
    ...(has('requirements.txt') ? ['python3 -m pip install -r requirements.txt'] : []),
    ...(isInstallable(project) ? ['python3 -m pip install -e .'] : []),
    ...(command.includes('pytest') ? ['python3 -m pip install pytest'] : []),
  ];
  const steps: WorkflowStep[] = [{ uses: 'actions/setup-python@v5', with: { 'python-version': '3.x' } }, ...(installs.length > 0 ? [{ name: 'Install for Python', run: installs.join('\n') }] : [])];
  return { name, command, why, setup: installs[0] ?? null, steps };
}

function whatToRun(project: Project, pytest: boolean): Pick<Proposal, 'name' | 'command' | 'why'> | null {
  const { files } = project;
  const script = firstFile(files, benchmark);
  if (script !== null) return { name: 'python-bench', command: `python3 ${script}`, why: `${script} looks like a benchmark.` };
  const tests = firstFile(files, test);
  if (tests !== null && !pytest && /^\s*(?:import|from) unittest\b/m.test(project.text(tests))) {
    const folder = tests.includes('/') ? ` -s ${tests.split('/')[0] ?? ''}` : '';
    return { name: 'python-tests', command: `python3 -m unittest discover${folder}`, why: `The tests, such as ${tests}.` };
  }
  if (tests !== null) return { name: 'python-tests', command: 'python3 -m pytest -q', why: `The tests, such as ${tests}.` };
  const main = firstFile(files, /^[\w]+\/__main__\.py$/);
  if (main !== null) return { name: 'python', command: `python3 -m ${main.split('/')[0] ?? ''}`, why: `The program ${main}.` };
  const program = firstFile(files, /^(?:main|app|cli|run)\.py$/) ?? firstFile(files, /^(?!setup\.py$|conftest\.py$)[^/]+\.py$/);
  return program === null ? null : { name: 'python', command: `python3 ${program}`, why: `The program ${program}.` };
}

function isInstallable(project: Project): boolean {
  return project.has('setup.py') || /^\[(?:project|build-system|tool\.poetry)\]/m.test(project.text('pyproject.toml'));
}
