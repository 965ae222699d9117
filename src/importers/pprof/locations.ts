import type { ImportLimits } from '../../core/limits.ts';
import { FrameTableBuilder, type FrameTable } from '../../core/model/frames.ts';
import { Uint32Column } from './columns.ts';
import type { FramePruner } from './prune.ts';
import { readFunctions, type FunctionTable } from './functions.ts';
import { readMappings, type MappingTable } from './mappings.ts';
import type { PprofTables } from './tables.ts';
import { BYTES, WireReader } from './wire.ts';

/** What pruning does at a location: nothing, drop it and what it called, or drop what it called. */
export const KEEP = 0;
export const DROP = 1;
export const DROP_BELOW = 2;

/** Locations as runs of frames, outermost function first, and the source line of their innermost one. */
export interface Locations {
  readonly frames: FrameTable;
  /** Frames of location i: `frame[first[i]]` to `frame[first[i + 1] - 1]`. */
  readonly first: Uint32Array;
  readonly frame: Uint32Array;
  /** KEEP, DROP or DROP_BELOW by location. */
  readonly pruning: Uint8Array;
  /** False where every location is KEEP. */
  readonly prunes: boolean;
  /** Row of `lines` for the innermost frame, plus 1; 0 where its line is unknown. */
  readonly leafLine: Uint32Array;
  readonly lines: LineTable;
  /** Frame for ids that are in no table. */
  readonly missingFrame: number;
  /** Distinct frames and functions that could not be kept or named. */
  readonly foldedFrames: number;
  readonly missingFunctions: number;
  readonly duplicateIds: number;
  readonly unsymbolised: number;
}

/** Distinct (frame, line) pairs. */
export interface LineTable {
  readonly frame: Uint32Column;
  readonly line: Uint32Column;
}

/** Resolves every location to frames. `line[0]` is the innermost inlined function: the order is turned round. */
export function readLocations(bytes: Uint8Array, tables: PprofTables, pruner: FramePruner | null, limits: ImportLimits): Locations {
  const { locations } = tables;
  const builder = new FrameTableBuilder(limits);
  const resolver = new LocationResolver(bytes, tables, builder, pruner);
  const first = new Uint32Array(locations.length + 1);
  const pruning = new Uint8Array(locations.length);
  const leafLine = new Uint32Array(locations.length);
  for (let row = 0; row < locations.length; row++) {
    pruning[row] = resolver.resolve(locations.start.at(row), locations.stop.at(row));
    leafLine[row] = resolver.leafLine;
    first[row + 1] = resolver.frame.length;
  }
  const frame = resolver.frame.values;
  const missingFrame = builder.append('(missing location)');
  return {
    frames: builder.finish(),
    first,
    frame,
    pruning,
    prunes: pruning.some((action) => action !== KEEP),
    leafLine,
    lines: { frame: resolver.lineFrame, line: resolver.line },
    missingFrame,
    foldedFrames: builder.folded,
    missingFunctions: resolver.functions.missing,
    duplicateIds: tables.locationIds.duplicates + resolver.functions.duplicates,
    unsymbolised: resolver.unsymbolised,
  };
}

class LocationResolver {
  readonly frame = new Uint32Column(1024);
  readonly lineFrame = new Uint32Column();
  readonly line = new Uint32Column();
  readonly functions: FunctionTable;
  leafLine = 0;
  unsymbolised = 0;
  private readonly mappings: MappingTable;
  private readonly reader: WireReader;
  private readonly inner: WireReader;
  private readonly builder: FrameTableBuilder;
  private readonly addressFrames = new Map<string, number>();
  private readonly rowOfLine = new Map<number, number>();
  private lineFrames = new Uint32Column();
  private lineNumbers = new Uint32Column();

  constructor(bytes: Uint8Array, tables: PprofTables, builder: FrameTableBuilder, pruner: FramePruner | null) {
    this.reader = new WireReader(bytes);
    this.inner = new WireReader(bytes);
    this.builder = builder;
    this.functions = readFunctions(bytes, tables, pruner, builder);
    this.mappings = readMappings(bytes, tables);
  }

  /** Appends the frames of one location and says how pruning treats it. */
  resolve(start: number, stop: number): number {
    const { reader } = this;
    let mapping = -1;
    let addressLow = 0;
    let addressHigh = 0;
    this.lineFrames.length = 0;
    this.lineNumbers.length = 0;
    reader.enter(start, stop, 'location');
    while (reader.next()) {
      if (reader.field === 4) {
        if (reader.wire !== BYTES) throw reader.mistyped();
        this.readLine(reader.start, reader.stop);
      } else if (reader.field < 4) {
        reader.signed();
        if (reader.field === 2) mapping = this.mappings.find(reader.low, reader.high);
        else if (reader.field === 3) [addressLow, addressHigh] = [reader.low, reader.high];
      }
    }
    const count = this.lineFrames.length;
    for (let at = 0; at < count; at++) {
      if (this.lineFrames.at(at) === noFunction) this.lineFrames.values[at] = this.addressFrame(mapping, addressLow, addressHigh);
    }
    if (count === 0) this.lineFrames.push(this.addressFrame(mapping, addressLow, addressHigh));
    if (count === 0) this.lineNumbers.push(0);
    return this.place();
  }

  private readLine(start: number, stop: number): void {
    const { inner } = this;
    let low = 0;
    let high = 0;
    let line = 0;
    inner.enter(start, stop, 'line');
    while (inner.next()) {
      if (inner.field === 1) {
        inner.signed();
        low = inner.low;
        high = inner.high;
      } else if (inner.field === 2) line = inner.signed();
    }
    const frame = this.functions.frameOf(low, high);
    this.lineFrames.push(frame < 0 ? noFunction : frame);
    this.lineNumbers.push(line > 0 && line < 0x8000_0000 ? line : 0);
  }

  /** Frames outermost first, without the ones that drop_frames removes from inside this location. */
  private place(): number {
    const count = this.lineFrames.length;
    let kept = 0;
    let pruning = KEEP;
    for (let at = count - 1; at >= 0 && pruning === KEEP; at--) {
      if (!this.functions.dropped.has(this.lineFrames.at(at))) continue;
      pruning = at === count - 1 ? DROP : DROP_BELOW;
      if (pruning === DROP_BELOW) kept = at + 1;
    }
    for (let at = count - 1; at >= kept; at--) this.frame.push(this.lineFrames.at(at));
    this.leafLine = this.lineRow(this.lineFrames.at(kept), this.lineNumbers.at(kept));
    return pruning;
  }

  private lineRow(frame: number, line: number): number {
    if (line === 0) return 0;
    const key = line * 0x20_0000 + frame;
    const known = this.rowOfLine.get(key);
    if (known !== undefined) return known;
    this.lineFrame.push(frame);
    this.line.push(line);
    this.rowOfLine.set(key, this.line.length);
    return this.line.length;
  }

  private addressFrame(mapping: number, low: number, high: number): number {
    this.unsymbolised += 1;
    const file = this.mappings.fileOf(mapping);
    const key = `${this.mappings.identityOf(mapping)}:${high >>> 0}:${low >>> 0}`;
    const known = this.addressFrames.get(key);
    if (known !== undefined) return known;
    const frame = this.builder.append(addressName(file, low, high), file);
    this.addressFrames.set(key, frame);
    return frame;
  }
}

/** Never a frame: importLimits allows a million. */
const noFunction = 0xffff_ffff;

/** File systems end here; a longer one repeated in every name would outgrow the input. */
const longestFileName = 255;

/** "libc.so.6+0x2a1b0" for code without symbols, "(unknown)" where not even an address is known. */
function addressName(file: string, low: number, high: number): string {
  if (low === 0 && high === 0) return '(unknown)';
  const digits = high === 0 ? (low >>> 0).toString(16) : `${(high >>> 0).toString(16)}${(low >>> 0).toString(16).padStart(8, '0')}`;
  const base = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1).slice(0, longestFileName);
  return base === '' ? `0x${digits}` : `${base}+0x${digits}`;
}
