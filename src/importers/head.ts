import type { Head } from './importer.ts';

/** Head of a file from its first unpacked bytes; `whole` says that there are no more. */
export function makeHead(bytes: Uint8Array, whole: boolean): Head {
  return { bytes, whole, text: decodeHead(bytes) };
}

function decodeHead(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}
