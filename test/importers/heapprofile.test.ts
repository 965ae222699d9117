import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fg from 'fast-glob';
import { functionTable, profileTotal } from '../../src/core/analysis/function-table.ts';
import { importLimits, type ImportLimits } from '../../src/core/limits.ts';
import type { StackProfile } from '../../src/core/model/profile.ts';
import { heapprofileImporter } from '../../src/importers/heapprofile.ts';
import { importers } from '../../src/importers/index.ts';
import { checkProfileSet } from '../helpers/invariants.ts';
import { headOf, importBytes, memorySource } from '../helpers/memory-source.ts';

const fixtures = fg.sync('test/fixtures/heapprofile/*/*.heapprofile').sort();

/** What test/fixtures/heapprofile/oracle.py prints. */
interface Oracle {
  readonly total: number;
  readonly samples: number;
  /** name, file, line, self, inclusive */
  readonly functions: readonly [string, string, number, number, number][];
}

async function read(content: string | Uint8Array, limits: Partial<ImportLimits> = {}, chunkSize?: number): Promise<StackProfile> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const set = await heapprofileImporter.read(memorySource(bytes, 'unknown', chunkSize), { ...importLimits, ...limits });
  checkProfileSet(set);
  return set.profiles[0] as StackProfile;
}

function rowsOf(profile: StackProfile): unknown[] {
  const table = functionTable(profile);
  const { name, file, line } = profile.frames;
  return Array.from(table.frame, (frame, row) => [name[frame], file[frame], line[frame], table.self[row], table.total[row]])
    .filter((row) => row[4] !== 0)
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

interface MadeNode {
  callFrame: object;
  selfSize: unknown;
  id: number;
  children: unknown[];
}

function node(functionName: string, selfSize: unknown, children: unknown[] = [], place: object = {}): MadeNode {
  return { callFrame: { functionName, scriptId: '0', url: '', lineNumber: -1, columnNumber: -1, ...place }, selfSize, id: 1, children };
}

const root = (...children: unknown[]): string => JSON.stringify({ head: node('(root)', 0, children), samples: [] });

describe('V8 heap profile importer', () => {
  it('has recorded profiles to look at', () => expect(fixtures.length).to.be.greaterThan(4));

  for (const path of fixtures) {
    it(`${path} has the total, samples and every function of the oracle`, async () => {
      const oracle = JSON.parse(readFileSync(`${path}.oracle.json`, 'utf8')) as Oracle;
      const bytes = readFileSync(path);
      const profile = await read(bytes);
      expect([profileTotal(profile), profile.sampleCount, profile.notes]).to.deep.equal([oracle.total, oracle.samples, []]);
      expect(rowsOf(profile)).to.deep.equal(oracle.functions.slice().sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)));
      const collected = path.includes('allocated');
      expect([profile.kind, profile.unit, profile.semantics]).to.deep.equal([collected ? 'alloc-bytes' : 'live-bytes', 'bytes', 'sampled']);
    });

    it(`${path} is the same pretty-printed, in small chunks, with a mark and with keys in another order`, async () => {
      const bytes = readFileSync(path);
      const expected = rowsOf(await read(bytes));
      const value = JSON.parse(bytes.toString()) as Record<string, unknown>;
      const reversed = JSON.stringify(value, (_, part: unknown) => (part !== null && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).reverse()) : part));
      for (const text of [bytes.toString(), `\ufeff${JSON.stringify(value, null, 2)}`, reversed]) {
        const claims = importers.filter((importer) => importer.recognise(headOf(Buffer.from(text)), 'unknown'));
        expect(claims.map(({ id }) => id)).to.deep.equal(['heapprofile']);
        expect(rowsOf(await read(text, {}, 61))).to.deep.equal(expected);
      }
    });
  }

  it('drops the root, keeps what it allocated itself, and adds equal stacks up', async () => {
    const a = node('a', 10, [node('b', 5), node('b', 7)]);
    const profile = await read(JSON.stringify({ samples: [{ size: 1 }, { size: 2 }], head: node('(root)', 3, [a, node('', 20, [], { url: 'file:///my%20app/x.mjs', lineNumber: 9, columnNumber: 4 })]) }));
    expect([profileTotal(profile), profile.sampleCount]).to.deep.equal([45, 2]);
    expect(rowsOf(profile)).to.deep.equal([['(anonymous)', '/my app/x.mjs', 10, 20, 20], ['a', '', 0, 10, 22], ['b', '', 0, 12, 12]]);
  });

  it('tells live from allocated by the key that our recorder adds', async () => {
    const kindOf = async (facts: unknown): Promise<unknown[]> => {
      const profile = await read(JSON.stringify({ head: node('(root)', 1), samples: [{}], perfReport: facts }));
      return [profile.kind, profile.sampleCount];
    };
    expect(await kindOf({ collected: true, samples: 12 })).to.deep.equal(['alloc-bytes', 12]);
    for (const other of [{ collected: false }, { collected: 'true' }, { collected: 1, samples: -1 }, 7, null, [true], { a: { collected: true } }]) expect(await kindOf(other)).to.deep.equal(['live-bytes', 1]);
    expect((await read(JSON.stringify({ head: node('(root)', 1) }))).sampleCount).to.equal(null);
  });

  it('tells functions on one line apart by their column, and only those', async () => {
    const at = (columnNumber: number): object => ({ url: 'x.min.js', lineNumber: 0, columnNumber });
    const profile = await read(root(node('t', 1, [], at(10)), node('t', 2, [], at(99)), node('u', 4, [], at(5))));
    expect(rowsOf(profile)).to.deep.equal([['t:100', 'x.min.js', 1, 2, 2], ['t:11', 'x.min.js', 1, 1, 1], ['u', 'x.min.js', 1, 4, 4]]);
  });

  it('counts sizes that are no numbers as nothing, with a note', async () => {
    const profile = await read(root(node('a', '12'), node('b', null), node('c', 8), node('d', -2)));
    expect(profileTotal(profile)).to.equal(6);
    expect(profile.notes.map(({ code, text }) => `${code}: ${text}`)).to.deep.equal(['no-size: 2 nodes do not say how much they allocated: they count as 0 bytes']);
  });

  it('is read the same through the importer list', async () => {
    const set = await importBytes(heapprofileImporter, Buffer.from(root(node('a', 1))));
    expect([set.format, set.profiles.length, set.defaultProfile]).to.deep.equal(['heapprofile', 1, 0]);
  });
});
