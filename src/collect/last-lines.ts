import { open } from 'node:fs/promises';
import { systemErrorCode } from '../core/system-error.ts';

const maxTailBytes = 4096;

/** The last `count` lines of a file, at most 4 KiB of it; null where it is empty or gone. */
export async function lastLines(path: string, count: number): Promise<string | null> {
  try {
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      const length = Math.min(size, maxTailBytes);
      const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
      const lines = buffer.toString('utf8').trimEnd().split('\n').slice(-count);
      const text = lines.join('\n').trim();
      return text === '' ? null : text;
    } finally {
      await handle.close();
    }
  } catch (error) {
    // The workload may have taken its own log away: then there is nothing to show.
    if (systemErrorCode(error) !== null) return null;
    throw error;
  }
}
