import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { systemErrorCode } from '../../core/system-error.ts';
import type { CollectorContext, PreparedCommand } from './collector.ts';

/** What sitecustomize.py starts. */
export type PythonMode = 'cprofile' | 'tracemalloc' | 'pyinstrument';

/** Where the processes leave their files. */
export const leftDirectory = (dir: string): string => join(dir, 'left');

/** Names the directory of the programs where it could not be inside `dir`. */
const placeFile = (dir: string): string => join(dir, 'programs-are-in.txt');

/**
 * Puts src/collect/inject/python first on PYTHONPATH, so that every Python below the command starts
 * its sitecustomize.py. The command stays as it is.
 */
export async function injectPython({ command, env }: PreparedCommand, dir: string, context: CollectorContext, mode: PythonMode): Promise<PreparedCommand> {
  const programs = await placePrograms(dir, context.injectDir);
  const left = leftDirectory(dir);
  await mkdir(left);
  const paths = env['PYTHONPATH'];
  return {
    command,
    env: {
      ...env,
      PYTHONPATH: paths === undefined || paths === '' ? programs : `${programs}${delimiter}${paths}`,
      PERF_REPORT_PY_MODE: mode,
      PERF_REPORT_PY_DIR: left,
    },
  };
}

/** Removes what `injectPython` put outside of `dir`. */
export async function removePrograms(dir: string): Promise<void> {
  try {
    await rm(await readFile(placeFile(dir), 'utf8'), { recursive: true, force: true });
  } catch (error) {
    // Usually the programs are inside: then there is no such file.
    if (systemErrorCode(error) !== 'ENOENT') throw error;
  }
}

/** A copy, as PYTHONPATH cannot name a directory with `:` in its path (`;` on Windows). */
async function placePrograms(dir: string, injectDir: string): Promise<string> {
  const inside = join(dir, 'python');
  const isNameable = !inside.includes(delimiter);
  const programs = isNameable ? inside : await mkdtemp(join(tmpdir(), 'perf-report-python-'));
  if (!isNameable) await writeFile(placeFile(dir), programs);
  await cp(join(injectDir, 'python'), programs, { recursive: true, filter: (source) => !source.endsWith('__pycache__') });
  return programs;
}
