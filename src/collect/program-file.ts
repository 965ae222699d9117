import { constants } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';

/** Where commands are looked up. */
export interface LookUp {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Bytes of a file that tell what runs it. */
const headBytes = 256;

/** Path of the file that a word starts, as a shell finds it: a path from `cwd`, a bare name in PATH. Null where there is none. */
export async function findExecutable(word: string, { cwd, env }: LookUp): Promise<string | null> {
  if (word === '') return null;
  if (word.includes('/')) return (await isExecutable(resolve(cwd, word))) ? resolve(cwd, word) : null;
  for (const directory of (env['PATH'] ?? '').split(delimiter)) {
    const path = join(resolve(cwd, directory), word);
    if (await isExecutable(path)) return path;
  }
  return null;
}

/** Text of the first bytes; '' for what cannot be read. */
export async function readFileHead(path: string): Promise<string> {
  try {
    const file = await open(path);
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
      return buffer.toString('latin1', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error) return '';
    throw error;
  }
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}
