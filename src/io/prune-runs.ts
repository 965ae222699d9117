import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemErrorCode } from '../core/system-error.ts';
import { runDirectoryName } from './run-directory.ts';

/** Removes all but the newest `keep` run directories of `outDir` (by name, which is their time); `latest` and whatever else lies there stays. Returns the names of those that are gone, oldest first. */
export async function pruneRuns(outDir: string, keep: number): Promise<string[]> {
  const names = await namesIn(outDir);
  const runs = names.flatMap((name) => {
    const [, time, number] = runDirectoryName.exec(name) ?? [];
    return time === undefined ? [] : [{ name, time, number: Number(number ?? 1) }];
  });
  runs.sort((a, b) => (a.time === b.time ? a.number - b.number : a.time < b.time ? -1 : 1));
  const gone = runs.slice(0, Math.max(0, runs.length - keep)).map(({ name }) => name);
  for (const name of gone) await rm(join(outDir, name), { recursive: true, force: true });
  return gone;
}

/** Removes what calls of earlier builds left in a workspace that outlives them: directories that `pattern` names, last changed before `before`. */
export async function pruneLeftovers(directory: string, pattern: RegExp, before: Date): Promise<string[]> {
  const gone: string[] = [];
  for (const name of (await namesIn(directory)).filter((each) => pattern.test(each)).sort()) {
    const found = await stat(join(directory, name)).catch(() => null);
    if (found === null || !found.isDirectory() || found.mtime >= before) continue;
    await rm(join(directory, name), { recursive: true, force: true });
    gone.push(name);
  }
  return gone;
}

async function namesIn(directory: string): Promise<string[]> {
  return readdir(directory).catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw error;
  });
}
