import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fg from 'fast-glob';
import { functionTable, profileTotal } from '../../src/core/analysis/function-table.ts';
import type { StackProfile } from '../../src/core/model/profile.ts';
import { cpuprofileImporter } from '../../src/importers/cpuprofile.ts';
import { speedscopeImporter } from '../../src/importers/speedscope.ts';
import { checkProfileSet } from '../helpers/invariants.ts';
import { headOf, importBytes } from '../helpers/memory-source.ts';

const fixtures = fg.sync('test/fixtures/cpuprofile/*/*.cpuprofile').sort();

/** What test/fixtures/cpuprofile/oracle.py prints. */
interface Oracle {
  readonly total: number;
  readonly samples: number;
  readonly negative: number;
  /** name, file, line, self, inclusive */
  readonly functions: readonly [string, string, number, number, number][];
  /** name, file, line of the function, line, cost */
  readonly lines: readonly [string, string, number, number, number][];
}

async function read(text: string | Uint8Array, chunkSize?: number): Promise<StackProfile> {
  const set = await importBytes(cpuprofileImporter, typeof text === 'string' ? Buffer.from(text) : text, 'unknown', chunkSize);
  checkProfileSet(set);
  return set.profiles[0] as StackProfile;
}

function rowsOf(profile: StackProfile): unknown[] {
  const table = functionTable(profile);
  const { name, file, line } = profile.frames;
  return Array.from({ length: table.length }, (_, row) => row)
    .filter((row) => table.total[row] !== 0)
    .map((row) => {
      const frame = table.frame[row] as number;
      return [name[frame], file[frame], line[frame], table.self[row], table.total[row]];
    });
}

const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

describe('V8 CPU profile importer', () => {
  it('has recorded profiles to look at', () => expect(fixtures.length).to.be.greaterThan(4));

  for (const path of fixtures) {
    describe(path, () => {
      const bytes = readFileSync(path);
      const oracle = JSON.parse(readFileSync(`${path}.oracle.json`, 'utf8')) as Oracle;

      it('is recognised by content', () => {
        expect(cpuprofileImporter.recognise(headOf(bytes), 'unknown')).to.equal(true);
        expect(speedscopeImporter.recognise(headOf(bytes), 'unknown')).to.equal(false);
      });

      it('has the total, samples and every function of the oracle', async () => {
        const profile = await read(bytes);
        expect(profileTotal(profile)).to.equal(oracle.total);
        expect(profile.sampleCount).to.equal(oracle.samples);
        expect(rowsOf(profile).sort(byText)).to.deep.equal(oracle.functions.slice().sort(byText));
        const note = profile.notes.find(({ code }) => code === 'negative-deltas');
        expect(note?.text.startsWith(`${oracle.negative} of`) ?? false).to.equal(oracle.negative > 0);
      });

      it('has the line costs of the oracle, and they add up to self values', async () => {
        const { lineCosts, frames, ...profile } = await read(bytes);
        const rows = Array.from(lineCosts?.frame ?? [], (frame, i) => [frames.name[frame], frames.file[frame], frames.line[frame], lineCosts?.line[i], Math.round((lineCosts?.cost[i] as number) * 1e6) / 1e6]);
        expect(rows.sort(byText)).to.deep.equal(oracle.lines.slice().sort(byText));
        expect(rows.length).to.be.greaterThan(0);
        const table = functionTable({ ...profile, frames, lineCosts });
        const costs = new Float64Array(frames.length);
        lineCosts?.frame.forEach((frame, i) => (costs[frame] = (costs[frame] as number) + (lineCosts.cost[i] as number)));
        for (let row = 0; row < table.length; row++) expect(costs[table.frame[row] as number]).to.be.at.most((table.self[row] as number) + 1e-6);
      });

      it('is the same in chunks of any size, pretty-printed, with a mark and with keys in another order', async () => {
        const expected = rowsOf(await read(bytes));
        const value = JSON.parse(bytes.toString()) as Record<string, unknown>;
        const reversed = JSON.stringify(value, (_, part: unknown) => (part !== null && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).reverse()) : part));
        for (const chunkSize of [7, 4096]) expect(rowsOf(await read(bytes, chunkSize))).to.deep.equal(expected);
        expect(rowsOf(await read(`\ufeff${JSON.stringify(value, null, 2)}`))).to.deep.equal(expected);
        expect(rowsOf(await read(reversed)).sort(byText)).to.deep.equal(expected.slice().sort(byText));
      });
    });
  }

  it('charges a garbage collection to the function that was running', async () => {
    const profile = await read(JSON.stringify(made({
      names: ['(root)', 'main', '(garbage collector)', '(idle)', 'alloc', '(program)'],
      children: { 1: [2, 3, 4, 6], 2: [5] },
      samples: [5, 3, 3, 4, 3, 2, 6, 3],
      deltas: [10, 1, 2, 4, 8, 16, 32, 64],
      end: 255,
    })));
    expect(stacksOf(profile)).to.deep.equal({
      'main>alloc': 1, 'main>alloc>(garbage collector)': 6, '(idle)': 8, '(garbage collector)': 16 + 118, main: 32, '(program)': 64,
    });
    expect(profile.samples.timeOrdered).to.equal(true);
    expect([profile.title, profile.kind, profile.unit, profile.semantics, profile.durationSeconds]).to.deep.equal(['Wall time', 'wall', 'microseconds', 'sampled', 255e-6]);
  });

  it('keeps the total where deltas are negative', async () => {
    // Sample times 10, 30, 24, 50, 90, 85; the recording ends at 88.
    const profile = await read(JSON.stringify(made({ names: ['(root)', 'a', 'b', 'c'], children: { 1: [2, 3, 4] }, samples: [2, 3, 2, 4, 3, 2], deltas: [10, 20, -6, 26, 40, -5], end: 88 })));
    // The clock stands still at 30 and is never past 88: 10, 30, 30, 50, 88, 88, 88.
    expect(stacksOf(profile)).to.deep.equal({ a: 20 + 20, c: 38 });
    expect(profileTotal(profile)).to.equal(78);
    expect(profile.notes.map(({ text }) => text)).to.deep.equal(['2 of 6 intervals between samples were negative: they count as empty, the time they lack was taken from their neighbours']);
    const backwards = await read(JSON.stringify(made({ names: ['(root)', 'a'], children: { 1: [2] }, samples: [2, 2], deltas: [10, 5], end: 3 })));
    expect([profileTotal(backwards), backwards.notes.map(({ code }) => code)]).to.deep.equal([0, ['end-before-start', 'negative-deltas']]);
  });

  it('counts hits where samples are missing, and samples where times are', async () => {
    const profile = made({ names: ['(root)', 'a', 'b'], children: { 1: [2], 2: [3] }, samples: [2, 3, 3], deltas: [1, 2, 3], end: 9 });
    profile.nodes.forEach((node, i) => (node.hitCount = i * 2));
    const hits = await read(JSON.stringify({ ...profile, samples: undefined, timeDeltas: undefined }));
    expect([stacksOf(hits), hits.unit, hits.kind, hits.sampleCount, hits.samples.timeOrdered]).to.deep.equal([{ a: 2, 'a>b': 4 }, 'count', 'samples', 6, false]);
    expect(hits.notes[0]?.code).to.equal('no-samples');
    const counted = await read(JSON.stringify({ ...profile, timeDeltas: [] }));
    expect([stacksOf(counted), counted.unit, counted.notes[0]?.code]).to.deep.equal([{ a: 1, 'a>b': 2 }, 'count', 'no-times']);
    const endless = await read(JSON.stringify({ ...profile, endTime: null }));
    expect([stacksOf(endless), endless.notes[0]?.code]).to.deep.equal([{ a: 2, 'a>b': 3 }, 'no-end']);
  });

  it('links nodes by parent too, in any order and with sparse ids', async () => {
    const callFrame = (functionName: string): object => ({ functionName, scriptId: 7, url: '', lineNumber: -1, columnNumber: -1 });
    const nodes = [
      { id: 2147483647, callFrame: callFrame('leaf'), parent: 2100000000 },
      { id: 2100000000, callFrame: callFrame('main'), parent: 3 },
      { id: 3, callFrame: callFrame('(root)') },
    ];
    const profile = await read(JSON.stringify({ nodes, startTime: 0, endTime: 30, samples: [2147483647, 2100000000, 2147483647], timeDeltas: [0, 10, 10] }));
    expect(stacksOf(profile)).to.deep.equal({ 'main>leaf': 20, main: 10 });
  });

  it('tells functions on one line apart by their column, and only those', async () => {
    const frame = (functionName: string, columnNumber: number, url = 'file:///srv/my%20app/x.min.js'): object => ({ functionName, scriptId: '1', url, lineNumber: 0, columnNumber });
    const nodes = [frame('t', 10), frame('t', 99), frame('t', 10), frame('u', 5), frame('', 7, 'node:fs'), frame('x', 0, 'file:///C:/app/%zz.js')].map((callFrame, i) => ({ id: i + 1, callFrame }));
    const { frames } = await read(JSON.stringify({ nodes, startTime: 0, endTime: 6, samples: [1, 2, 3, 4, 5, 6], timeDeltas: [0, 1, 1, 1, 1, 1] }));
    expect(frames.name).to.deep.equal(['t:11', 't:100', 'u', '(anonymous)', 'x']);
    expect(frames.file).to.deep.equal(['/srv/my app/x.min.js', '/srv/my app/x.min.js', '/srv/my app/x.min.js', 'node:fs', 'C:/app/%zz.js']);
    expect([...Array.from(frames.line)]).to.deep.equal([1, 1, 1, 1, 1]);
  });

  it('uses the end of old files where it is exact', async () => {
    const head = { functionName: '(root)', url: '', lineNumber: 0, id: 1, hitCount: 0, children: [{ functionName: 'a', url: 'x.js', lineNumber: 4, id: 2, hitCount: 2, children: [] }] };
    const exact = await read(JSON.stringify({ head, startTime: 5.0001, endTime: 5.25, samples: [2, 2], timestamps: [5000200, 5200000] }));
    expect([profileTotal(exact), exact.notes, exact.frames.line[0]]).to.deep.equal([49800 + 200000, [], 4]);
    const whole = await read(JSON.stringify({ head, startTime: 5, endTime: 6, samples: [2, 2], timestamps: [5000200, 5200000] }));
    expect([profileTotal(whole), whole.notes[0]?.code, whole.durationSeconds]).to.deep.equal([199800, 'no-end', 0.1998]);
  });
});

interface MadeNode { id: number; callFrame: object; hitCount: number; children?: readonly number[] }

/** A profile whose node i + 1 is called names[i]. */
function made({ names, children, samples, deltas, end }: { names: string[]; children: Record<number, number[]>; samples: number[]; deltas: number[]; end: number }): { nodes: MadeNode[]; startTime: number; endTime: number; samples: number[]; timeDeltas: number[] } {
  const nodes = names.map((functionName, i) => ({
    id: i + 1,
    callFrame: { functionName, scriptId: '0', url: '', lineNumber: -1, columnNumber: -1 },
    hitCount: 0,
    ...(children[i + 1] === undefined ? {} : { children: children[i + 1] as number[] }),
  }));
  return { nodes, startTime: 0, endTime: end, samples, timeDeltas: deltas };
}

function stacksOf({ frames, stacks, samples }: StackProfile): Record<string, number> {
  const sums: Record<string, number> = {};
  samples.stack.forEach((node, row) => {
    const names: string[] = [];
    for (let step = node; step !== 0; step = stacks.parent[step] as number) names.unshift(frames.name[stacks.frame[step] as number] as string);
    const key = names.join('>');
    sums[key] = (sums[key] ?? 0) + (samples.weight[row] as number);
  });
  return sums;
}
