import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What can be seen of a project: names of files near its top, and their text. */
export interface Project {
  /** Paths with `/`, sorted. */
  readonly files: readonly string[];
  has(path: string): boolean;
  /** Text of a file; empty where it cannot be read, is missing or larger than 256 KiB. */
  text(path: string): string;
}

const maxDepth = 3;
const maxFiles = 5_000;
const maxBytes = 256 * 1024;
/** Directories of others' code and of outputs. */
const skipped: ReadonlySet<string> = new Set(['node_modules', 'vendor', 'venv', 'env', 'target', 'build', 'dist', 'out', 'coverage', '__pycache__', 'site-packages', 'logs_local', 'profile-report']);

/** Looks at the files of `root`, three levels deep and 5,000 of them. Directories that cannot be listed count as empty. */
export function lookAtProject(root: string): Project {
  const files: string[] = [];
  const pending: { path: string; depth: number }[] = [{ path: '', depth: 1 }];
  for (let next = pending.shift(); next !== undefined && files.length < maxFiles; next = pending.shift()) {
    const { path, depth } = next;
    for (const entry of listed(join(root, path))) {
      const name = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isFile()) files.push(name);
      else if (entry.isDirectory() && depth < maxDepth && !entry.name.startsWith('.') && !skipped.has(entry.name)) pending.push({ path: name, depth: depth + 1 });
    }
  }
  const known = new Set(files);
  return { files: files.sort(), has: (path) => known.has(path), text: (path) => (known.has(path) ? textOf(join(root, path)) : '') };
}

function listed(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}

function textOf(path: string): string {
  try {
    return statSync(path).size > maxBytes ? '' : readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
