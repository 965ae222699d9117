import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Note } from '../../core/model/note.ts';
import { systemErrorCode } from '../../core/system-error.ts';

/** What one process said about its own files: `<name>.facts`, lines of `key value`. */
export interface PythonProcess {
  /** Start of its file names, as `4711-63a2f0c1`. */
  readonly name: string;
  readonly command: string;
  readonly python: string;
  /** Profiler and version, as "pyinstrument 5.1.3". */
  readonly tool: string;
  /** `exit`, `os._exit`, `exec`, `SIGTERM`, … or `running`: written on the way, and the process was killed after that. */
  readonly how: string;
  /** Since the recording began. */
  readonly seconds: number;
  /** What processes are sorted by: seconds, or bytes. */
  readonly rank: number;
  /** Largest traced memory in bytes; NaN where it is not about memory. */
  readonly peak: number;
}

export interface PythonLeft {
  /** Highest rank first. */
  readonly processes: readonly PythonProcess[];
  /** Said by the processes, each once. */
  readonly problems: readonly Note[];
  /** Short processes that were only counted. */
  readonly dropped: number;
  /** Every file, by name. */
  readonly files: ReadonlySet<string>;
}

/** Reads what the processes of one execution said into the directory of `injectPython`. */
export async function readLeft(left: string): Promise<PythonLeft> {
  const names = (await namesIn(left)).sort();
  const processes: PythonProcess[] = [];
  const problems = new Map<string, Note>();
  let dropped = 0;
  for (const name of names) {
    const path = join(left, name);
    if (name.endsWith('.facts')) processes.push(processOf(name.slice(0, -'.facts'.length), await readFile(path, 'utf8')));
    if (name.startsWith('problem-')) for (const note of problemsOf(await readFile(path, 'utf8'))) problems.set(`${note.code} ${note.text}`, note);
    if (name === 'dropped') dropped = (await readFile(path)).length;
  }
  // The name begins with the process id: the order is the same each time.
  processes.sort((a, b) => b.rank - a.rank || (a.name < b.name ? -1 : 1));
  return { processes, problems: [...problems.values()], dropped, files: new Set(names) };
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    // A workload may remove what it does not know.
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

function processOf(name: string, text: string): PythonProcess {
  const facts = new Map<string, string>();
  for (const line of text.split('\n')) {
    const blank = line.indexOf(' ');
    if (blank > 0) facts.set(line.slice(0, blank), line.slice(blank + 1));
  }
  const fact = (key: string): string => facts.get(key) ?? '';
  const number = (key: string): number => (facts.has(key) ? Number(fact(key)) : Number.NaN);
  const forked = fact('forked') === '1' ? ' (a fork of it)' : '';
  return {
    name,
    command: `${fact('command')}${forked}`,
    python: fact('python'),
    tool: fact('tool'),
    how: fact('how'),
    seconds: number('seconds') || 0,
    rank: number('rank') || 0,
    peak: number('peak'),
  };
}

function problemsOf(text: string): Note[] {
  return text.split('\n').flatMap((line) => {
    const tab = line.indexOf('\t');
    return tab < 0 ? [] : [{ code: line.slice(0, tab), text: line.slice(tab + 1) }];
  });
}
