import { lstat, readdir, stat, type Dirent } from 'node:fs';
import { relative, sep } from 'node:path';
import fastGlob from 'fast-glob';

/** Lists a directory; a port for tests, since root may read everything. */
export type Readdir = typeof readdir;

export const nodeReaddir: Readdir = readdir;

// The last one is what a report that is being written is kept in.
const skippedDirectories = ['**/node_modules', '**/.git', '**/.perf-report-*'];

/** Paths below the root with `/`, in the order of their code units. */
export interface Walked {
  readonly files: readonly string[];
  readonly links: readonly string[];
}

/** Everything below `root` that is no directory; directories that cannot be listed go to `onError`. */
export async function walkDirectory(root: string, list: Readdir, onError: (below: string, error: Error) => void): Promise<Walked> {
  // fast-glob either stops at the first unreadable directory or hides it: reading an empty one instead tells both.
  const tolerant = (path: string, options: { withFileTypes: true }, done: (error: Error | null, entries: Dirent[]) => void): void => {
    list(path, options, (error, entries) => {
      if (error !== null) onError(slashes(relative(root, path)), error);
      done(null, error === null ? entries : []);
    });
  };
  const entries = await fastGlob('**', {
    cwd: root,
    dot: true,
    followSymbolicLinks: false,
    ignore: skippedDirectories,
    objectMode: true,
    onlyFiles: false,
    fs: { lstat, stat, readdir: tolerant as Readdir },
  });
  const files: string[] = [];
  const links: string[] = [];
  for (const { path, dirent } of entries) {
    if (dirent.isSymbolicLink()) links.push(path);
    else if (!dirent.isDirectory()) files.push(path);
  }
  return { files: files.sort(byCodeUnits), links: links.sort(byCodeUnits) };
}

/** `path` with `/`, whatever the system's separator is. */
export function slashes(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
