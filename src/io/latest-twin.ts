import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { latestName, runDirectoryName } from './run-directory.ts';

/** Larger descriptions of a run are not compared: both are read then. */
const maxBytes = 64 * 1024 ** 2;

/** A `latest` directory that is a copy of the run directory beside it. Paths below the root, with `/`. */
export interface LatestTwin {
  readonly latest: string;
  readonly twin: string;
  /** Files of `latest` that the twin has too. */
  readonly files: ReadonlySet<string>;
}

/**
 * Copies of run directories among `files` (paths below `root`): a `latest` whose every run.json equals,
 * byte for byte, that of one timestamped directory beside it. A file that only `latest` has is no copy.
 */
export async function findLatestTwins(root: string, files: readonly string[]): Promise<LatestTwin[]> {
  const all = new Set(files);
  const parents = new Set(files.flatMap((file) => parentsOfLatest(file)));
  const twins: LatestTwin[] = [];
  for (const parent of parents) {
    const latest = `${parent}${latestName}`;
    const copied = files.filter((file) => file.startsWith(`${latest}/`)).map((file) => file.slice(latest.length + 1));
    const runs = copied.filter((file) => file === 'run.json' || file.endsWith('/run.json'));
    if (runs.length === 0) continue;
    for (const name of runNamesIn(parent, files)) {
      const twin = `${parent}${name}`;
      if (!(await allEqual(root, latest, twin, runs, all))) continue;
      twins.push({ latest, twin, files: new Set(copied.filter((file) => all.has(`${twin}/${file}`)).map((file) => `${latest}/${file}`)) });
      break;
    }
  }
  return twins;
}

/** The directories, '' or ending in `/`, whose `latest` holds this run.json. */
function parentsOfLatest(file: string): string[] {
  if (!file.endsWith('/run.json')) return [];
  const parts = file.split('/');
  const at = parts.lastIndexOf(latestName);
  return at < 0 || at === parts.length - 1 ? [] : [parts.slice(0, at).map((part) => `${part}/`).join('')];
}

/** Run directories below `parent`, the newest first. */
function runNamesIn(parent: string, files: readonly string[]): string[] {
  const names = new Set<string>();
  for (const file of files) {
    if (!file.startsWith(parent)) continue;
    const name = file.slice(parent.length).split('/', 1)[0] ?? '';
    if (runDirectoryName.test(name)) names.add(name);
  }
  return [...names].sort().reverse();
}

async function allEqual(root: string, latest: string, twin: string, runs: readonly string[], all: ReadonlySet<string>): Promise<boolean> {
  for (const run of runs) {
    if (!all.has(`${twin}/${run}`)) return false;
    if (!(await areEqual(join(root, latest, run), join(root, twin, run)))) return false;
  }
  return true;
}

async function areEqual(a: string, b: string): Promise<boolean> {
  try {
    const [sizeA, sizeB] = [(await stat(a)).size, (await stat(b)).size];
    if (sizeA !== sizeB || sizeA > maxBytes) return false;
    return (await readFile(a)).equals(await readFile(b));
  } catch {
    // A file that cannot be read is named when the report reads it; it is no proof of a copy.
    return false;
  }
}
