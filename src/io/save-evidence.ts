import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, UserError } from '../core/errors.ts';
import { writeFileAtomic } from './write-file.ts';

/** What a workload printed: worth less than what was measured. */
const logs = ['stdout.log', 'stderr.log', 'setup.log', 'setup-stderr.log'] as const;

/**
 * Writes the files of a run's record, each whole or not at all. Where the disk does not take them, the
 * logs of the run give way, which `onDrop` is told, and it is tried once more. Throws InputError: the disk failed, not the call.
 */
export async function saveEvidence(directory: string, files: readonly (readonly [name: string, content: string])[], onDrop: (reason: string) => void): Promise<void> {
  try {
    await writeAll(directory, files);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    onDrop(error.message);
    // Those that are not there have nothing to give.
    await Promise.all(logs.map((name) => truncate(join(directory, name)).catch(() => undefined)));
    await writeAll(directory, files).catch((again: unknown) => {
      throw again instanceof UserError ? new InputError(again.message, {}, again.hint) : again;
    });
  }
}

async function writeAll(directory: string, files: readonly (readonly [string, string])[]): Promise<void> {
  for (const [name, content] of files) await writeFileAtomic(join(directory, name), content);
}
