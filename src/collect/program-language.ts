import { basename, join } from 'node:path';
import { findExecutable, readFileHead, type LookUp } from './program-file.ts';

/** What runs a command. */
export interface Runtime {
  readonly language: 'python' | 'node' | 'go-test' | 'unknown';
  /** The interpreter that runs it, as a path or a word found in PATH; null for other languages or where unknown. */
  readonly interpreter: string | null;
}

const unknown: Runtime = { language: 'unknown', interpreter: null };
const pythonName = /^(python|pypy)[0-9.]*t?$/;
const nodeNames: ReadonlySet<string> = new Set(['node', 'nodejs']);
/** Programs in Node that start others in it, whatever stands in PATH under their name (a shell script, a shim). */
const nodeTools: ReadonlySet<string> = new Set(['npm', 'npx', 'pnpm', 'pnpx', 'yarn', 'yarnpkg', 'tsx', 'ts-node']);
/** `NAME run COMMAND` in a Python environment of its own. */
const pythonRunners: ReadonlySet<string> = new Set(['uv', 'poetry', 'pipenv', 'pdm', 'hatch', 'rye']);

/** Tells what runs a simple command, given its words from the program on. Looks at the files it names, runs none. */
export async function runtimeOf(words: readonly string[], look: LookUp): Promise<Runtime> {
  const [first = '', second] = words;
  const name = basename(first);
  if (pythonName.test(name)) return { language: 'python', interpreter: await findExecutable(first, look) };
  if (nodeNames.has(name)) return { language: 'node', interpreter: await findExecutable(first, look) };
  if (nodeTools.has(name)) return nodeRuntime(look);
  if (name === 'go') return isGoTest(words) ? { language: 'go-test', interpreter: null } : unknown;
  if (pythonRunners.has(name) && second === 'run') return insideEnvironment(words.slice(2), look);
  const path = await findExecutable(first, look);
  return path === null ? unknown : runtimeOfFile(path, look);
}

function isGoTest(words: readonly string[]): boolean {
  // `-C DIR` is the only option that may stand before.
  return words[words[1] === '-C' ? 3 : words[1]?.startsWith('-C=') === true ? 2 : 1] === 'test';
}

async function nodeRuntime(look: LookUp): Promise<Runtime> {
  return { language: 'node', interpreter: (await findExecutable('node', look)) ?? (await findExecutable('nodejs', look)) };
}

async function insideEnvironment(words: readonly string[], look: LookUp): Promise<Runtime> {
  const command = words.slice(words.findIndex((word) => !word.startsWith('-')));
  const own = look.env['VIRTUAL_ENV'] ?? join(look.cwd, '.venv');
  const inside = { ...look, env: { ...look.env, PATH: `${join(own, 'bin')}:${look.env['PATH'] ?? ''}` } };
  const python: Runtime = { language: 'python', interpreter: await findExecutable(join(own, 'bin', 'python'), look) };
  const name = basename(command[0] ?? '');
  if (pythonName.test(name) || pythonRunners.has(name)) return python;
  const runtime = await runtimeOf(command, inside);
  return runtime.language === 'unknown' ? python : runtime;
}

async function runtimeOfFile(path: string, look: LookUp): Promise<Runtime> {
  const head = await readFileHead(path);
  if (!head.startsWith('#!')) return unknown;
  const interpreter = await shebangInterpreter(head, look);
  const name = basename(interpreter ?? '');
  if (pythonName.test(name)) return { language: 'python', interpreter };
  if (nodeNames.has(name)) return { language: 'node', interpreter };
  // pnpm puts shell scripts into node_modules/.bin, pyenv a shell script in the place of each program.
  if (path.includes('/node_modules/.bin/')) return nodeRuntime(look);
  if (head.includes('PYENV')) return { language: 'python', interpreter: await findExecutable('python3', look) };
  return unknown;
}

/** The interpreter of a script's first line, found in PATH where `env` names it; the line as it is where it does not exist. */
async function shebangInterpreter(head: string, look: LookUp): Promise<string | null> {
  // pip and uv write this where the path of the interpreter is too long for a first line or holds a blank.
  const [first = '', second = ''] = head.split('\n');
  const long = /^'''exec' (?:"([^"]+)"|([^\s"]+))/.exec(second);
  if (long !== null) return long[1] ?? long[2] ?? null;
  const words = first.slice(2).trim().split(/\s+/);
  if (basename(words[0] ?? '') !== 'env') return words[0] ?? null;
  const named = words.slice(1).find((word) => !word.startsWith('-') && !word.includes('='));
  return named === undefined ? null : ((await findExecutable(named, look)) ?? named);
}
