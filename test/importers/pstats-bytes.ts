import { importLimits, type ImportLimits } from '../../src/core/limits.ts';
import type { CallGraphProfile } from '../../src/core/model/profile.ts';
import { makeHead } from '../../src/importers/head.ts';
import type { ByteSource } from '../../src/importers/importer.ts';
import { pstatsImporter } from '../../src/importers/pstats.ts';

/** Bytes as the only content of a file. */
export function sourceOf(bytes: Uint8Array, name: string): ByteSource {
  return {
    name,
    size: bytes.length,
    bytes: () => Promise.resolve(bytes),
    chunks: () => {
      throw new Error('pstats reads whole files');
    },
  };
}

/** The one profile of a pstats file; fails when the importer does not recognise it. */
export async function importPstats(bytes: Uint8Array, name = 'unknown', limits: ImportLimits = importLimits): Promise<CallGraphProfile> {
  if (!pstatsImporter.recognise(makeHead(bytes.subarray(0, 65536), bytes.length <= 65536), name)) throw new Error(`${name} is not recognised`);
  const set = await pstatsImporter.read(sourceOf(bytes, name), limits);
  const profile = set.profiles[0];
  if (set.profiles.length !== 1 || profile?.shape !== 'call-graph') throw new Error('expected one call-graph profile');
  return profile;
}

/** A marshal stream written item by item, so that tests can write what no profiler would. */
export class Marshal {
  private readonly parts: Buffer[] = [];

  static int32(value: number): Buffer {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value);
    return bytes;
  }

  raw(...bytes: number[]): this {
    this.parts.push(Buffer.from(bytes));
    return this;
  }

  /** A type byte, with FLAG_REF when the object is to be numbered. */
  type(letter: string, numbered = false): this {
    return this.raw(letter.charCodeAt(0) | (numbered ? 0x80 : 0));
  }

  long(value: number): this {
    this.parts.push(Marshal.int32(value));
    return this;
  }

  int(value: number, numbered = false): this {
    return this.type('i', numbered).long(value);
  }

  float(value: number, numbered = false): this {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value);
    this.type('g', numbered).parts.push(bytes);
    return this;
  }

  text(value: string, numbered = false): this {
    const bytes = Buffer.from(value, 'utf8');
    this.type('u', numbered).long(bytes.length).parts.push(bytes);
    return this;
  }

  tuple(items: number, numbered = false): this {
    return this.type(')', numbered).raw(items);
  }

  ref(index: number): this {
    return this.type('r').long(index);
  }

  key(file: string, line: number, name: string, numbered = false): this {
    return this.tuple(3, numbered).text(file).int(line).text(name);
  }

  /** The figures of a row up to its callers. */
  row(cc: number, nc: number, tt: number, ct: number, numbered = false): this {
    return this.tuple(5, numbered).int(cc).int(nc).float(tt).float(ct);
  }

  /** The figures of a caller, in the order of pstats: all calls first. */
  edge(nc: number, cc: number, tt: number, ct: number, numbered = false): this {
    return this.tuple(4, numbered).int(nc).int(cc).float(tt).float(ct);
  }

  open(numbered = false): this {
    return this.type('{', numbered);
  }

  close(): this {
    return this.type('0');
  }

  bytes(): Buffer {
    return Buffer.concat(this.parts);
  }
}
