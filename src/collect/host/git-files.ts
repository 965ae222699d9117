import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** What the files of a repository say without git; null where they do not say. */
export interface GitFiles {
  readonly sha: string | null;
  /** Null where HEAD is detached. */
  readonly branch: string | null;
  readonly shallow: boolean;
}

const maxBytes = 64 * 1024 * 1024;
const objectId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * Reads HEAD, loose and packed references of the repository around `cwd` by hand: plain, worktree and submodule
 * (`.git` is a file there), unborn and detached (format: `man gitrepository-layout`). Null where there is no repository.
 */
export function readGitFiles(cwd: string): GitFiles | null {
  const directory = findGitDirectory(cwd);
  if (directory === null) return null;
  const head = text(join(directory, 'HEAD'))?.trim();
  if (head === undefined) return null;
  const pointer = text(join(directory, 'commondir'))?.trim();
  const common = pointer === undefined ? directory : resolve(directory, pointer);
  const shallow = (text(join(common, 'shallow'))?.trim() ?? '') !== '';
  const reference = /^ref: (refs\/\S+)$/.exec(head)?.[1];
  if (reference === undefined) return { sha: objectId.test(head) ? head : null, branch: null, shallow };
  // Repositories of the "reftable" kind keep a HEAD that only says so.
  const branch = reference === 'refs/heads/.invalid' ? null : reference.replace(/^refs\/heads\//, '');
  return { sha: resolveReference(reference, directory, common), branch, shallow };
}

/** `.git` of the nearest directory at or above: itself, or where the file of that name leads to. */
function findGitDirectory(cwd: string): string | null {
  for (let directory = resolve(cwd); ; ) {
    const place = join(directory, '.git');
    const kind = kindOf(place);
    if (kind === 'directory') return place;
    const target = kind === 'file' ? /^gitdir: (.+)$/m.exec(text(place) ?? '')?.[1] : undefined;
    if (target !== undefined) return resolve(directory, target.trim());
    const parent = dirname(directory);
    if (parent === directory) return null;
    directory = parent;
  }
}

/** Follows references to references, of which git allows five. */
function resolveReference(name: string, directory: string, common: string): string | null {
  let reference = name;
  for (let step = 0; step < 5; step += 1) {
    if (reference.split('/').includes('..')) return null;
    const value = (text(join(directory, reference)) ?? text(join(common, reference)))?.trim();
    if (value === undefined) return packedReference(reference, common);
    const next = /^ref: (refs\/\S+)$/.exec(value)?.[1];
    if (next === undefined) return objectId.test(value) ? value : null;
    reference = next;
  }
  return null;
}

/** `packed-refs`: lines of "id name". */
function packedReference(reference: string, common: string): string | null {
  const packed = `\n${text(join(common, 'packed-refs')) ?? ''}\n`;
  const at = packed.indexOf(` ${reference}\n`);
  if (at < 0) return null;
  const id = packed.slice(packed.lastIndexOf('\n', at) + 1, at);
  return objectId.test(id) ? id : null;
}

function kindOf(path: string): 'file' | 'directory' | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? null : stats.isDirectory() ? 'directory' : stats.isFile() ? 'file' : null;
}

/** The whole text of a regular file; undefined where there is none, where it may not be read, or where it is too large to be what it says. */
function text(path: string): string | undefined {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.size <= maxBytes ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined; // missing and forbidden both mean unknown
  }
}
