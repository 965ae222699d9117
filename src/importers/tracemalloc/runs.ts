import { type Cells, type IntColumn, Tag } from './cells.ts';
import { Op } from './opcodes.ts';
import { placeSlot, type SnapshotTables } from './snapshot-tables.ts';

/** Bytes of the longest opcode below. */
const LONGEST = 5;

/**
 * Runs the opcodes that frames and traces are made of (over 99 % of a snapshot) in one loop over local arrays, from
 * `start` to the first opcode that is another one, is wrong here, or finds a column full. Gives that opcode's offset:
 * the step by step reader takes it from there. For every opcode both do the same; this one is only faster.
 */
export function readRun(bytes: Buffer, start: number, stack: Cells, memo: Cells, marks: IntColumn, tables: SnapshotTables): number {
  const end = bytes.length - LONGEST;
  const { tags, values } = stack;
  const { tags: memoTags, values: memoValues } = memo;
  const { values: markValues } = marks;
  const { traces, recentPlaces: places } = tables;
  const { size: sizes, domain: domains, traceback: tracebacks } = traces;
  const frameCounts = tables.tracebackFrames.values;
  let top = stack.length;
  let remembered = memo.length;
  let open = marks.length;
  let fence = open === 0 ? 0 : (markValues[open - 1] as number);
  let at = start;
  while (at < end && top < tags.length && remembered < memoTags.length) {
    const opcode = bytes[at] as number;
    if (opcode === Op.BININT1) {
      tags[top] = Tag.INT;
      values[top++] = bytes[at + 1] as number;
      at += 2;
    } else if (opcode === Op.MEMOIZE) {
      if (top === fence) break;
      memoTags[remembered] = tags[top - 1] as number;
      memoValues[remembered++] = values[top - 1] as number;
      at += 1;
    } else if (opcode === Op.BINGET || opcode === Op.LONG_BINGET) {
      let slot = bytes[at + 1] as number;
      if (opcode === Op.LONG_BINGET) slot |= ((bytes[at + 2] as number) << 8) | ((bytes[at + 3] as number) << 16) | ((bytes[at + 4] as number) << 24);
      if (slot < 0 || slot >= remembered) break;
      tags[top] = memoTags[slot] as number;
      values[top++] = memoValues[slot] as number;
      at += opcode === Op.BINGET ? 2 : 5;
    } else if (opcode === Op.MARK) {
      if (open === markValues.length) break;
      markValues[open++] = top;
      fence = top;
      at += 1;
    } else if (opcode === Op.BININT2) {
      tags[top] = Tag.INT;
      values[top++] = (bytes[at + 1] as number) | ((bytes[at + 2] as number) << 8);
      at += 3;
    } else if (opcode === Op.TUPLE) {
      // A trace of four: (domain, size, traceback, frames before the limit). All its integers are from the two opcodes above.
      const row = traces.length;
      if (open === 0 || top - fence !== 4 || tags[fence + 2] !== Tag.TRACEBACK || row === sizes.length) break;
      if (tags[fence] !== Tag.INT || tags[fence + 1] !== Tag.INT || tags[fence + 3] !== Tag.INT) break;
      const domain = values[fence] as number;
      const size = values[fence + 1] as number;
      if (domain < 0 || domain > 0xffff || size < 0 || size > 0xffff) break;
      const traceback = values[fence + 2] as number;
      sizes[row] = size;
      domains[row] = domain;
      tracebacks[row] = (values[fence + 3] as number) > (frameCounts[traceback] as number) ? ~traceback : traceback;
      traces.length = row + 1;
      tags[fence] = Tag.TRACE;
      values[fence] = row;
      top = fence + 1;
      open -= 1;
      fence = open === 0 ? 0 : (markValues[open - 1] as number);
      at += 1;
    } else if (opcode === Op.TUPLE2) {
      const from = top - 2;
      if (from < fence || tags[from] !== Tag.TEXT || tags[from + 1] !== Tag.INT) break;
      const slot = placeSlot(values[from] as number, values[from + 1] as number);
      if (places[slot] !== values[from] || places[slot + 1] !== values[from + 1]) break;
      tags[from] = Tag.FRAME;
      values[from] = places[slot + 2] as number;
      top = from + 1;
      at += 1;
    } else break;
  }
  stack.length = top;
  memo.length = remembered;
  marks.length = open;
  return at;
}
