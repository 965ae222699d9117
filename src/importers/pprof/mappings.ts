import { IdTable } from './id-table.ts';
import type { PprofTables } from './tables.ts';
import { WireReader } from './wire.ts';

/** Files of the mapped binaries. Row -1 is "no mapping". */
export class MappingTable {
  private readonly ids: IdTable;
  private readonly files: readonly string[];
  private readonly identities: readonly number[];

  constructor(ids: IdTable, files: readonly string[], identities: readonly number[]) {
    this.ids = ids;
    this.files = files;
    this.identities = identities;
  }

  /** Row of the mapping, -1 where it is in no table. */
  find(low: number, high: number): number {
    return this.ids.find(low, high);
  }

  fileOf(row: number): string {
    return this.files[row] ?? '';
  }

  /** A number that is the same for mappings of one file. */
  identityOf(row: number): number {
    return this.identities[row] ?? -1;
  }
}

/** Reads the mapping table. */
export function readMappings(bytes: Uint8Array, tables: PprofTables): MappingTable {
  const { mappings, strings } = tables;
  const reader = new WireReader(bytes);
  const ids = new IdTable();
  const files: string[] = [];
  const identities: number[] = [];
  for (let row = 0; row < mappings.length; row++) {
    reader.enter(mappings.start.at(row), mappings.stop.at(row), 'mapping');
    let low = 0;
    let high = 0;
    let file = 0;
    while (reader.next()) {
      if (reader.field === 5) file = reader.signed();
      if (reader.field !== 1) continue;
      reader.signed();
      low = reader.low;
      high = reader.high;
    }
    ids.add(low, high);
    files.push(strings.get(file));
    identities.push(strings.identity(file));
  }
  ids.finish();
  return new MappingTable(ids, files, identities);
}
