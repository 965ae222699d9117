import { firstKey, KeySet, nextKey, noMoreKeys } from '../shared/json-keys.ts';
import { readNumberOr, readStringOr, skipValue } from '../shared/json-skip.ts';
import { SliceCache } from '../shared/json-slice-cache.ts';
import { nextByte, nextElement, readNumber, take, unexpected } from '../shared/json-tokens.ts';
import type { JsonWindow } from '../shared/json-window.ts';
import type { CallFrames } from './call-frames.ts';
import type { NodeTable } from './node-table.ts';
import { callFrameLength, endOfSlice, readPlainNodes } from './read-plain-nodes.ts';

const nodeKeys = new KeySet(['id', 'callFrame', 'hitCount', 'children', 'parent', 'positionTicks']);
const [ID, CALL_FRAME, HIT_COUNT, CHILDREN, PARENT, TICKS] = [0, 1, 2, 3, 4, 5];
const frameKeys = new KeySet(['functionName', 'scriptId', 'url', 'lineNumber', 'columnNumber']);
const [FUNCTION_NAME, , URL, LINE, COLUMN] = [0, 1, 2, 3, 4];
const tickKeys = new KeySet(['line', 'ticks', 'hitCount']);

/** Reads the `nodes` array of the new form (`Profiler.Profile` of the DevTools protocol). */
export async function readNodes(window: JsonWindow, nodes: NodeTable, callFrames: CallFrames): Promise<void> {
  nodes.clear();
  await window.run(() => take(window, 91));
  const cache = new SliceCache();
  await window.run(() => {
    while (nextElement(window, nodes.length === 0)) {
      readNode(window, nodes, callFrames, cache);
      window.commit();
      readPlainNodes(window, nodes, cache);
      window.commit();
    }
  });
}

function readNode(window: JsonWindow, nodes: NodeTable, callFrames: CallFrames, cache: SliceCache): void {
  const start = window.pos;
  let id = -1;
  let callFrame = -1;
  let hitCount = 0;
  let parent = -1;
  nodes.rollBack();
  take(window, 123);
  for (let key = nextKey(window, nodeKeys, firstKey); key !== noMoreKeys; key = nextKey(window, nodeKeys, key)) {
    if (key === ID) id = readNumber(window);
    else if (key === CALL_FRAME) callFrame = readCallFrame(window, callFrames, cache);
    else if (key === HIT_COUNT) hitCount = readNumberOr(window, 0);
    else if (key === CHILDREN) readChildren(window, nodes);
    else if (key === PARENT) parent = readNumberOr(window, -1);
    else if (key === TICKS) readTicks(window, nodes);
    else skipValue(window);
  }
  if (callFrame < 0) throw window.error(`nodes[${nodes.length}] has no callFrame`, start);
  nodes.add(id, callFrame, hitCount, parent);
}

function readChildren(window: JsonWindow, nodes: NodeTable): void {
  if (nextByte(window) !== 91) {
    skipValue(window);
    return;
  }
  window.pos += 1;
  for (let first = true; nextElement(window, first); first = false) nodes.childId.push(readNumber(window));
}

/** Reads `[{"line": 5, "ticks": 1}, …]`. Lines of inlined code are those of the inlined function's file. */
function readTicks(window: JsonWindow, nodes: NodeTable): void {
  if (nextByte(window) !== 91) {
    skipValue(window);
    return;
  }
  window.pos += 1;
  for (let first = true; nextElement(window, first); first = false) {
    const { line, ticks } = readTick(window);
    if (ticks > 0 && line > 0) nodes.addTick(line, ticks);
  }
}

/** One `{"line": 5, "ticks": 1}` (old form: `hitCount`); values that are unusable are 0. */
export function readTick(window: JsonWindow): { line: number; ticks: number } {
  take(window, 123);
  let line = 0;
  let ticks = 0;
  for (let key = nextKey(window, tickKeys, firstKey); key !== noMoreKeys; key = nextKey(window, tickKeys, key)) {
    if (key === 0) line = position(readNumberOr(window, 0));
    else if (key === 1 || key === 2) ticks = readNumberOr(window, 0);
    else skipValue(window);
  }
  return { line, ticks };
}

/** Reads a call frame and remembers its text for `readPlainNodes`. */
function readCallFrame(window: JsonWindow, callFrames: CallFrames, cache: SliceCache): number {
  if (nextByte(window) !== 123) throw unexpected(window, 'a callFrame object');
  const { bytes, view, pos } = window;
  const callFrame = parseCallFrame(window, callFrames);
  const start = pos - callFrameLength;
  if (start < 0) return callFrame;
  const end = endOfSlice(bytes, start, window.end);
  if (end >= 0 && !cache.find(view, start, end)) cache.keep(bytes, start, end, callFrame);
  return callFrame;
}

function parseCallFrame(window: JsonWindow, callFrames: CallFrames): number {
  let name = '';
  let url = '';
  let line = -1;
  let column = -1;
  window.pos += 1;
  for (let key = nextKey(window, frameKeys, firstKey); key !== noMoreKeys; key = nextKey(window, frameKeys, key)) {
    if (key === FUNCTION_NAME) name = readStringOr(window, '');
    else if (key === URL) url = readStringOr(window, '');
    else if (key === LINE) line = readNumberOr(window, -1);
    else if (key === COLUMN) column = readNumberOr(window, -1);
    else skipValue(window);
  }
  // Both are 0-based in this form, -1 where unknown.
  return callFrames.intern(name, url, position(line + 1), position(column + 1));
}

/** A usable 1-based line or column, 0 for anything else. */
export function position(value: number): number {
  return Number.isInteger(value) && value > 0 && value <= 0xffffffff ? value : 0;
}
