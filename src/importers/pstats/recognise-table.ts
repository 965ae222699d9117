import { marshalType as T } from './marshal-cursor.ts';

const stringTypes: readonly number[] = [T.shortAscii, T.shortAsciiInterned, T.ascii, T.asciiInterned, T.unicode, T.interned, T.bytes];

/**
 * True for the beginning of a marshalled dict whose first key is a tuple of three, or of one (the
 * marker of sampled files), that starts with a string; also for an empty dict that is the whole file.
 */
export function looksLikeTable(head: Uint8Array, whole: boolean): boolean {
  if (typeAt(head, 0) !== T.dict) return false;
  if (whole && head.length === 2) return head[1] === T.dictEnd;
  const first = tupleOfOneOrThree(head);
  return first > 0 && stringTypes.includes(typeAt(head, first));
}

/** Position of the first item of the tuple at byte 1, or 0. */
function tupleOfOneOrThree(head: Uint8Array): number {
  if (typeAt(head, 1) === T.smallTuple) return isKeyLength(head[2]) ? 3 : 0;
  if (typeAt(head, 1) !== T.tuple) return 0;
  return isKeyLength(head[2]) && head[3] === 0 && head[4] === 0 && head[5] === 0 ? 6 : 0;
}

function isKeyLength(items: number | undefined): boolean {
  return items === 3 || items === 1;
}

function typeAt(head: Uint8Array, index: number): number {
  return (head[index] ?? 0) & 0x7f;
}
