import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The nearest directory at or above `start` that holds `.git` (a directory, or a file in worktrees); null outside of a repository. */
export function findGitRoot(start: string): string | null {
  for (let directory = resolve(start); ; ) {
    if (existsSync(join(directory, '.git'))) return directory;
    const parent = dirname(directory);
    if (parent === directory) return null;
    directory = parent;
  }
}

/** Directories that are cut from paths and whose source may be shown: the repository of `cwd`, and `cwd`; real paths too. */
export function projectRoots(cwd: string): string[] {
  const roots = [findGitRoot(cwd), resolve(cwd)].filter((root) => root !== null);
  return [...new Set(roots.flatMap((root) => [root, realpathSync(root)]))];
}
