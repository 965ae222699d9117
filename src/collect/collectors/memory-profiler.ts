import { join } from 'node:path';
import { quoteForShell } from '../../core/quote-for-shell.ts';
import type { Collector, CollectorContext } from './collector.ts';
import type { PythonTool } from './python-tool.ts';
import { endingFile, endLikeTheCommand, findTool, probeTool, sizeOf } from './python-tool.ts';

const mprof: PythonTool = { program: 'mprof', package: 'memory_profiler', versionWords: ['run', '--version'], explain: () => null };
const output = (dir: string): string => join(dir, 'memory.dat');

const prepare: Collector['prepare'] = ({ command, env }, dir, context) => {
  // A shell tells the exit code, which older versions of mprof do not pass on.
  const inner = `( ${command}\n); echo "$$ $?" > ${quoteForShell(endingFile(dir))}`;
  const watched = `${quoteForShell(findTool(mprof, context) ?? 'mprof')} run --include-children --interval 0.1 --output ${quoteForShell(output(dir))} /bin/sh -c ${quoteForShell(inner)}`;
  return Promise.resolve({ command: endLikeTheCommand(watched, dir), env });
};

const collect: Collector['collect'] = async (dir) => {
  if ((await sizeOf(output(dir))) > 0) return { files: [{ path: output(dir), name: 'memory.dat' }], notes: [] };
  return { files: [], notes: [{ code: 'tool-left-nothing', text: 'mprof left no file' }] };
};

/** `mprof run` of memory_profiler: memory of the command and its children over time. */
export const memoryProfiler: Collector = {
  id: 'memory_profiler',
  title: 'memory_profiler',
  records: 'memory of all processes together, ten times a second',
  suits: () => false,
  probe: (context: CollectorContext) => probeTool(mprof, context, { prepare, collect }),
  prepare,
  collect,
};
