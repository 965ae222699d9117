import { InputError } from '../../core/errors.ts';
import type { ImportLimits } from '../../core/limits.ts';
import { Uint32Column } from './columns.ts';
import { IdTable } from './id-table.ts';
import { StringTable } from './string-table.ts';
import { BYTES, WireReader } from './wire.ts';

/** A sample type or period type, its strings resolved. */
export interface ValueType {
  readonly type: string;
  readonly unit: string;
}

/** Byte ranges of the messages of one repeated field. */
export class Ranges {
  readonly start = new Uint32Column();
  readonly stop = new Uint32Column();

  get length(): number {
    return this.start.length;
  }

  push(start: number, stop: number): void {
    this.start.push(start);
    this.stop.push(stop);
  }
}

/** What the top level of a profile holds: tables of which only the strings are resolved. */
export interface PprofTables {
  readonly sampleTypes: readonly ValueType[];
  readonly samples: Ranges;
  readonly mappings: Ranges;
  readonly locations: Ranges;
  readonly locationIds: IdTable;
  readonly functions: Ranges;
  readonly strings: StringTable;
  readonly dropFrames: string;
  readonly keepFrames: string;
  /** Nanoseconds since 1970, as two halves. */
  readonly timeLow: number;
  readonly timeHigh: number;
  readonly durationNanos: number;
  readonly periodType: ValueType | null;
  readonly period: number;
  /** '' where the file names none. */
  readonly defaultSampleType: string;
}

/**
 * First pass: walks the top level and notes where everything is, because the tables may come in any
 * order. Format: https://github.com/google/pprof/blob/main/proto/profile.proto
 * Throws InputError for damaged bytes and for two profiles in one file.
 */
export function readTables(bytes: Uint8Array, limits: ImportLimits): PprofTables {
  const reader = new WireReader(bytes);
  const valueTypes = new Ranges();
  const samples = new Ranges();
  const mappings = new Ranges();
  const locations = new Ranges();
  const functions = new Ranges();
  const strings = new StringTable(bytes, limits.maxNameLength);
  const tables: readonly (Ranges | StringTable | null)[] = [null, valueTypes, samples, mappings, locations, functions, strings];
  const numbers = new Float64Array(16);
  let timeLow = 0;
  let timeHigh = 0;
  let period: [number, number] | null = null;
  while (reader.next()) {
    const { field } = reader;
    if (field < 7) {
      if (reader.wire !== BYTES) throw reader.mistyped();
      (tables[field] as Ranges | StringTable).push(reader.start, reader.stop);
    } else if (field === 11) {
      if (reader.wire !== BYTES) throw reader.mistyped();
      period = [reader.start, reader.stop];
    } else if (field < 16 && field !== 13) {
      numbers[field] = reader.signed();
      if (field === 9) {
        if (timeLow !== 0 || timeHigh !== 0) throw concatenated(reader.at);
        timeLow = reader.low;
        timeHigh = reader.high;
      }
    }
  }
  const valueType = (start: number, stop: number): ValueType => readValueType(reader, strings, start, stop);
  return {
    sampleTypes: Array.from({ length: Math.min(valueTypes.length, maxSampleTypes + 1) }, (_, row) => valueType(valueTypes.start.at(row), valueTypes.stop.at(row))),
    samples,
    mappings,
    locations,
    locationIds: readLocationIds(reader, locations),
    functions,
    strings,
    dropFrames: strings.whole(numbers[7] as number),
    keepFrames: strings.whole(numbers[8] as number),
    timeLow,
    timeHigh,
    durationNanos: numbers[10] as number,
    periodType: period === null ? null : valueType(...period),
    period: numbers[12] as number,
    defaultSampleType: strings.get(numbers[14] as number),
  };
}

/** Sample types that are read. Producers write up to 20, our own exporter one per thread. */
export const maxSampleTypes = 256;

function readValueType(reader: WireReader, strings: StringTable, start: number, stop: number): ValueType {
  reader.enter(start, stop, 'sample type');
  let type = '';
  let unit = '';
  while (reader.next()) {
    if (reader.field === 1) type = strings.get(reader.signed());
    else if (reader.field === 2) unit = strings.get(reader.signed());
  }
  return { type, unit };
}

function readLocationIds(reader: WireReader, locations: Ranges): IdTable {
  const ids = new IdTable();
  for (let row = 0; row < locations.length; row++) {
    reader.enter(locations.start.at(row), locations.stop.at(row), 'location');
    let low = 0;
    let high = 0;
    while (reader.next()) {
      if (reader.field !== 1) continue;
      reader.signed();
      low = reader.low;
      high = reader.high;
    }
    ids.add(low, high);
  }
  ids.finish();
  return ids;
}

function concatenated(offset: number): InputError {
  return new InputError('two pprof profiles follow each other in one file, so the names of the second cannot be told', { offset }, 'keep them in two files, or merge them with `go tool pprof -proto -output merged.pb.gz a.pb.gz b.pb.gz`');
}
