/**
 * Position after the `}` that belongs to the `{` at `start`, -1 where it is not before `end`. Looks at
 * quotes and braces only; `bytes[end]` is 0.
 */
export function endOfObject(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] !== 123) return -1;
  let depth = 1;
  let p = start + 1;
  while (p < end) {
    const byte = bytes[p++] as number;
    if (byte === 34) {
      for (let inner = bytes[p++] as number; inner !== 34; inner = bytes[p++] as number) {
        if (inner === 92) p += 1;
        if (p >= end) return -1;
      }
    } else if (byte === 123) depth += 1;
    else if (byte === 125 && --depth === 0) return p;
  }
  return -1;
}
