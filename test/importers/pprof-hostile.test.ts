import { expect } from 'chai';
import { InputError } from '../../src/core/errors.ts';
import { importLimits } from '../../src/core/limits.ts';
import type { ProfileSet, StackProfile } from '../../src/core/model/profile.ts';
import { pprofImporter } from '../../src/importers/pprof.ts';
import { checkProfileSet } from '../helpers/invariants.ts';
import { headOf, importBytes, memorySource } from '../helpers/memory-source.ts';
import { block, bytes, functionAndLocation, number, packed, strings, text, varint } from './pprof-bytes.ts';
import { stackProfiles, stackSums } from './pprof-oracle.ts';

const cpuType = block(1, number(1, 1), number(2, 2));
const names = strings('cpu', 'nanoseconds', 'main', 'leaf');
const tables = [...functionAndLocation(1, 3), ...functionAndLocation(2, 4), ...names];
const good = bytes(cpuType, block(2, packed(1, [2, 1]), packed(2, [5])), tables);

async function refusal(file: Uint8Array): Promise<InputError> {
  let set: ProfileSet;
  try {
    set = await importBytes(pprofImporter, file);
  } catch (error) {
    expect(error).to.be.instanceOf(InputError);
    return error as InputError;
  }
  throw new Error(`read ${set.profiles.length} profiles`);
}

async function read(file: Uint8Array): Promise<{ set: ProfileSet; first: StackProfile; codes: string[] }> {
  const set = await importBytes(pprofImporter, file);
  checkProfileSet(set);
  return { set, first: stackProfiles(set)[0] as StackProfile, codes: set.notes.map(({ code }) => code) };
}

/** Imports within a time by CPU that no quadratic path meets. */
async function readFast(file: Uint8Array): Promise<Awaited<ReturnType<typeof read>>> {
  const before = process.cpuUsage();
  const set = await importBytes(pprofImporter, file);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1e6, 'seconds of CPU').to.be.lessThan(2 + (2 * file.length) / 1e6);
  return { set, first: stackProfiles(set)[0] as StackProfile, codes: set.notes.map(({ code }) => code) };
}

const total = (profile: StackProfile): number => profile.samples.weight.reduce((sum, weight) => sum + weight, 0);

describe('pprof importer, hostile bytes', () => {
  it('names the byte where the file ends too early, wherever it is cut', async () => {
    for (let length = 1; length < good.length; length++) {
      const cut = good.subarray(0, length);
      let error: unknown = null;
      await importBytes(pprofImporter, cut).then(checkProfileSet, (reason: unknown) => (error = reason));
      if (error === null) continue;
      expect(error).to.be.instanceOf(InputError);
    }
    const error = await refusal(good.subarray(0, good.length - 2));
    expect(error.message).to.match(/4 bytes are announced and 2 are left/);
    expect(error.place.offset).to.equal(good.length - 5);
    expect(error.hint).to.match(/record or copy it again/);
  });

  const refusals: readonly [string, Uint8Array, RegExp][] = [
    ['a group', bytes(cpuType, [(2 << 3) | 3]), /wire type 3/],
    ['an end of group', bytes(cpuType, [(2 << 3) | 4]), /wire type 4/],
    ['field number 0', bytes(cpuType, [0x00, 0x00]), /field number 0/],
    ['a number of eleven bytes', bytes(cpuType, [9 << 3, ...Array.from({ length: 10 }, () => 0xff), 1]), /longer than 10 bytes/],
    ['a negative length', bytes(cpuType, [(2 << 3) | 2, ...varint(-1)]), /18446744073709552000 bytes are announced/],
    ['a sample that is a number', bytes(cpuType, number(2, 7), tables), /field 2 has wire type 0/],
    ['a time that is a text', bytes(cpuType, text(9, 'now'), tables), /field 9 has wire type 2/],
    ['ids of fixed width', bytes(cpuType, block(2, [(1 << 3) | 1, 1, 0, 0, 0, 0, 0, 0, 0]), tables), /field 1 has wire type 1/],
    ['values of fixed width', bytes(cpuType, block(2, [(2 << 3) | 5, 1, 0, 0, 0]), tables), /field 2 has wire type 5/],
    ['a line that is a number', bytes(cpuType, block(4, number(4, 1)), names), /field 4 has wire type 0/],
    ['packed ids that are cut', bytes(cpuType, block(2, block(1, [1, 0x80]), packed(2, [1])), tables), /location id is cut/],
    ['a packed id of eleven bytes', bytes(cpuType, block(2, block(1, [...Array.from({ length: 10 }, () => 0xff), 1]), packed(2, [1])), tables), /longer than 10 bytes/],
    ['no sample type', bytes(block(2, packed(1, [1]), packed(2, [1])), tables), /names no sample type/],
    ['two profiles in a row', bytes(cpuType, number(9, 5), tables, cpuType, number(9, 6), tables), /two pprof profiles follow each other/],
  ];
  for (const [title, file, message] of refusals) {
    it(`refuses ${title}`, async () => {
      const error = await refusal(file);
      expect(error.message).to.match(message);
      expect(error.hint ?? error.place.offset).not.to.equal(undefined);
    });
  }

  it('goes on with placeholders where tables have holes', async () => {
    const file = bytes(
      cpuType,
      block(2, packed(1, [2, 99, 1]), packed(2, [5])),
      block(4, number(1, 2), block(4, number(1, 77))),
      block(4, number(1, 1), block(4, number(1, 1))),
      block(5, number(1, 1), number(2, 1000), number(4, -3)),
      strings('cpu', 'nanoseconds'),
    );
    const { first, codes } = await read(file);
    expect([...stackSums(first)]).to.deep.equal([['(missing string 1000);(missing location);(missing function 77)', 5]]);
    expect(codes).to.include.members(['missing-strings', 'missing-locations', 'missing-functions']);
  });

  it('reads a file without a string table', async () => {
    const { first } = await read(bytes(block(1, number(1, 0), number(2, 0)), block(2, packed(1, [1]), packed(2, [5])), block(4, number(1, 1), number(3, 16))));
    expect([...stackSums(first)]).to.deep.equal([['0x10', 5]]);
  });

  it('tells samples with the wrong number of values', async () => {
    const { set, codes } = await read(bytes(cpuType, cpuType, block(2, packed(1, [1])), block(2, packed(1, [1]), packed(2, [1, 2, 3])), block(2, packed(1, [1]), packed(2, [10])), tables));
    expect(stackProfiles(set).map(total)).to.deep.equal([11, 2]);
    expect(set.notes.find(({ code }) => code === 'value-count')?.text).to.match(/^3 samples/);
    expect(codes).to.include('value-count');
  });

  it('keeps the first of two functions with one id', async () => {
    const { first, codes } = await read(bytes(cpuType, block(2, packed(1, [1]), packed(2, [1])), functionAndLocation(1, 3), functionAndLocation(1, 4), names));
    expect([...stackSums(first)]).to.deep.equal([['main', 1]]);
    expect(codes).to.include('duplicate-ids');
  });

  it('reads stacks of 100,000 frames, and cuts deeper ones than the limit with a note', async () => {
    const deep = (length: number): number[] => Array.from({ length }, (_, i) => 1 + (i % 2));
    const { first } = await readFast(bytes(cpuType, block(2, packed(1, deep(100_000)), packed(2, [5])), tables));
    expect(first.stacks.length).to.equal(100_001);
    const cut = await readFast(bytes(cpuType, block(2, packed(1, deep(importLimits.maxStackDepth + 10)), packed(2, [5])), tables));
    expect(cut.first.stacks.length).to.equal(importLimits.maxStackDepth + 1);
    expect(total(cut.first)).to.equal(5);
    expect(cut.codes).to.include('deep-stacks');
  });

  it('reads 10 million ids in one sample', async () => {
    const head = bytes(cpuType, tables);
    const ids = new Uint8Array(10_000_000).fill(1);
    const rest = packed(2, [5]);
    const sampleHead = [(1 << 3) | 2, ...varint(ids.length)];
    const frame = [(2 << 3) | 2, ...varint(sampleHead.length + ids.length + rest.length), ...sampleHead];
    const { first, codes } = await readFast(Buffer.concat([head, Uint8Array.from(frame), ids, Uint8Array.from(rest)]));
    expect(total(first)).to.equal(5);
    expect(codes).to.include('deep-stacks');
  });

  it('bounds the work of inlined lines that many stacks name', async () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => block(4, number(1, 1 + (i % 2)))).flat();
    const stacks = Array.from({ length: 8000 }, (_, i) => block(2, packed(1, [9, 9, 10 + i]), packed(2, [1])));
    const roots = Array.from({ length: 8000 }, (_, i) => block(4, number(1, 10 + i), number(3, 1000 + i)));
    const { first, codes } = await readFast(bytes(cpuType, stacks.flat(), roots.flat(), block(4, number(1, 9), lines), tables));
    expect(total(first)).to.equal(8000);
    expect(codes).to.include('stack-limit');
  });

  it('adds equal stacks up where nearly all differ, ids large or small', async () => {
    for (const large of [0n, 2n ** 40n]) {
      // 25,000 stacks of three of 50 functions, once each, then the first 100 again.
      const id = (digit: number): bigint => large * BigInt(digit + 1) + BigInt(digit + 1);
      const sample = (i: number): number[] => block(2, packed(1, [id(i % 50), id(Math.floor(i / 50) % 50), id(Math.floor(i / 2500) % 50)]), packed(2, [i + 1]));
      const all = [...Array.from({ length: 25_000 }, (_, i) => sample(i)), ...Array.from({ length: 100 }, (_, i) => sample(i))];
      const functions = Array.from({ length: 50 }, (_, i) => functionAndLocation(id(i), 3 + i)).flat();
      const { first } = await readFast(bytes(cpuType, all.flat(), functions, strings('cpu', 'nanoseconds', ...Array.from({ length: 50 }, (_, i) => `f${i}`))));
      const sums = stackSums(first);
      expect(sums.size).to.equal(25_000);
      expect([sums.get('f0;f0;f7'), sums.get('f0;f2;f0'), sums.get('f9;f49;f49')]).to.deep.equal([16, 101, 25_000]);
    }
  });

  it('does not multiply a long name by the functions that carry it', async () => {
    const functions = Array.from({ length: 20_000 }, (_, i) => functionAndLocation(i + 1, 3)).flat();
    const { first, codes } = await readFast(bytes(cpuType, block(2, packed(1, [20_000, 2]), packed(2, [1])), functions, strings('cpu', 'nanoseconds'), text(6, 'x'.repeat(500_000))));
    expect(total(first)).to.equal(1);
    expect((first.frames.name[0] as string).length).to.equal(importLimits.maxNameLength);
    expect(codes).to.include('cut-names');
  });

  it('takes many sample types without a column for each stack at once', async () => {
    const types = Array.from({ length: 5000 }, () => cpuType).flat();
    const samples = Array.from({ length: 5000 }, (_, i) => block(2, packed(1, [1 + (i % 2), 1 + ((i >> 1) % 2), i + 3]), packed(2, [1])));
    const { set, codes } = await readFast(bytes(types, samples.flat(), tables));
    expect(total(set.profiles[0] as StackProfile)).to.equal(5000);
    expect(codes).to.include('sample-types');
  });

  it('never claims text, JSON, pickles or other protobuf messages', () => {
    const others = [
      '\n\nmain;work 5\n', 'main;work;leaf 17\nmain;idle 3\n', '2 main\n', '"quoted" 5', '*star 5', '{"a":1}', '[1,2]', 'java 12', 'jjjjjjjjjj', 'zzz', '', '\u0000', '\n',
      '\n\u0004abcd\n\u0004efgh', '# comment\nmain 1',
    ].map((value) => Buffer.from(value));
    // OTLP profiles: resource_profiles (1) and dictionary (2), messages within.
    const otlp = bytes(block(1, block(1, block(1, text(1, 'service.name'))), block(2, block(1, text(1, 'scope')))), block(2, block(2, number(1, 1)), block(5, [...Buffer.from('text')])));
    const pickle = Uint8Array.from([0x80, 0x04, 0x95, 0x10, 0, 0, 0, 0, 0, 0, 0, 0x8c, 0x0b]);
    const marshal = Uint8Array.from([0xfb, 0x29, 0x03, 0xfa, 0x01, 0x7e]);
    for (const other of [...others, otlp, pickle, marshal]) expect(pprofImporter.recognise(headOf(other), 'unknown'), Buffer.from(other).toString()).to.equal(false);
  });

  it('claims a profile by the head of a larger file, whatever comes first', () => {
    const manySamples = Array.from({ length: 8000 }, () => block(2, packed(1, [2, 1]), packed(2, [5])));
    const manyStrings = Array.from({ length: 8000 }, (_, i) => text(6, `function ${i}`));
    for (const first of [cpuType, manySamples.flat(), [...strings(), ...manyStrings.flat()], Array.from({ length: 9000 }, (_, i) => functionAndLocation(i + 1, 3)).flat()]) {
      const head = headOf(bytes(first, manySamples.flat(), tables));
      expect(head.whole).to.equal(false);
      expect(pprofImporter.recognise(head, 'unknown')).to.equal(true);
    }
    expect(pprofImporter.recognise(headOf(good.subarray(0, 30)), 'unknown')).to.equal(true);
  });

  it('gives the same result under any name and from any source', async () => {
    const named = await pprofImporter.read(memorySource(good, 'cpu.prof'), importLimits);
    expect(named).to.deep.equal(await pprofImporter.read(memorySource(good, 'unknown', 7), importLimits));
  });
});
