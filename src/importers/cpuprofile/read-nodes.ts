import { firstKey, KeySet, nextKey, noMoreKeys } from '../shared/json-keys.ts';
import { readNumberOr, skipValue } from '../shared/json-skip.ts';
import { nextByte, nextElement, readNumber, take } from '../shared/json-tokens.ts';
import type { JsonWindow } from '../shared/json-window.ts';
import { position } from '../shared/source-position.ts';
import { readCallFrame } from '../shared/v8-call-frame-json.ts';
import type { CallFrames } from '../shared/v8-call-frames.ts';
import type { NodeTable } from './node-table.ts';
import { PlainNodeReader } from './read-plain-nodes.ts';

const nodeKeys = new KeySet(['id', 'callFrame', 'hitCount', 'children', 'parent', 'positionTicks']);
const [ID, CALL_FRAME, HIT_COUNT, CHILDREN, PARENT, TICKS] = [0, 1, 2, 3, 4, 5];
const tickKeys = new KeySet(['line', 'ticks', 'hitCount']);
const [TICK_LINE] = [0];

/** Reads the `nodes` array of the new form (`Profiler.Profile` of the DevTools protocol). */
export async function readNodes(window: JsonWindow, nodes: NodeTable, callFrames: CallFrames): Promise<void> {
  nodes.clear();
  const plain = new PlainNodeReader(nodes, callFrames);
  await window.run(() => nextByte(window));
  // Nodes begin with "[" or ","; when even the first one is not plain, its "[" is still there.
  plain.read(window);
  window.commit();
  if (nodes.length === 0) await window.run(() => take(window, 91));
  await window.run(() => {
    while (nextElement(window, nodes.length === 0)) {
      readNode(window, nodes, callFrames);
      plain.read(window);
      window.commit();
    }
  });
}

/** Reads a node of any spelling. */
function readNode(window: JsonWindow, nodes: NodeTable, callFrames: CallFrames): void {
  const start = window.pos;
  let id = NaN;
  let callFrame = -1;
  let hits = 0;
  let parentId = -1;
  nodes.rollBack();
  take(window, 123);
  for (let key = nextKey(window, nodeKeys, firstKey); key !== noMoreKeys; key = nextKey(window, nodeKeys, key)) {
    if (key === ID) id = readNumber(window);
    else if (key === CALL_FRAME) callFrame = readCallFrame(window, callFrames);
    else if (key === HIT_COUNT) hits = readNumberOr(window, 0);
    else if (key === CHILDREN) readChildren(window, nodes);
    else if (key === PARENT) parentId = readNumberOr(window, -1);
    else if (key === TICKS) readTicks(window, nodes);
    else skipValue(window);
  }
  if (callFrame < 0) throw window.error(`nodes[${nodes.length}] has no callFrame`, start);
  checkId(window, id, nodes.length, start);
  nodes.add(id, callFrame, countOf(hits), idOf(parentId));
}

/** Throws InputError for an id that V8 cannot have given. */
export function checkId(window: JsonWindow, id: number, node: number, start: number): void {
  if (idOf(id) < 0) throw window.error(`node ${node} has the id ${id}, which is no whole number below 2^31`, start);
}

/** The id, -1 for a number that is none. */
function idOf(value: number): number {
  return Number.isInteger(value) && value >= 0 && value <= 0x7fffffff ? value : -1;
}

/** A number of samples: whole, and far below 2^31 in any recording. */
export function countOf(value: number): number {
  return value > 0 ? Math.min(Math.floor(value), 0x7fffffff) : 0;
}

function readChildren(window: JsonWindow, nodes: NodeTable): void {
  if (nextByte(window) !== 91) {
    skipValue(window);
    return;
  }
  window.pos += 1;
  for (let first = true; nextElement(window, first); first = false) nodes.addChild(idOf(readNumber(window)));
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
    if (key === TICK_LINE) line = position(readNumberOr(window, 0));
    else if (key >= 0) ticks = countOf(readNumberOr(window, 0));
    else skipValue(window);
  }
  return { line, ticks };
}
