import { gunzipSync } from 'node:zlib';
import { headBytes, importLimits } from '../../src/core/limits.ts';
import type { ProfileSet } from '../../src/core/model/profile.ts';
import { makeHead } from '../../src/importers/head.ts';
import type { ByteSource, Head, Importer } from '../../src/importers/importer.ts';

/** A source over bytes in memory, in chunks of `chunkSize`; gzip is taken off as io does. */
export function memorySource(bytes: Uint8Array, name = 'unknown', chunkSize = 64 * 1024): ByteSource {
  return {
    name,
    size: bytes.length,
    bytes: () => Promise.resolve(bytes),
    async *chunks() {
      // One buffer is reused, as the file source does: an importer that keeps a chunk shows here.
      const buffer = Buffer.alloc(Math.min(chunkSize, Math.max(1, bytes.length)));
      for (let at = 0; at < bytes.length; at += chunkSize) {
        const part = bytes.subarray(at, at + chunkSize);
        buffer.fill(0);
        buffer.set(part);
        yield await Promise.resolve(buffer.subarray(0, part.length));
      }
    },
  };
}

/** The bytes without gzip. */
export function unpack(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}

export function headOf(bytes: Uint8Array): Head {
  return makeHead(bytes.subarray(0, headBytes), bytes.length <= headBytes);
}

/** Imports bytes with one importer, by default under the name `unknown`. */
export function importBytes(importer: Importer, bytes: Uint8Array, name = 'unknown', chunkSize?: number): Promise<ProfileSet> {
  return importer.read(memorySource(bytes, name, chunkSize), importLimits);
}
