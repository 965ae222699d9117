import type { Stats } from 'node:fs';
import { chunkBytes, headBytes, importLimits } from '../core/limits.ts';
import type { ByteSource, Head } from '../importers/importer.ts';
import { makeHead } from '../importers/head.ts';
import { gunzipHead, gunzipSource } from './gunzip-source.ts';
import { NothingToRead, openRegular, readAt, readInto } from './open-regular.ts';
import { tooLarge } from './packed-errors.ts';

/** A profile file, opened for one import. */
export interface OpenedFile {
  readonly head: Head;
  readonly source: ByteSource;
  /** Wrapper that was taken off. */
  readonly packed: 'gzip' | null;
  /** Size and modification time when it was opened: to tell whether it was written to meanwhile. */
  readonly stats: Stats;
}

/** Called with the bytes read from disk so far. */
export type OnProgress = (bytesRead: number) => void;

/**
 * Opens `path` and reads its head. `name` is what errors and the report call it.
 * Throws NothingToRead for an empty file or one that is not regular, InputError for an unreadable one or a
 * broken gzip header.
 */
export async function openFile(path: string, name: string, onProgress: OnProgress = () => undefined): Promise<OpenedFile> {
  const { handle, stats } = await openRegular(path, name);
  try {
    const { size } = stats;
    if (size === 0) throw new NothingToRead('the file is empty', { file: name }, 'the profiler wrote nothing: did the program end early?');
    const first = readAt(handle, name, 0, Math.min(size, headBytes));
    if (first[0] !== 0x1f || first[1] !== 0x8b) {
      return { head: makeHead(first, size <= headBytes), source: plainSource(path, name, size, onProgress), packed: null, stats };
    }
    // Data that hardly shrinks needs a little more than a head to fill one.
    const packed = readAt(handle, name, 0, Math.min(size, 2 * headBytes));
    const unpacked = await gunzipHead(packed, name);
    const whole = unpacked.length < headBytes && packed.length === size;
    return { head: makeHead(unpacked, whole), source: gunzipSource(path, name, size, onProgress), packed: 'gzip', stats };
  } finally {
    await handle.close();
  }
}

/**
 * The file as it was when it was opened: bytes appended while it is read are not looked at, so that
 * a profiler that is still writing cannot keep the reader busy for ever.
 */
function plainSource(path: string, name: string, size: number, onProgress: OnProgress): ByteSource {
  return {
    name,
    size,
    async bytes() {
      if (size > importLimits.maxWholeBytes) throw tooLarge(name, size);
      const { handle } = await openRegular(path, name);
      try {
        const bytes = readAt(handle, name, 0, size);
        onProgress(bytes.length);
        return bytes;
      } finally {
        await handle.close();
      }
    },
    async *chunks() {
      const { handle } = await openRegular(path, name);
      const buffer = Buffer.allocUnsafeSlow(Math.min(chunkBytes, size));
      try {
        for (let position = 0; position < size; ) {
          const bytesRead = readInto(handle, name, buffer, 0, Math.min(buffer.length, size - position), position);
          if (bytesRead === 0) return;
          position += bytesRead;
          onProgress(position);
          yield buffer.subarray(0, bytesRead);
        }
      } finally {
        await handle.close();
      }
    },
  };
}
