import { lstat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Note } from '../../core/model/note.ts';
import type { Collected, CollectedFile, Collector } from './collector.ts';
import { listLeft } from './left-files.ts';

/** Files that are kept; a workload that writes one per request would fill the disk of the build server. */
const maxFiles = 100;
const maxNameLength = 100;
/** Directory entries that are looked at. */
const maxEntries = 10_000;

/** Profiles that the workload writes by itself, whatever records them. */
export const ownProfiles: Collector = {
  id: 'own',
  title: "the workload's own profiler",
  records: 'what the workload writes into $PERF_REPORT_PROFILE_DIR',
  suits: ({ language }) => language === 'unknown',
  probe: () => Promise.resolve({ works: true, version: 'own' }),
  prepare: ({ command, env }, dir) => Promise.resolve({ command, env: { ...env, PERF_REPORT_PROFILE_DIR: dir } }),
  collect,
};

async function collect(dir: string): Promise<Collected> {
  const { paths, empty, odd, cut } = await listFiles(dir);
  const kept = paths.slice(0, maxFiles);
  const taken = new Set<string>();
  const files = kept.map((path): CollectedFile => ({ path, name: flatName(relative(dir, path), taken) }));
  const notes: Note[] = [];
  if (paths.length === 0) notes.push({ code: 'no-profile', text: 'the workload wrote no profile into $PERF_REPORT_PROFILE_DIR' });
  if (empty > 0) notes.push({ code: 'empty-files', text: `${empty} empty files in $PERF_REPORT_PROFILE_DIR were left out` });
  if (odd > 0) notes.push({ code: 'odd-files', text: `${odd} links, pipes or sockets in $PERF_REPORT_PROFILE_DIR were left out` });
  if (paths.length > maxFiles) notes.push({ code: 'more-files', text: `${paths.length - maxFiles}${cut ? ' or more' : ''} further files in $PERF_REPORT_PROFILE_DIR were left out: ${maxFiles} are kept` });
  return { files, notes };
}

interface Listing {
  /** Sorted. */
  readonly paths: readonly string[];
  readonly empty: number;
  /** Neither files nor directories. */
  readonly odd: number;
  /** There was more than is looked at. */
  readonly cut: boolean;
}

async function listFiles(dir: string): Promise<Listing> {
  const paths: string[] = [];
  const open = [dir];
  let [empty, odd, seen] = [0, 0, 0];
  for (let directory = open.pop(); directory !== undefined && seen <= maxEntries; directory = open.pop()) {
    for (const name of await listLeft(directory)) {
      if (++seen > maxEntries) break;
      const path = join(directory, name);
      const facts = await lstat(path);
      if (facts.isDirectory()) open.push(path);
      else if (!facts.isFile()) odd += 1;
      else if (facts.size === 0) empty += 1;
      else paths.push(path);
    }
  }
  return { paths: paths.sort(), empty, odd, cut: seen > maxEntries };
}

/** A file name without directories, of harmless characters, no other file has. */
function flatName(path: string, taken: Set<string>): string {
  const safe = path.split(sep).join('-').replace(/[^A-Za-z0-9._-]/g, '_').replace(/^[.-]+/, '').slice(-maxNameLength) || 'profile';
  let name = safe;
  for (let number = 2; taken.has(name); number++) {
    const dot = safe.indexOf('.');
    name = dot < 0 ? `${safe}-${number}` : `${safe.slice(0, dot)}-${number}${safe.slice(dot)}`;
  }
  taken.add(name);
  return name;
}
