import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { quoteForShell } from '../../core/quote-for-shell.ts';
import type { Collected, Collector, CollectorContext } from './collector.ts';
import { interpreterOf } from './python-probe.ts';
import type { PythonTool } from './python-tool.ts';
import { endingFile, endLikeTheCommand, findTool, probeTool, readWatcherPid, sizeOf } from './python-tool.ts';
import { runBriefly } from './run-briefly.ts';

const pySpyTool: PythonTool = {
  program: 'py-spy',
  package: 'py-spy',
  versionWords: ['--version'],
  explain(message) {
    if (/requires root/i.test(message)) return { reason: 'py-spy needs root on macOS', remedy: 'run perf-report with sudo, or use cprofile or pyinstrument' };
    if (!/permission denied|operation not permitted/i.test(message)) return null;
    return {
      reason: 'the system does not let py-spy read other processes (ptrace)',
      remedy: 'in Docker: docker run --cap-add SYS_PTRACE; else: sysctl kernel.yama.ptrace_scope=0, or root',
    };
  },
};

const output = (dir: string): string => join(dir, 'py-spy.speedscope.json');
/** Larger files stay as they are: with the waiting process, which has a few samples. */
const maxRewrittenBytes = 64 * 2 ** 20;

/** py-spy wants to start a real interpreter: a starter script such as pyenv's is none yet. */
async function realInterpreter(context: CollectorContext): Promise<string> {
  const interpreter = interpreterOf(context);
  const { exitCode, stdout } = await runBriefly(interpreter, ['-c', 'import sys; print(sys.executable)'], context);
  return exitCode === 0 && stdout.trim() !== '' ? stdout.trim() : interpreter;
}

const prepare: Collector['prepare'] = async ({ command, env }, dir, context) => {
  const words = [
    ...[findTool(pySpyTool, context) ?? 'py-spy', 'record', '--subprocesses', '--rate', '100', '--format', 'speedscope', '--output', output(dir)],
    ...['--', await realInterpreter(context), '-E', '-S', join(context.injectDir, 'python', 'perf_report_inject', 'run_and_tell.py'), endingFile(dir), command],
  ];
  return { command: endLikeTheCommand(words.map(quoteForShell).join(' '), dir), env };
};

const collect: Collector['collect'] = async (dir) => {
  const path = output(dir);
  const size = await sizeOf(path);
  const nothing = (text: string): Collected => ({ files: [], notes: [{ code: 'tool-left-nothing', text }] });
  if (size === 0) return nothing('py-spy left no file: no Python ran long enough, or py-spy was stopped');
  const pid = await readWatcherPid(dir);
  if (pid !== null && size <= maxRewrittenBytes) {
    const left = withoutProcess(await readFile(path, 'utf8'), pid);
    if (left === null) return nothing('what py-spy left is cut off');
    if (left.profiles.length === 0) return nothing('py-spy saw no sample: the program is shorter than a hundredth of a second, or waits all the time');
    await writeFile(path, JSON.stringify(left));
  }
  return { files: [{ path, name: 'py-spy.speedscope.json' }], notes: [] };
};

/** The document without the profiles of the process that only waits; null where it is no speedscope document. */
function withoutProcess(text: string, pid: number): { readonly profiles: readonly unknown[] } | null {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document !== 'object' || document === null || !('profiles' in document) || !Array.isArray(document.profiles)) return null;
    const isWaiting = (profile: unknown): boolean =>
      typeof profile === 'object' && profile !== null && 'name' in profile && String(profile.name).startsWith(`Process ${pid} `);
    return { ...document, profiles: document.profiles.filter((profile: unknown) => !isWaiting(profile)) };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** py-spy: samples from outside, of all processes and threads. */
export const pySpy: Collector = {
  id: 'py-spy',
  title: 'py-spy',
  records: 'samples of the Python stack of every process and thread, a hundred times a second, from outside',
  suits: () => false,
  probe: (context) => probeTool(pySpyTool, context, { prepare, collect }),
  prepare,
  collect,
};
