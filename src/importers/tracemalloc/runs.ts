import { type Cells, Tag } from './cells.ts';
import { Op } from './opcodes.ts';
import { placeSlot, type SnapshotTables } from './snapshot-tables.ts';

/** Bytes of the longest trace below: MARK, domain, size, traceback, frame count, TUPLE, MEMOIZE. */
const LONGEST = 1 + 2 + 3 + 5 + 2 + 1 + 1;

/**
 * Reads what nearly all of a snapshot is made of: traces `(0, size, known traceback, frames)` and frames
 * `(known text, line)` met before, each remembered in the memo, from `start` to the first opcode where neither
 * stands. Gives that opcode's offset: the step by step reader takes it from there, and does the same, slower.
 */
export function readRun(bytes: Buffer, start: number, stack: Cells, memo: Cells, tables: SnapshotTables): number {
  const end = bytes.length - LONGEST;
  const { tags, values } = stack;
  const { tags: memoTags, values: memoValues } = memo;
  const { traces, recentPlaces: places } = tables;
  const { size: sizes, traceback: tracebacks } = traces;
  const frameCounts = tables.tracebackFrames.values;
  let top = stack.length;
  let remembered = memo.length;
  let row = traces.length;
  let at = start;
  while (at < end && top < tags.length && remembered < memoTags.length && row < sizes.length) {
    const first = bytes[at] as number;
    let next = at;
    if (first === Op.MARK) {
      // BININT1 0: Python's own domain.
      if (bytes[at + 1] !== Op.BININT1 || bytes[at + 2] !== 0) break;
      const size = bytes[at + 4] as number;
      let wide = 0;
      if (bytes[at + 3] === Op.BININT2) wide = (bytes[at + 5] as number) << 8;
      else if (bytes[at + 3] !== Op.BININT1) break;
      next += bytes[at + 3] === Op.BININT2 ? 6 : 5;
      let slot = bytes[next + 1] as number;
      if (bytes[next] === Op.LONG_BINGET) {
        slot |= ((bytes[next + 2] as number) << 8) | ((bytes[next + 3] as number) << 16) | ((bytes[next + 4] as number) << 24);
        next += 5;
      } else if (bytes[next] === Op.BINGET) next += 2;
      else break;
      if (slot < 0 || slot >= remembered || memoTags[slot] !== Tag.TRACEBACK) break;
      if (bytes[next] !== Op.BININT1 || bytes[next + 2] !== Op.TUPLE || bytes[next + 3] !== Op.MEMOIZE) break;
      const traceback = memoValues[slot] as number;
      sizes[row] = size | wide;
      tracebacks[row] = (bytes[next + 1] as number) > (frameCounts[traceback] as number) ? ~traceback : traceback;
      tags[top] = Tag.TRACE;
      values[top++] = row;
      memoTags[remembered] = Tag.TRACE;
      memoValues[remembered++] = row++;
      at = next + 4;
    } else if (first === Op.BINGET || first === Op.LONG_BINGET) {
      let slot = bytes[at + 1] as number;
      if (first === Op.LONG_BINGET) slot |= ((bytes[at + 2] as number) << 8) | ((bytes[at + 3] as number) << 16) | ((bytes[at + 4] as number) << 24);
      if (slot < 0 || slot >= remembered || memoTags[slot] !== Tag.TEXT) break;
      next += first === Op.LONG_BINGET ? 5 : 2;
      let line = bytes[next + 1] as number;
      if (bytes[next] === Op.BININT2) {
        line |= (bytes[next + 2] as number) << 8;
        next += 3;
      } else if (bytes[next] === Op.BININT1) next += 2;
      else break;
      if (bytes[next] !== Op.TUPLE2 || bytes[next + 1] !== Op.MEMOIZE) break;
      const text = memoValues[slot] as number;
      const place = placeSlot(text, line);
      if (places[place] !== text || places[place + 1] !== line) break;
      tags[top] = Tag.FRAME;
      values[top++] = places[place + 2] as number;
      memoTags[remembered] = Tag.FRAME;
      memoValues[remembered++] = places[place + 2] as number;
      at = next + 2;
    } else break;
  }
  stack.length = top;
  memo.length = remembered;
  traces.length = row;
  return at;
}
