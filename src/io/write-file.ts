import { lstat, rename, rm, writeFile } from 'node:fs/promises';
import { UserError } from '../core/errors.ts';
import { describeSystemError, systemErrorCode } from '../core/system-error.ts';

/**
 * Writes one file so that readers see the old or the new content, never a part. Pipes and devices
 * are written to directly. Throws UserError that names the path; what was there stays then.
 */
export async function writeFileAtomic(path: string, content: Uint8Array | string): Promise<void> {
  const existing = await lstat(path).catch(() => null);
  if (existing?.isDirectory() === true) throw new UserError(`${path} is a directory`, 'name a file');
  if (existing !== null && !existing.isFile() && !existing.isSymbolicLink()) {
    await writeFile(path, content).catch((error: unknown) => {
      throw cannotWrite(path, error);
    });
    return;
  }
  const temporary = `${path}.tmp-${process.pid}`;
  try {
    await writeFile(temporary, content, { flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw cannotWrite(path, error);
  }
}

/** The error for an output that the system refuses; bugs are passed on as they are. */
export function cannotWrite(path: string, error: unknown): unknown {
  const code = systemErrorCode(error);
  if (code === null) return error;
  const reason = code === 'ENOENT' ? 'its directory does not exist (ENOENT)' : describeSystemError(error);
  const hint = code === 'ENOSPC' || code === 'EDQUOT' ? 'free some space, or write to another disk' : 'choose another place';
  return new UserError(`cannot write ${path}: ${reason}`, hint);
}
