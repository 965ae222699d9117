import type { Project } from './init-project.ts';
import { firstFile, isPlainPath, type Proposal, type WorkflowStep } from './init-proposal.ts';

/** A script of package.json that measures, else the tests, else the program; null where this is no Node project. */
export function proposeNode(project: Project): Proposal | null {
  if (!project.has('package.json')) return null;
  const manifest = readManifest(project.text('package.json'));
  const manager = project.has('pnpm-lock.yaml') ? 'pnpm' : project.has('yarn.lock') ? 'yarn' : 'npm';
  const chosen = whatToRun(project, manifest, manager);
  return chosen === null ? null : { ...chosen, setup: installOf(project, manager), steps: stepsOf(project, manager) };
}

interface Manifest {
  readonly scripts: Readonly<Record<string, unknown>>;
  readonly main: string | null;
}

function readManifest(text: string): Manifest {
  try {
    const { scripts, main } = JSON.parse(text) as { scripts?: unknown; main?: unknown };
    return { scripts: typeof scripts === 'object' && scripts !== null ? (scripts as Record<string, unknown>) : {}, main: typeof main === 'string' ? main : null };
  } catch (error) {
    // A broken or empty manifest: the files still tell something. JSON "null" ends here too.
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
    return { scripts: {}, main: null };
  }
}

function whatToRun(project: Project, { scripts, main }: Manifest, manager: string): Pick<Proposal, 'name' | 'command' | 'why'> | null {
  const says = (name: string): string => (Object.hasOwn(scripts, name) && typeof scripts[name] === 'string' ? scripts[name] : '');
  const silent = manager === 'npm' ? ' --silent' : '';
  const bench = ['bench', 'benchmark', 'perf', 'profile'].find((name) => says(name) !== '');
  if (bench !== undefined) return { name: 'node-bench', command: `${manager} run ${bench}${silent}`, why: `The script "${bench}" of package.json.` };
  // npm init writes a test script that only fails.
  if (says('test') !== '' && !says('test').includes('no test specified')) return { name: 'node-tests', command: `${manager} test${silent}`, why: 'The script "test" of package.json.' };
  const path = main?.replace(/^\.\//, '') ?? '';
  const program = project.has(path) && isPlainPath(path) ? path : firstFile(project.files, /^(?:src\/)?(?:index|main|app|cli)\.[cm]?js$/);
  return program === null ? null : { name: 'node', command: `node ${program}`, why: `The program ${program}.` };
}

function installOf(project: Project, manager: string): string {
  if (manager === 'pnpm') return 'pnpm install --frozen-lockfile';
  // Yarn 1 has no .yarnrc.yml and another flag.
  if (manager === 'yarn') return `yarn install ${project.has('.yarnrc.yml') ? '--immutable' : '--frozen-lockfile'}`;
  return project.has('package-lock.json') ? 'npm ci' : 'npm install';
}

/** Node itself is set up for perf-report already. */
function stepsOf(project: Project, manager: string): WorkflowStep[] {
  const enable = manager === 'npm' ? '' : 'corepack enable\n';
  return [{ name: 'Install for Node', run: `${enable}${installOf(project, manager)}` }];
}
