import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, gunzipSync } from 'node:zlib';
import { InputError } from '../core/errors.ts';
import { chunkBytes, headBytes, importLimits, maxUnpackedBytes } from '../core/limits.ts';
import type { ByteSource } from '../importers/importer.ts';
import { openRegular, readAt } from './open-regular.ts';
import { brokenGzip, gzipBomb, tooLarge } from './packed-errors.ts';

type OnProgress = (bytesRead: number) => void;

/** The unpacked content of a gzip file of `size` bytes, bounded against bombs. */
export function gunzipSource(path: string, name: string, size: number, onProgress: OnProgress): ByteSource {
  return {
    name,
    size,
    async bytes() {
      const packed = await readPacked(path, name, size);
      const bytes = gunzipWhole(packed, name);
      onProgress(size);
      return bytes;
    },
    chunks: () => gunzipChunks(path, name, size, onProgress),
  };
}

/** Up to `headBytes` of what the first `packed` bytes hold. Throws InputError where they hold nothing readable. */
export async function gunzipHead(packed: Uint8Array, name: string): Promise<Uint8Array> {
  // SYNC_FLUSH as the finishing flush: a cut file still shows its head; reading it whole reports the damage.
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  gunzip.end(packed);
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Uint8Array>) {
      parts.push(chunk);
      length += chunk.length;
      if (length >= headBytes) break;
    }
  } catch (error) {
    // Damage behind the head is reported by the one who reads on.
    if (length === 0) throw brokenGzip(name, error, packed.length, null);
  } finally {
    gunzip.destroy();
  }
  return Buffer.concat(parts, length).subarray(0, headBytes);
}

async function readPacked(path: string, name: string, size: number): Promise<Uint8Array> {
  const { handle } = await openRegular(path, name);
  try {
    return readAt(handle, name, 0, size);
  } finally {
    await handle.close();
  }
}

function gunzipWhole(packed: Uint8Array, name: string): Uint8Array {
  const limit = maxUnpackedBytes(packed.length);
  const maxOutputLength = Math.min(limit, importLimits.maxWholeBytes);
  try {
    return gunzipSync(packed, { maxOutputLength, chunkSize: Math.min(statedBytes(packed), maxOutputLength) });
  } catch (error) {
    if (error instanceof RangeError) throw limit > maxOutputLength ? tooLarge(name, maxOutputLength) : gzipBomb(name, limit);
    throw brokenGzip(name, error, packed.length, null);
  }
}

/**
 * The unpacked size that the last four bytes state, one more so that zlib sees the end without a second
 * buffer. Only a hint for the buffer: it is wrong for files of several members or above 4 GiB.
 */
function statedBytes(packed: Uint8Array): number {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const stated = packed.length >= 18 ? view.getUint32(packed.length - 4, true) : 0;
  return Math.max(stated + 1, 64 * 1024);
}

async function* gunzipChunks(path: string, name: string, size: number, onProgress: OnProgress): AsyncGenerator<Uint8Array> {
  const limit = maxUnpackedBytes(size);
  const file = createReadStream(path, { highWaterMark: chunkBytes, end: size - 1 });
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  // The failure of either stream ends the loop below; the promise itself has nothing more to say.
  const piped = pipeline(file, gunzip).catch(() => undefined);
  let length = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > limit) throw gzipBomb(name, limit);
      onProgress(file.bytesRead);
      yield chunk;
    }
  } catch (error) {
    throw error instanceof InputError ? error : brokenGzip(name, error, size, length);
  } finally {
    file.destroy();
    gunzip.destroy();
    await piped;
  }
}
