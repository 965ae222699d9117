import { gzipSync } from 'node:zlib';

/** Byte 9 of a gzip header: 255 is "unknown operating system". */
const osByte = 9;
const unknownOs = 255;

/** gzip at level 6 (level 9 takes three times as long for 2 % less); the header holds neither time nor operating system, so equal input gives equal bytes. */
export function gzip(bytes: Uint8Array): Uint8Array {
  const packed = gzipSync(bytes, { level: 6 });
  packed[osByte] = unknownOs;
  return packed;
}
