import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Collected, CollectorContext, Probe } from './collector.ts';
import type { PythonMode } from './python-injection.ts';
import { injectPython, leftDirectory } from './python-injection.ts';
import { readLeft } from './python-left.ts';
import { runBriefly } from './run-briefly.ts';

/** A program that calls a function and holds some memory. */
const tinyProgram = 'def work():\n    return [bytes(9) for _ in range(99)]\nkept = work()';

/** The interpreter that a workload runs, or the usual one. */
export const interpreterOf = ({ program }: CollectorContext): string => program.interpreter ?? 'python3';

/** Records a tiny program with the workload's interpreter in a temporary directory and looks at what that left. */
export async function probeInjection(context: CollectorContext, mode: PythonMode, collect: (dir: string) => Promise<Collected>): Promise<Probe> {
  const interpreter = interpreterOf(context);
  const dir = await mkdtemp(join(tmpdir(), 'perf-report-probe-'));
  try {
    const { env } = await injectPython({ command: interpreter, env: context.env }, dir, context, mode);
    const { startError, exitCode, stderr } = await runBriefly(interpreter, ['-c', tinyProgram], { cwd: context.cwd, env });
    if (startError !== null) return { works: false, reason: `${interpreter} cannot be started: ${startError}`, remedy: 'install Python 3, or name its path in the command' };
    const { processes, problems } = await readLeft(leftDirectory(dir));
    const { files } = await collect(dir);
    const [first] = processes;
    if (files.length > 0 && first !== undefined) return { works: true, version: first.tool === 'cProfile' || first.tool === 'tracemalloc' ? `${first.tool} of Python ${first.python}` : first.tool };
    const [problem] = problems;
    if (problem !== undefined) return { works: false, reason: problem.text, remedy: remedyFor(mode, interpreter) };
    if (exitCode !== 0) return { works: false, reason: `${interpreter} ended with ${exitCode ?? 'a signal'}${lastLine(stderr)}`, remedy: `run: ${interpreter} -c 1` };
    return { works: false, reason: `${interpreter} left no profile: it ignores PYTHONPATH, or sitecustomize is switched off`, remedy: 'start Python without -I, -E and -S' };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

function remedyFor(mode: PythonMode, interpreter: string): string {
  if (mode === 'pyinstrument') return `run: ${interpreter} -m pip install pyinstrument`;
  return 'use a complete Python 3.6 or newer';
}

function lastLine(text: string): string {
  const line = text.trim().split('\n').at(-1) ?? '';
  return line === '' ? '' : `: ${line}`;
}
