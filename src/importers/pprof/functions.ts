import type { FrameTableBuilder } from '../../core/model/frames.ts';
import { IdTable } from './id-table.ts';
import { Uint32Column } from './columns.ts';
import type { FramePruner } from './prune.ts';
import type { PprofTables } from './tables.ts';
import { WireReader } from './wire.ts';

/** Functions by id, as frames. */
export class FunctionTable {
  private readonly ids: IdTable;
  private readonly frames: Uint32Column;
  private readonly builder: FrameTableBuilder;
  private readonly placeholders = new Map<string, number>();
  /** Frames whose name matches drop_frames and not keep_frames. */
  readonly dropped: ReadonlySet<number>;
  /** Lookups of ids that are in no table. */
  missing = 0;

  constructor(ids: IdTable, frames: Uint32Column, dropped: ReadonlySet<number>, builder: FrameTableBuilder) {
    this.ids = ids;
    this.dropped = dropped;
    this.frames = frames;
    this.builder = builder;
  }

  get duplicates(): number {
    return this.ids.duplicates;
  }

  /**
   * Frame of the function, -1 for "no function": id 0, unless the file defines it as .NET's do.
   * Any other unknown id gives a placeholder frame.
   */
  frameOf(low: number, high: number): number {
    const row = this.ids.find(low, high);
    if (row >= 0) return this.frames.at(row);
    if (low === 0 && high === 0) return -1;
    this.missing += 1;
    const name = `(missing function ${(BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)})`;
    const known = this.placeholders.get(name);
    if (known !== undefined) return known;
    const frame = this.builder.append(name);
    this.placeholders.set(name, frame);
    return frame;
  }
}

/** Reads the function table. Functions of one name and file are one frame, as in `go tool pprof -top -filefunctions`. */
export function readFunctions(bytes: Uint8Array, tables: PprofTables, pruner: FramePruner | null, builder: FrameTableBuilder): FunctionTable {
  const { functions, strings } = tables;
  const reader = new WireReader(bytes);
  const ids = new IdTable();
  const frames = new Uint32Column();
  const frameOfKey = new Map<number, number>();
  const dropped = new Set<number>();
  for (let row = 0; row < functions.length; row++) {
    reader.enter(functions.start.at(row), functions.stop.at(row), 'function');
    let low = 0;
    let high = 0;
    let name = 0;
    let systemName = 0;
    let file = 0;
    let line = 0;
    while (reader.next()) {
      if (reader.field > 5) continue;
      const value = reader.signed();
      if (reader.field === 1) {
        low = reader.low;
        high = reader.high;
      } else if (reader.field === 2) name = value;
      else if (reader.field === 3) systemName = value;
      else if (reader.field === 4) file = value;
      else line = value > 0 && value < 0x8000_0000 ? value : 0;
    }
    ids.add(low, high);
    const shown = strings.get(name) === '' ? systemName : name;
    const key = strings.identity(shown) * (2 * strings.length + 4 * functions.length + 4) + strings.identity(file);
    let frame = frameOfKey.get(key);
    if (frame === undefined) {
      const text = strings.get(shown);
      frame = builder.append(text === '' ? '(unknown)' : text, strings.get(file), line);
      if (text !== '' && pruner?.drops(text) === true) dropped.add(frame);
      frameOfKey.set(key, frame);
    }
    frames.push(frame);
  }
  ids.finish();
  return new FunctionTable(ids, frames, dropped, builder);
}
