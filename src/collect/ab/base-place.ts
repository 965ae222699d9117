import { realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Note } from '../../core/model/note.ts';
import type { WorkloadPlan } from '../run-plan.ts';
import type { Worktree } from './worktree.ts';

type Environment = Readonly<Record<string, string>>;

/** How the head's settings read in the tree of the base. */
export interface BasePlace {
  readonly plan: WorkloadPlan;
  readonly baseEnv: Environment;
  /** The head's, made as large as the base's. */
  readonly headEnv: Environment;
  readonly notes: readonly Note[];
}

/** Fills the smaller environment up: where a shell adds its working directory, longer paths would move the stack. */
const fillerVariable = 'PERF_REPORT_FILLER';
/** Directories of tools and people, which both versions share. */
const shared: ReadonlySet<string> = new Set(['PATH', 'HOME', 'VIRTUAL_ENV', 'CONDA_PREFIX', 'TMPDIR', 'TMP', 'TEMP']);

/**
 * The plan of the head with every path that leads into its working tree led into that of the base: directory, command, setup,
 * counters, variables. A sentence where base and head would run the same code
 * without wanting to: equal roots say that they do.
 */
export async function placeBase(plan: WorkloadPlan, env: Environment, { headRoot, baseRoot }: Pick<Worktree, 'headRoot' | 'baseRoot'>): Promise<BasePlace | string> {
  const below = relative(headRoot, await realpath(plan.cwd));
  if (below === '..' || below.startsWith(`..${sep}`)) return 'the workload runs outside of the repository, where both versions are the same';
  const shown = below === '' ? '.' : below;
  const cwd = join(baseRoot, below);
  if (!(await isDirectory(cwd))) return `the base has no directory ${shown}, where the workload runs`;
  if (headRoot !== baseRoot && plan.setup !== null && installsLinks(plan.setup)) {
    return 'setup installs with pip -e outside of a virtual environment of its own, so both versions would import the one that was installed last; let setup make one: python3 -m venv .venv && .venv/bin/pip install -e .';
  }
  const lead = makeLead(headRoot, baseRoot);
  const led = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, name === 'PATH' ? leadTools(value, lead) : shared.has(name) ? value : lead(value)]));
  const sizes = { head: sizeOf(env) + plan.cwd.length, base: sizeOf(led) + cwd.length };
  const filled = (own: Environment, size: number): Environment => ({ ...own, [fillerVariable]: 'x'.repeat(1 + Math.max(sizes.head, sizes.base) - size) });
  const changes = { command: lead(plan.command), setup: plan.setup === null ? null : lead(plan.setup), cwd, counters: plan.counters === null ? null : lead(plan.counters) };
  return { plan: { ...plan, ...changes }, baseEnv: filled(led, sizes.base), headEnv: filled(env, sizes.head), notes: sharedNotes(env, headRoot) };
}

/** Replaces `from` where it stands as a whole path, alone or with something below it. */
function makeLead(from: string, to: string): (text: string) => string {
  const whole = new RegExp(`(?<![\\w./-])${from.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')}(?=$|[^\\w.-])`, 'g');
  return (text) => text.replace(whole, () => to);
}

/** The tools that npm installs belong to a version; where the base has none, its command says so. */
function leadTools(path: string, lead: (text: string) => string): string {
  return path
    .split(':')
    .map((directory) => (/\/node_modules\/\.bin\/?$/.test(directory) ? lead(directory) : directory))
    .join(':');
}

function sharedNotes(env: Environment, headRoot: string): Note[] {
  const inside = (env['PATH'] ?? '').split(':').filter((directory) => directory.startsWith(`${headRoot}/`) && !/\/node_modules\/\.bin\/?$/.test(directory));
  if (inside.length === 0) return [];
  const names = inside.map((directory) => relative(headRoot, directory)).join(', ');
  return [{ code: 'base-shares-tools', text: `PATH leads into the working tree of the head (${names}), and the base runs the programs that lie there: what they import may be the head's` }];
}

/** An editable install makes one environment point at one working tree. */
function installsLinks(setup: string): boolean {
  return /\bpip3?\s+(?:\S+\s+)*?install\b[^;&|]*?\s(?:-e|--editable)\b/.test(setup) && !/venv|virtualenv/i.test(setup);
}

function sizeOf(env: Environment): number {
  return Object.entries(env).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
