import type { ImportLimits } from '../../core/limits.ts';
import { FrameTableBuilder, type FrameTable } from '../../core/model/frames.ts';
import { FunctionKeys } from './function-keys.ts';
import type { RawTable } from './raw-table.ts';

/** Frames of a table: one per row in the file's order, then callers that have no row. */
export interface TableFrames {
  readonly frames: FrameTable;
  /** Frame of each function id. */
  readonly frameOfFunction: Uint32Array;
  /** True where row i is frame i: nothing was merged. */
  readonly rowsAreFrames: boolean;
  /** Rows that share a function with an earlier row although nothing asked for a merge. */
  readonly repeatedRows: number;
  /** Functions that appear only as callers. */
  readonly missingCallers: number;
  /** Threads were at work: the function that starts them is in the table. */
  readonly hasThreads: boolean;
  readonly folded: number;
  readonly cutNames: number;
}

const unset = 0xffffffff;

/**
 * Makes the frame table. `mergeLines` makes one frame of all lines of a function, placed at the
 * first of them: sampled files have a row per executing line.
 */
export function framesOfTable(table: RawTable, mergeLines: boolean, limits: ImportLimits): TableFrames {
  const { keys, rows, edges, strings } = table;
  const groups = mergeLines ? groupByFileAndName(keys, table.seed) : null;
  const frameOfGroup = new Uint32Array(keys.length).fill(unset);
  const frameOfFunction = new Uint32Array(keys.length).fill(unset);
  const builder = new FrameTableBuilder(limits);
  const texts: (string | undefined)[] = new Array<undefined>(strings.length);
  let hasThreads = false;

  const text = (id: number): string => {
    let known = texts[id];
    if (known === undefined) {
      known = strings.decode(id, limits.maxNameLength);
      texts[id] = known;
      if (known === '_bootstrap_inner') hasThreads = true;
    }
    return known;
  };
  /** True when the function made a new frame. */
  const place = (id: number): boolean => {
    const group = groups === null ? id : (groups.group[id] as number);
    const known = frameOfGroup[group] as number;
    if (known !== unset) {
      frameOfFunction[id] = known;
      return false;
    }
    const line = groups === null ? (keys.lines[id] as number) : (groups.firstLine[group] as number);
    const before = builder.length;
    const frame = builder.append(text(keys.names[id] as number), text(keys.files[id] as number), line);
    frameOfGroup[group] = frame;
    frameOfFunction[id] = frame;
    return frame === before;
  };

  let repeatedRows = 0;
  for (let row = 0; row < rows.length; row++) if (!place(rows.functions[row] as number)) repeatedRows += 1;
  let missingCallers = 0;
  for (let edge = 0; edge < edges.length; edge++) {
    const caller = edges.callers[edge] as number;
    if (frameOfFunction[caller] !== unset) continue;
    place(caller);
    missingCallers += 1;
  }
  return {
    frames: builder.finish(),
    frameOfFunction,
    rowsAreFrames: repeatedRows === 0,
    repeatedRows: mergeLines ? 0 : repeatedRows - builder.folded,
    missingCallers,
    hasThreads,
    folded: builder.folded,
    cutNames: builder.cutNames,
  };
}

interface Groups {
  /** Group of each function id. */
  readonly group: Uint32Array;
  /** Smallest line above 0 of each group. */
  readonly firstLine: Uint32Array;
}

function groupByFileAndName(keys: FunctionKeys, seed: number): Groups {
  const group = new Uint32Array(keys.length);
  const firstLine = new Uint32Array(keys.length);
  const groupKeys = new FunctionKeys(seed);
  for (let id = 0; id < keys.length; id++) {
    const index = groupKeys.intern(keys.files[id] as number, 0, keys.names[id] as number);
    const line = keys.lines[id] as number;
    const first = firstLine[index] as number;
    group[id] = index;
    if (line > 0 && (first === 0 || line < first)) firstLine[index] = line;
  }
  return { group, firstLine };
}
