import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { quoteForShell } from '../../core/quote-for-shell.ts';
import { systemErrorCode } from '../../core/system-error.ts';
import { findExecutables } from '../measure/find-executable.ts';
import type { Collector, CollectorContext, Probe } from './collector.ts';
import { interpreterOf } from './python-probe.ts';
import { runBriefly } from './run-briefly.ts';

/** A profiler that is a program of its own and starts the workload. */
export interface PythonTool {
  /** Program: `py-spy`. */
  readonly program: string;
  /** Package for pip. */
  readonly package: string;
  readonly versionWords: readonly string[];
  /** What to do about a message of the tool; null where it says nothing known. */
  explain(message: string): Omit<Extract<Probe, { works: false }>, 'works'> | null;
}

/** Long enough for several samples. */
const tinyProgram = 'import time\nend = time.time() + 0.5\nwhile time.time() < end: sum(range(1000))';

/** The tool in PATH, or beside the workload's interpreter, as in a virtualenv that is not activated; null where it is not there. */
export function findTool({ program }: PythonTool, context: CollectorContext): string | null {
  const interpreter = interpreterOf(context);
  const beside = isAbsolute(interpreter) ? [dirname(interpreter)] : [];
  return findExecutables(program, [...beside, context.env['PATH'] ?? ''].join(delimiter))[0] ?? null;
}

/** Where the command's exit code is told, as "process-id code". */
export const endingFile = (dir: string): string => join(dir, 'ending');

/** `watched` ends with the exit code of the command inside, where that was told, else with its own. */
export function endLikeTheCommand(watched: string, dir: string): string {
  const ending = quoteForShell(endingFile(dir));
  return `${watched}\nown=$?; if [ -s ${ending} ]; then read -r pid code < ${ending}; exit "$code"; fi; exit "$own"`;
}

/** Process id from `endingFile`, null where the command did not end. */
export async function readWatcherPid(dir: string): Promise<number | null> {
  try {
    const [pid] = (await readFile(endingFile(dir), 'utf8')).split(' ');
    return Number(pid);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Bytes of a file, 0 where there is none. */
export async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

/** Records half a second of a tiny program in a temporary directory. */
export async function probeTool(tool: PythonTool, context: CollectorContext, { prepare, collect }: Pick<Collector, 'prepare' | 'collect'>): Promise<Probe> {
  const interpreter = interpreterOf(context);
  const found = findTool(tool, context);
  if (found === null) return { works: false, reason: `${tool.program} is not installed`, remedy: `run: ${interpreter} -m pip install ${tool.package}` };
  const dir = await mkdtemp(join(tmpdir(), 'perf-report-probe-'));
  try {
    const prepared = await prepare({ command: `${quoteForShell(interpreter)} -c ${quoteForShell(tinyProgram)}`, env: context.env }, dir, context);
    const { stderr, stdout } = await runBriefly('/bin/sh', ['-c', prepared.command], { cwd: context.cwd, env: prepared.env });
    const { files } = await collect(dir, context);
    if (files.length > 0) {
      const version = await runBriefly(found, tool.versionWords, context);
      return { works: true, version: `${tool.program} ${/\d+(?:\.\d+)+/.exec(version.stdout + version.stderr)?.[0] ?? '(version unknown)'}` };
    }
    const message = `${stdout}\n${stderr}`.trim();
    const explained = tool.explain(message);
    if (explained !== null) return { works: false, ...explained };
    const said = message.split('\n').find((line) => /error|denied|fail/i.test(line)) ?? message.split('\n').at(-1) ?? '';
    return { works: false, reason: `${tool.program} recorded nothing${said === '' ? '' : `: ${said}`}`, remedy: `run it by hand: ${found} --help` };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
