import type { Program } from '../program.ts';
import { plainFact } from './plain-fact.ts';
import { runTool, type ToolAnswer } from '../run-tool.ts';

export interface Runtimes {
  /** Of the workload, as "Python 3.12.4"; null where its language is unknown. */
  readonly workload: string | null;
  /** By name, as { python: "3.12.4" }: the workload's own, or all that are found where its language is unknown. */
  readonly versions: Readonly<Record<string, string>>;
}

interface Runtime {
  readonly id: string;
  readonly title: string;
  readonly language: Program['language'];
  /** Found in PATH where the workload names none. */
  readonly program: string;
  readonly args: readonly string[];
  read(answer: ToolAnswer): string | null;
}

const runtimes: readonly Runtime[] = [
  { id: 'python', title: 'Python', language: 'python', program: 'python3', args: ['--version'], read: (answer) => readPython(`${answer.stdout}\n${answer.stderr}`) },
  { id: 'node', title: 'Node', language: 'node', program: 'node', args: ['--version'], read: ({ stdout }) => /^v(\d+\.\d+\.\d\S*)/m.exec(stdout)?.[1] ?? null },
  { id: 'go', title: 'Go', language: 'go-test', program: 'go', args: ['version'], read: ({ stdout }) => /^go version (?:go)?(\S+)/m.exec(stdout)?.[1] ?? null },
];

const timeoutMs = 10_000;

/** Asks the workload's interpreter for its version, by the words that its command starts it with; all known runtimes where the language is unknown. */
export async function readRuntimes(program: Program, cwd: string, env: Readonly<Record<string, string | undefined>>): Promise<Runtimes> {
  const own = runtimes.find(({ language }) => language === program.language);
  const asked = own === undefined ? runtimes : [own];
  const found = await Promise.all(asked.map(async (runtime) => [runtime.id, await versionOf(runtime, runtime === own ? program.interpreter : null, cwd, env)] as const));
  const versions = Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== null));
  const version = own === undefined ? undefined : versions[own.id];
  return { workload: own === undefined || version === undefined ? null : `${own.title} ${version}`, versions };
}

async function versionOf(runtime: Runtime, interpreter: string | null, cwd: string, env: Readonly<Record<string, string | undefined>>): Promise<string | null> {
  const answer = await runTool(interpreter ?? runtime.program, runtime.args, { cwd, env, timeoutMs });
  return answer.exitCode === 0 ? plainFact(runtime.read(answer)) : null;
}

/** "3.12.4", or "3.9.16 (PyPy 7.3.11)": PyPy says which Python it is like, then its own version on the next line. Python 2 says it on stderr. */
function readPython(text: string): string | null {
  const version = /^(?:Python|GraalPy|GraalPython) (\d+\.\d+\S*)/m.exec(text)?.[1];
  if (version === undefined) return null;
  const other = /^\[?(PyPy|GraalPy|GraalPython) (\d+\.\d+[^\s\]]*)/m.exec(text);
  return other === null || other[2] === version ? version : `${version} (${other[1]} ${other[2]})`;
}
