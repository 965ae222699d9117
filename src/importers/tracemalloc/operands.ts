/** An unsigned little-endian length of 1, 4 or 8 bytes; past 2^53 it is only right in being too large. */
export function readLength(bytes: Buffer, at: number, size: number): number {
  if (size === 1) return bytes[at] as number;
  const low = bytes.readUInt32LE(at);
  return size === 4 ? low : bytes.readUInt32LE(at + 4) * 0x100000000 + low;
}

/** A two's complement little-endian integer of 0 to 8 bytes, as LONG1 holds it. */
export function readInteger(bytes: Buffer, at: number, size: number): number {
  if (size === 0) return 0;
  if (size <= 6) return bytes.readIntLE(at, size);
  const high = bytes.readIntLE(at + 4, size - 4);
  return high * 0x100000000 + bytes.readUInt32LE(at);
}
