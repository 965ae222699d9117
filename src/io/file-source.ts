import { open, type FileHandle } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { createGunzip, constants } from 'node:zlib';
import { InputError } from '../core/errors.ts';
import { chunkBytes, headBytes, importLimits, maxUnpackedBytes } from '../core/limits.ts';
import type { ByteSource, Head } from '../importers/importer.ts';
import { makeHead } from '../importers/head.ts';

/** A profile file, opened for one import. */
export interface OpenedFile {
  readonly head: Head;
  readonly source: ByteSource;
  /** Wrapper that was taken off. */
  readonly packed: 'gzip' | null;
}

/** Called with the bytes read from disk so far. */
export type OnProgress = (bytesRead: number) => void;

/**
 * Opens `path` and reads its head. `name` is what errors and the report call it.
 * Throws InputError for an empty or unreadable file or a broken gzip header.
 */
export async function openFile(path: string, name: string, onProgress: OnProgress = () => undefined): Promise<OpenedFile> {
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new InputError(`cannot be opened: ${error.code ?? error.message}`, { file: name }, 'check that the file exists and is readable');
  });
  try {
    const { size } = await handle.stat();
    if (size === 0) throw new InputError('the file is empty', { file: name }, 'the profiler wrote nothing: did the program end early?');
    const magic = await readAt(handle, 0, 2);
    const packed = magic[0] === 0x1f && magic[1] === 0x8b ? 'gzip' : null;
    const head = packed === null ? await readAt(handle, 0, headBytes) : await gunzipHead(path, name);
    return {
      head: makeHead(head, packed === null ? size <= headBytes : head.length < headBytes),
      source: packed === null ? plainSource(path, name, size, onProgress) : gzipSource(path, name, size, onProgress),
      packed,
    };
  } finally {
    await handle.close();
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

function plainSource(path: string, name: string, size: number, onProgress: OnProgress): ByteSource {
  return {
    name,
    size,
    async bytes() {
      if (size > importLimits.maxWholeBytes) throw tooLarge(name, size);
      const handle = await open(path, 'r');
      try {
        const bytes = await readAt(handle, 0, size);
        onProgress(bytes.length);
        return bytes;
      } finally {
        await handle.close();
      }
    },
    async *chunks() {
      const handle = await open(path, 'r');
      const buffer = Buffer.allocUnsafeSlow(chunkBytes);
      try {
        for (let position = 0; ; ) {
          const { bytesRead } = await handle.read(buffer, 0, chunkBytes, position);
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

function gzipSource(path: string, name: string, size: number, onProgress: OnProgress): ByteSource {
  return {
    name,
    size,
    async bytes() {
      const parts: Uint8Array[] = [];
      let length = 0;
      for await (const chunk of gunzipChunks(path, name, size, onProgress)) {
        parts.push(chunk);
        length += chunk.length;
        if (length > importLimits.maxWholeBytes) throw tooLarge(name, length);
      }
      return parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts, length);
    },
    chunks: () => gunzipChunks(path, name, size, onProgress),
  };
}

async function* gunzipChunks(path: string, name: string, size: number, onProgress: OnProgress): AsyncGenerator<Uint8Array> {
  const limit = maxUnpackedBytes(size);
  const file = createReadStream(path, { highWaterMark: chunkBytes });
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  file.on('error', (error) => gunzip.destroy(error));
  let length = 0;
  try {
    for await (const chunk of file.pipe(gunzip) as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > limit) {
        throw new InputError(`unpacks to more than ${limit} bytes: this looks like a gzip bomb`, { file: name }, 'unpack it yourself with gunzip if you trust it');
      }
      onProgress(file.bytesRead);
      yield chunk;
    }
  } catch (error) {
    throw error instanceof InputError ? error : brokenGzip(name, error);
  } finally {
    file.destroy();
    gunzip.destroy();
  }
}

async function gunzipHead(path: string, name: string): Promise<Uint8Array> {
  const file = createReadStream(path);
  // SYNC_FLUSH as the finishing flush: a truncated file still shows its head; reading it whole reports the damage.
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of file.pipe(gunzip) as AsyncIterable<Uint8Array>) {
      parts.push(chunk);
      length += chunk.length;
      if (length >= headBytes) break;
    }
  } catch (error) {
    if (length === 0) throw brokenGzip(name, error);
  } finally {
    file.destroy();
    gunzip.destroy();
  }
  return Buffer.concat(parts, length).subarray(0, headBytes);
}

function brokenGzip(name: string, error: unknown): InputError {
  const reason = error instanceof Error ? error.message : String(error);
  return new InputError(`the gzip data is damaged (${reason})`, { file: name }, 'the file was probably cut while it was written or copied: record or copy it again');
}

function tooLarge(name: string, size: number): InputError {
  return new InputError(`holds ${size} bytes, more than the ${importLimits.maxWholeBytes} that this format can be read from`, { file: name }, 'record a shorter run or a lower sampling rate');
}
