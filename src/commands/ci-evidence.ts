import { cp, mkdir, readdir, stat } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, sep } from 'node:path';
import type { CiRetention } from '../config/ci-request.ts';
import type { RunRecord } from '../core/model/run-record.ts';
import { formatQuantity } from '../core/units/quantity.ts';

/** One workload's run directory, absolute, with its record. */
export interface EvidenceRun {
  readonly directory: string;
  readonly record: RunRecord;
}

export interface Evidence {
  /** Relative to the working directory, with `/`. */
  readonly files: readonly string[];
  readonly bytes: number;
  readonly runDirs: readonly string[];
  /** What is left out, and why; '' where nothing is. */
  readonly note: string;
}

const descriptions = ['run.json', 'metadata.txt', 'stdout.log', 'stderr.log'];
/** Ant globs have no escapes: such names cannot be addressed. */
const unaddressable = /[,*?{}[\]\\]/;

/**
 * Chooses what is archived beside the report of a call: what describes each run, and, where `keepProfiles`, its profiles, smallest first, until
 * `maxMiB` is reached with the report of `directory`. Runs outside of the working directory are copied below `directory` first.
 */
export async function chooseEvidence(runs: readonly EvidenceRun[], cwd: string, directory: string, retention: CiRetention, keepProfiles: boolean): Promise<Evidence> {
  const maxBytes = retention.maxMiB * 1024 ** 2;
  const files: string[] = [];
  const runDirs: string[] = [];
  const profiles: { path: string; bytes: number }[] = [];
  const odd: string[] = [];
  let bytes = await bytesBelow(join(cwd, directory, 'report'));
  for (const { directory: own, record } of runs) {
    const place = await placeBelow(own, cwd, directory, record.workload);
    runDirs.push(shown(place, cwd));
    for (const name of descriptions) {
      const size = await sizeOf(join(place, name));
      if (size === null) continue;
      files.push(shown(join(place, name), cwd));
      bytes += size;
    }
    for (const path of await filesBelow(place)) if (!descriptions.includes(path)) profiles.push({ path: shown(join(place, path), cwd), bytes: (await sizeOf(join(place, path))) ?? 0 });
  }
  const kept: string[] = [];
  let left = 0;
  let leftBytes = 0;
  for (const { path, bytes: size } of profiles.sort((a, b) => a.bytes - b.bytes || (a.path < b.path ? -1 : 1))) {
    if (unaddressable.test(path)) odd.push(path);
    else if (keepProfiles && bytes + size <= maxBytes) {
      kept.push(path);
      bytes += size;
    } else {
      left += 1;
      leftBytes += size;
    }
  }
  return { files: [...files, ...kept].filter((path) => !unaddressable.test(path)), bytes, runDirs, note: noteOf({ left, leftBytes, odd, keepProfiles, retention }) };
}

function noteOf({ left, leftBytes, odd, keepProfiles, retention }: { left: number; leftBytes: number; odd: readonly string[]; keepProfiles: boolean; retention: CiRetention }): string {
  const why = keepProfiles ? `more than retention.maxMiB, ${retention.maxMiB} MiB` : `retention.profiles is ${retention.profiles}`;
  const parts = [
    ...(left === 0 ? [] : [`${left} profile file${left === 1 ? '' : 's'} (${formatQuantity(leftBytes, 'bytes')}) stay in the workspace: ${why}`]),
    ...(odd.length === 0 ? [] : [`${odd.length} file${odd.length === 1 ? '' : 's'} cannot be named in a list of artifacts: ${odd.slice(0, 3).map((path) => basename(path)).join(' ')}`]),
  ];
  return parts.join('; ');
}

async function placeBelow(own: string, cwd: string, directory: string, workload: string): Promise<string> {
  const below = relative(cwd, own);
  if (below !== '' && !below.startsWith('..') && !isAbsolute(below)) return own;
  const copy = join(cwd, directory, 'runs', workload);
  await mkdir(copy, { recursive: true });
  await cp(own, copy, { recursive: true, dereference: true });
  return copy;
}

async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(directory, join(entry.parentPath, entry.name)));
}

async function bytesBelow(directory: string): Promise<number> {
  const sizes = await Promise.all((await filesBelow(directory)).map((path) => sizeOf(join(directory, path))));
  return sizes.reduce((sum: number, size) => sum + (size ?? 0), 0);
}

/** Null for what is not there. */
async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ size }) => size,
    () => null,
  );
}

function shown(path: string, cwd: string): string {
  return relative(cwd, path).split(sep).join('/');
}
