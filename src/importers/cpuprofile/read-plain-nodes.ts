import { SliceCache } from '../shared/json-slice-cache.ts';
import type { JsonWindow } from '../shared/json-window.ts';
import type { CallFrames } from '../shared/v8-call-frames.ts';
import { parseCallFrame } from './parse-call-frame.ts';
import type { NodeTable } from './node-table.ts';

/** Longest text of a call frame that is treated here. */
const maxSlice = 4096;
/** Bytes that are looked at without asking where the window ends. */
const margin = 128;
/** Length of `,"callFrame":{"functionName":"`: after it nodes begin to differ. */
const commonLength = 30;
const callFrameText = ',"callFrame":';
const sliceEnd = Buffer.from('},"hitCount":');
/** What `readDigits` has read. */
const value = new Int32Array(1);

/** Four characters as DataView.getInt32 reads them. */
const word = (text: string): number => Buffer.from(text).readInt32BE();
const [ID_1, ID_1_FIRST, ID_2] = [word(',{"i'), word('[{"i'), word('"id"')];
const [CHILDREN_1, CHILDREN_2, CHILDREN_3] = [word(',"ch'), word('ildr'), word('en":')];
const [TICKS_1, TICKS_2, TICKS_3, TICKS_4] = [word(',"po'), word('siti'), word('onTi'), word('cks"')];
const [LINE_1, LINE_2, TICK_1, TICK_2] = [word('{"li'), word('ne":'), word(',"ti'), word('cks"')];

/**
 * Reads nodes that are spelled as V8 spells them, without white space:
 *
 *     ,{"id":4,"callFrame":{…},"hitCount":1,"children":[5,6],"positionTicks":[{"line":7,"ticks":1}]}
 *
 * `read` stops before the first other one, or the first that the window cuts; read-nodes.ts takes
 * that and comes back. The functions are few and small, and leave rare work to native code: a 27 MB
 * profile is read in less time than V8 needs to compile a few large ones. Texts are compared without
 * regard to the end of the window: the byte there is 0, and none of them holds one.
 */
export class PlainNodeReader {
  private readonly nodes: NodeTable;
  private readonly callFrames: CallFrames;
  private readonly cache = new SliceCache();

  constructor(nodes: NodeTable, callFrames: CallFrames) {
    this.nodes = nodes;
    this.callFrames = callFrames;
  }

  read(window: JsonWindow): void {
    const { nodes, cache } = this;
    const { bytes, view } = window;
    const end = window.end - margin;
    let start = window.pos;
    while (start < end) {
      if (view.getInt32(start) !== (nodes.length > 0 ? ID_1 : ID_1_FIRST) || view.getInt32(start + 2) !== ID_2 || bytes[start + 6] !== 58) break;
      const slice = readDigits(bytes, start + 7);
      if (slice < 0) break;
      const id = value[0] as number;
      let p = cache.guess(view, slice, commonLength, end);
      if (p < 0) p = this.learn(window, slice);
      if (p < 0) break;
      p = readDigits(bytes, p);
      if (p < 0 || p > end) break;
      const hits = value[0] as number;
      nodes.rollBack();
      if (bytes[p] === 44) p = readLists(bytes, view, p, end, nodes);
      if (p < 0 || bytes[p] !== 125) break;
      nodes.add(id, cache.hit, hits, -1);
      start = p + 1;
    }
    nodes.rollBack();
    window.pos = start;
  }

  /** Position after the `,"callFrame":{…},"hitCount":` at `p`, whose value is then the cache's hit; -1 for another spelling. */
  private learn(window: JsonWindow, p: number): number {
    const part = window.bytes.subarray(p, Math.min(window.end, p + maxSlice));
    // Inside a string its quotes would be escaped, so this is where an object ends and "hitCount" begins.
    const at = part.indexOf(sliceEnd);
    if (at < 0) return -1;
    const text = part.toString('latin1', 0, at + sliceEnd.length);
    if (this.cache.find(text)) return p + text.length;
    if (!text.startsWith(callFrameText)) return -1;
    const callFrame = parseCallFrame(part.toString('utf8', callFrameText.length, at + 1), this.callFrames);
    return callFrame >= 0 && this.cache.keep(text, callFrame) ? p + text.length : -1;
  }
}

/** Position after the digits at `p`, whose number is then in `value`; -1 for none, too many and a leading zero. */
function readDigits(bytes: Uint8Array, p: number): number {
  const start = p;
  let number = 0;
  let byte = bytes[p] as number;
  while (byte >= 48 && byte <= 57) {
    number = (Math.imul(number, 10) + byte - 48) | 0;
    byte = bytes[++p] as number;
  }
  value[0] = number;
  const digits = p - start;
  return digits === 1 || (digits > 1 && digits < 10 && bytes[start] !== 48) ? p : -1;
}

/** Reads `children` and `positionTicks`; position after them, -1 where they are not plain or pass `end`. */
function readLists(bytes: Uint8Array, view: DataView, p: number, end: number, nodes: NodeTable): number {
  if (view.getInt32(p) === CHILDREN_1 && view.getInt32(p + 4) === CHILDREN_2 && view.getInt32(p + 8) === CHILDREN_3 && bytes[p + 12] === 91) {
    p += 12;
    do {
      p = readDigits(bytes, p + 1);
      if (p < 0 || p > end) return -1;
      nodes.addChild(value[0] as number);
    } while (bytes[p] === 44);
    if (bytes[p++] !== 93) return -1;
  }
  return bytes[p] === 44 ? readTicks(bytes, view, p, end, nodes) : p;
}

function readTicks(bytes: Uint8Array, view: DataView, p: number, end: number, nodes: NodeTable): number {
  if (view.getInt32(p) !== TICKS_1 || view.getInt32(p + 4) !== TICKS_2 || view.getInt32(p + 8) !== TICKS_3 || view.getInt32(p + 12) !== TICKS_4 || bytes[p + 16] !== 58 || bytes[p + 17] !== 91) return -1;
  p += 17;
  do {
    if (p > end || view.getInt32(p + 1) !== LINE_1 || view.getInt32(p + 5) !== LINE_2) return -1;
    p = readDigits(bytes, p + 9);
    const line = value[0] as number;
    if (p < 0 || line === 0 || view.getInt32(p) !== TICK_1 || view.getInt32(p + 4) !== TICK_2 || bytes[p + 8] !== 58) return -1;
    p = readDigits(bytes, p + 9);
    const ticks = value[0] as number;
    if (p < 0 || ticks === 0 || bytes[p++] !== 125) return -1;
    nodes.addTick(line, ticks);
  } while (bytes[p] === 44);
  return bytes[p] === 93 ? p + 1 : -1;
}
