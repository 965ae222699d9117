import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';

/** Reads the text of a file of the system, by its absolute path; null where there is none or it may not be read. */
export type HostFiles = (path: string) => string | null;

/** More than any file of /proc or /sys holds that is asked for here, on hundreds of processors. */
const maxBytes = 4 * 1024 * 1024;

/** The files below `root`: `/` is the machine itself, another directory a recorded one. */
export function hostFiles(root = '/'): HostFiles {
  return (path) => readBounded(join(root, path));
}

/** At most `maxBytes` from the start. Files of /proc have no size, so they are read until they end. */
function readBounded(path: string): string | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return null; // not this kind of system, or not permitted: both mean unknown
  }
  try {
    const chunks: Buffer[] = [];
    for (let length = 0; length < maxBytes; ) {
      const chunk = Buffer.alloc(65536);
      const count = readSync(file, chunk, 0, chunk.length, null);
      if (count === 0) break;
      chunks.push(chunk.subarray(0, count));
      length += count;
    }
    return Buffer.concat(chunks).toString('utf8');
  } catch {
    return null; // directories, and files of /sys that refuse to be read
  } finally {
    closeSync(file);
  }
}
