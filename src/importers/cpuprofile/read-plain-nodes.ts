import type { SliceCache } from '../shared/json-slice-cache.ts';
import type { JsonWindow } from '../shared/json-window.ts';
import { endOfObject } from './end-of-object.ts';
import type { NodeTable } from './node-table.ts';

const callFrameText = Buffer.from(',"callFrame":');
const hitCountText = Buffer.from(',"hitCount":');
const childrenText = Buffer.from(',"children":[');
const ticksText = Buffer.from(',"positionTicks":[');
const lineText = Buffer.from('{"line":');
const tickText = Buffer.from(',"ticks":');
/** Length of `,"callFrame":{"functionName":"`: after it nodes begin to differ. */
const commonLength = 30;
/** Length of `,"callFrame":`. */
export const callFrameLength = callFrameText.length;
/** What a reader below has read. */
const value = new Int32Array(1);

/**
 * Reads nodes as long as they are spelled as V8 spells them, without white space, and their call
 * frame was seen before:
 *
 *     ,{"id":4,"callFrame":{…},"hitCount":1,"children":[5,6],"positionTicks":[{"line":7,"ticks":1}]}
 *
 * Stops before the first other one, or the first that the window cuts; read-nodes.ts takes that and
 * comes back. Few and small functions: a 27 MB profile is read in the time that V8 needs to compile
 * a dozen large ones. All texts are looked for without regard to the end of the window: the byte at
 * the end is 0, and none of them holds one.
 */
export function readPlainNodes(window: JsonWindow, nodes: NodeTable, cache: SliceCache): void {
  if (!nodes.plain) return;
  const { bytes, view } = window;
  const end = window.end - 64;
  let start = window.pos;
  while (start < end) {
    // ,{"id":
    if (view.getInt32(start) !== 0x2c7b2269 || view.getInt32(start + 3) !== 0x6964223a) break;
    let p = readDigits(bytes, start + 7);
    if (p < 0) break;
    const id = value[0] as number;
    const slice = p;
    p = cache.guess(view, slice, commonLength, end);
    if (p < 0) {
      p = findCallFrame(bytes, view, slice, window.end, cache);
      if (p < 0) break;
    }
    p = readDigits(bytes, p);
    if (p < 0) break;
    const hits = value[0] as number;
    nodes.rollBack();
    if (bytes[p] === 44) p = readLists(bytes, p, nodes);
    if (p < 0 || bytes[p] !== 125) break;
    nodes.add(id, cache.hit, hits, -1);
    start = p + 1;
  }
  nodes.rollBack();
  window.pos = start;
}

/** Position after the digits at `p`, whose number is then in `value`; -1 for none or too many. */
function readDigits(bytes: Uint8Array, p: number): number {
  const start = p;
  let number = 0;
  let byte = bytes[p] as number;
  while (byte >= 48 && byte <= 57) {
    number = (Math.imul(number, 10) + byte - 48) | 0;
    byte = bytes[++p] as number;
  }
  value[0] = number;
  return p === start || p - start > 9 ? -1 : p;
}

/** Position after `,"callFrame":{…},"hitCount":` when exactly this text is known, else -1. */
function findCallFrame(bytes: Uint8Array, view: DataView, p: number, end: number, cache: SliceCache): number {
  const after = endOfSlice(bytes, p, end);
  return after >= 0 && cache.find(view, p, after) ? after : -1;
}

/** Position after the `,"callFrame":{…},"hitCount":` at `p`, -1 where something else stands or it is not before `end`. */
export function endOfSlice(bytes: Uint8Array, p: number, end: number): number {
  if (!startsWith(bytes, p, callFrameText)) return -1;
  const after = endOfObject(bytes, p + callFrameText.length, end);
  return after >= 0 && startsWith(bytes, after, hitCountText) ? after + hitCountText.length : -1;
}

/** Reads `children` and `positionTicks`; position after them, -1 where they are not plain. */
function readLists(bytes: Uint8Array, p: number, nodes: NodeTable): number {
  if (startsWith(bytes, p, childrenText)) {
    p += childrenText.length - 1;
    do {
      p = readDigits(bytes, p + 1);
      if (p < 0) return -1;
      nodes.childId.push(value[0] as number);
    } while (bytes[p] === 44);
    if (bytes[p++] !== 93) return -1;
  }
  if (!startsWith(bytes, p, ticksText)) return p;
  p += ticksText.length - 1;
  do {
    if (!startsWith(bytes, p + 1, lineText)) return -1;
    p = readDigits(bytes, p + 1 + lineText.length);
    const line = value[0] as number;
    if (p < 0 || line === 0 || !startsWith(bytes, p, tickText)) return -1;
    p = readDigits(bytes, p + tickText.length);
    const ticks = value[0] as number;
    if (p < 0 || ticks === 0 || bytes[p++] !== 125) return -1;
    nodes.addTick(line, ticks);
  } while (bytes[p] === 44);
  return bytes[p] === 93 ? p + 1 : -1;
}

function startsWith(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return false;
  return true;
}
