/** Bytes that go into a seed, spread over the file. */
const sampledBytes = 4096;

/**
 * A number that depends on the whole file, for the hashes of its tables: with fixed factors one could
 * prepare a file whose strings all fall into one slot. What is read does not depend on it.
 */
export function contentSeed(bytes: Uint8Array): number {
  let seed = bytes.length | 0;
  const step = Math.max(1, Math.floor(bytes.length / sampledBytes));
  for (let at = bytes.length - 1; at >= 0; at -= step) seed = Math.imul(seed ^ (bytes[at] as number), 0x01000193);
  return seed ^ (seed >>> 15);
}
