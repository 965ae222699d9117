import { isOpcode, Op } from './opcodes.ts';

const moduleName = new TextEncoder().encode('tracemalloc');
const FRAME_BYTES = 9;

/**
 * True where the first object of a pickle of protocol 4 or 5 is a class of module tracemalloc: what
 * `Snapshot.dump` writes (80 04|05, a FRAME in files above 3 bytes, then the text "tracemalloc").
 */
export function startsAsSnapshot(bytes: Uint8Array): boolean {
  if (bytes[0] !== Op.PROTO || (bytes[1] !== 4 && bytes[1] !== 5)) return false;
  const at = bytes[2] === Op.FRAME ? 2 + FRAME_BYTES : 2;
  if (bytes[at] === Op.SHORT_BINUNICODE) return bytes[at + 1] === moduleName.length && holdsModuleName(bytes, at + 2);
  if (bytes[at] !== Op.BINUNICODE) return false;
  const length = new Uint8Array([moduleName.length, 0, 0, 0]);
  return length.every((byte, i) => bytes[at + 1 + i] === byte) && holdsModuleName(bytes, at + 5);
}

/** First lines of pickles of protocol 0 and 1 that hold a class, a dict, a list or an instance. */
const textPickle = /^(?:\(?[ci][A-Za-z_][\w.]*\n[A-Za-z_][\w.]*\n|\([dl]p\d+\n)/;

/** True for a pickle of any protocol: by its PROTO opcode, or by the first lines of protocol 0. */
export function startsAsPickle(bytes: Uint8Array, text: string): boolean {
  if (bytes[0] === Op.PROTO) {
    const protocol = bytes[1] ?? 0;
    return protocol >= 2 && protocol <= 5 && bytes[2] !== undefined && isOpcode(bytes[2]);
  }
  return textPickle.test(text.slice(0, 1000));
}

function holdsModuleName(bytes: Uint8Array, at: number): boolean {
  return moduleName.every((byte, i) => bytes[at + i] === byte);
}
