import { constants } from 'node:fs';
import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { InputError, UserError } from '../core/errors.ts';
import { describeSystemError, systemErrorCode } from '../core/system-error.ts';

/** Name of the copy of the newest run. */
export const latestName = 'latest';
/** Beside `latest` while it is exchanged; a killed run can leave them, the next one removes them. */
const stagingPrefix = '.latest-';
/** Runs of one second; more are a loop that went wrong. */
const maxSameSecond = 1000;

/** Names of run directories: `20261122T071500Z`, and `-2` for a second run of that second. */
export const runDirectoryName = /^(\d{8}T\d{6}Z)(?:-(\d+))?$/;

/** `20261122T071500Z`, in UTC. */
export function runTimestamp(time: Date): string {
  return time.toISOString().replace(/[-:]|\.\d+/g, '');
}

/**
 * Makes `<outDir>/<TIMESTAMP>`, new and empty: a second run in the same second gets `-2`. Returns its
 * path. Throws UserError where nothing can be written there.
 */
export async function createRunDirectory(outDir: string, startedAt: Date): Promise<string> {
  await mkdir(outDir, { recursive: true }).catch((error: unknown) => {
    throw unwritable(outDir, error);
  });
  const timestamp = runTimestamp(startedAt);
  for (let number = 1; number <= maxSameSecond; number++) {
    const path = join(outDir, number === 1 ? timestamp : `${timestamp}-${number}`);
    try {
      await mkdir(path);
      return path;
    } catch (error) {
      // Made by another run: nothing of it may be mixed with this one.
      if (systemErrorCode(error) !== 'EEXIST') throw unwritable(path, error);
    }
  }
  throw new UserError(`${outDir} already holds ${maxSameSecond} runs of ${timestamp}`, 'choose another directory with --out-dir');
}

/**
 * Makes `latest` a copy of `runDirectory`. The copy is complete before it gets its name: whoever looks
 * sees the old one, none for an instant, or the new one, and never a part. Throws InputError where the
 * disk does not take it; the old one stays then.
 */
export async function publishLatest(outDir: string, runDirectory: string): Promise<string> {
  const latest = join(outDir, latestName);
  const staging = join(outDir, `${stagingPrefix}${process.pid}`);
  const old = `${staging}-old`;
  await removeAbandoned(outDir);
  try {
    // Shares the blocks of large profiles where the file system can.
    await cp(runDirectory, staging, { recursive: true, dereference: true, mode: constants.COPYFILE_FICLONE });
    await exchange(staging, latest, old);
  } catch (error) {
    throw new InputError(`${latest} cannot be renewed: ${describeSystemError(error)}`, {}, `free some space; the run itself is in ${runDirectory}`);
  } finally {
    await rm(staging, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
  return latest;
}

async function exchange(staging: string, latest: string, old: string): Promise<void> {
  const replaced = await rename(latest, old).then(
    () => true,
    (error: unknown) => {
      if (systemErrorCode(error) === 'ENOENT') return false;
      throw error;
    },
  );
  try {
    await rename(staging, latest);
  } catch (error) {
    if (replaced) await rename(old, latest);
    throw error;
  }
}

/** Takes away what runs that were killed while they renewed `latest` left; the id in the name is that of a process which has ended. */
async function removeAbandoned(outDir: string): Promise<void> {
  for (const name of await readdir(outDir)) {
    const pid = new RegExp(`^\\${stagingPrefix}(\\d+)(?:-old)?$`).exec(name)?.[1];
    if (pid !== undefined && (Number(pid) === process.pid || !isAlive(Number(pid)))) await rm(join(outDir, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return systemErrorCode(error) === 'EPERM';
  }
}

function unwritable(path: string, error: unknown): unknown {
  if (systemErrorCode(error) === null) return error;
  return new UserError(`no run can be written to ${path}: ${describeSystemError(error)}`, `choose another directory with --out-dir, or make ${basename(path)} writable`);
}
