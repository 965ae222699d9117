import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Note } from '../../core/model/note.ts';
import { formatSeconds } from './seconds-text.ts';
import type { Collected, CollectedFile } from './collector.ts';
import { leftDirectory, removePrograms } from './python-injection.ts';
import type { PythonLeft, PythonProcess } from './python-left.ts';
import { readLeft } from './python-left.ts';

/** How a profiler names one kind of its files. */
export interface PythonFileKind {
  /** In the directory of the processes, as `.stats`. */
  readonly suffix: string;
  /** In the run directory, as ['profile', '.stats']: further processes get `profile-2.stats`. */
  readonly name: readonly [string, string];
  /** Whether the file is whole, told from its first and last byte. */
  isWhole(first: number, last: number): boolean;
}

/** Of how many processes profiles are kept: each is a profile in the report. */
const maxProcesses = 20;
/** How many are described. */
const maxDescribed = 5;

/** What the processes of an execution under `injectPython` left: the one with the highest rank first. */
export async function collectPython(dir: string, kinds: readonly PythonFileKind[]): Promise<Collected> {
  const directory = leftDirectory(dir);
  const left = await readLeft(directory);
  await removePrograms(dir);
  const files: CollectedFile[] = [];
  const notes: Note[] = [];
  const kept: PythonProcess[] = [];
  for (const process of left.processes) {
    if (kept.length === maxProcesses) break;
    const number = kept.length === 0 ? '' : `-${kept.length + 1}`;
    const own: CollectedFile[] = [];
    for (const { suffix, name, isWhole } of kinds) {
      const file = `${process.name}${suffix}`;
      if (!left.files.has(file)) continue;
      const path = join(directory, file);
      if (await hasWholeEnds(path, isWhole)) own.push({ path, name: `${name[0]}${number}${name[1]}` });
      else notes.push({ code: 'profile-broken', text: `the profile of ${process.command} is cut off or empty and was left out` });
    }
    if (own.length === 0) continue;
    files.push(...own);
    kept.push(process);
  }
  return { files, notes: [...notes, ...left.problems, ...describeProcesses(kept, files, left), ...describeAbsence(files, left)] };
}

async function hasWholeEnds(path: string, isWhole: PythonFileKind['isWhole']): Promise<boolean> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size < 2) return false;
    const ends = Buffer.alloc(2);
    await file.read(ends, 0, 1, 0);
    await file.read(ends, 1, 1, size - 1);
    return isWhole(ends[0] ?? 0, ends[1] ?? 0);
  } finally {
    await file.close();
  }
}

function describeProcesses(kept: readonly PythonProcess[], files: readonly CollectedFile[], left: PythonLeft): Note[] {
  const notes: Note[] = [];
  const killed = kept.filter(({ how }) => how === 'running');
  for (const { command, seconds } of killed.slice(0, maxDescribed)) {
    const text = `${command} did not end by itself: its profile is from ${formatSeconds(seconds)} after its start, without the functions that were still running`;
    notes.push({ code: 'profile-unfinished', text });
  }
  const more = left.processes.length - kept.length + left.dropped;
  if (kept.length > 1 || more > 0) {
    const described = kept.slice(0, maxDescribed).map(({ command, seconds }) => `${command} (${formatSeconds(seconds)})`);
    const rest = more > 0 ? `; ${more} smaller ones were left out` : '';
    notes.push({ code: 'several-processes', text: `${kept.length + more} Python processes were profiled, ${files[0]?.name ?? ''} is the largest: ${described.join(', ')}${kept.length > maxDescribed ? ', …' : ''}${rest}` });
  }
  return notes;
}

function describeAbsence(files: readonly CollectedFile[], left: PythonLeft): Note[] {
  if (files.length > 0 || left.problems.length > 0) return [];
  const text =
    'no Python process left a profile: none was started, or it was killed at once, or it ignores PYTHONPATH (python -I, -E or -S, a cleaned environment)';
  return [{ code: 'no-python-process', text }];
}
