import { constants, readSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { InputError } from '../core/errors.ts';
import { describeSystemError, systemErrorCode } from '../core/system-error.ts';

/** Node reads at most 2 GiB at once. */
const maxReadBytes = 1024 ** 3;

/** A path that holds nothing that could be a profile: an empty file, a directory, a pipe, a device. */
export class NothingToRead extends InputError {}

/** An open file that is certainly a regular one. */
export interface RegularFile {
  readonly handle: FileHandle;
  readonly stats: Stats;
}

/**
 * Opens a regular file for reading. `name` is what errors call it. Throws InputError where it cannot be
 * opened and NothingToRead for everything else: a FIFO or a device would block or never end.
 */
export async function openRegular(path: string, name: string): Promise<RegularFile> {
  // Without O_NONBLOCK the open of a FIFO waits for a writer, for ever. Windows lacks the flag.
  const flags = constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0);
  const handle = await open(path, flags).catch((error: unknown) => {
    throw cannotOpen(name, error);
  });
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) {
      throw new NothingToRead(`is ${kindOf(stats)}, not a file`, { file: name }, stats.isDirectory() ? 'name the profiles in it' : 'copy its content to a file first');
    }
    return { handle, stats };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Reads `length` bytes from `position`, fewer only at the end of the file. Throws InputError on a read error. */
export function readAt(handle: FileHandle, name: string, position: number, length: number): Uint8Array {
  const buffer = Buffer.allocUnsafeSlow(length);
  let filled = 0;
  while (filled < length) {
    const bytesRead = readInto(handle, name, buffer, filled, Math.min(length - filled, maxReadBytes), position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/**
 * One read into `buffer`; 0 at the end of the file. Synchronous: nothing else runs meanwhile, and a
 * hand-over to the thread pool for every chunk costs a tenth of the work on a text file. Throws
 * InputError with the offset.
 */
export function readInto(handle: FileHandle, name: string, buffer: Buffer, at: number, length: number, position: number): number {
  try {
    return readSync(handle.fd, buffer, at, length, position);
  } catch (error) {
    throw new InputError(`cannot be read: ${describeSystemError(error)}`, { file: name, offset: position }, 'copy the file to another disk and try again');
  }
}

function cannotOpen(name: string, error: unknown): InputError {
  const code = systemErrorCode(error);
  const hint =
    code === 'EACCES' || code === 'EPERM'
      ? 'run perf-report as a user who may read it, or change its mode with chmod'
      : code === 'ENXIO'
        ? 'only regular files are read'
        : 'check that the file exists and is readable';
  return new InputError(`cannot be opened: ${describeSystemError(error)}`, { file: name }, hint);
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a directory';
  if (stats.isFIFO()) return 'a pipe (FIFO)';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}
