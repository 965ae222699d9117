import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import fg from 'fast-glob';
import { functionTable, profileTotal } from '../../src/core/analysis/function-table.ts';
import { InputError } from '../../src/core/errors.ts';
import type { ProfileSet, StackProfile } from '../../src/core/model/profile.ts';
import { cpuprofileImporter } from '../../src/importers/cpuprofile.ts';
import { speedscopeImporter } from '../../src/importers/speedscope.ts';
import { checkProfileSet } from '../helpers/invariants.ts';
import { headOf, importBytes } from '../helpers/memory-source.ts';
import { sumsOf } from '../helpers/stack-sums.ts';

const fixtures = fg.sync('test/fixtures/speedscope/*/*.speedscope.json').sort();

/** What test/fixtures/speedscope/oracle.py prints per profile. */
interface Oracle {
  readonly name: string;
  readonly unit: string;
  readonly total: number;
  readonly samples: number | null;
  /** name, file, line, self, inclusive */
  readonly functions: readonly [string, string, number, number, number][];
}

async function read(content: object | Uint8Array, chunkSize?: number): Promise<ProfileSet> {
  const set = await importBytes(speedscopeImporter, content instanceof Uint8Array ? content : Buffer.from(JSON.stringify(content)), 'unknown', chunkSize);
  checkProfileSet(set);
  return set;
}

const stackProfiles = (set: ProfileSet): StackProfile[] => set.profiles as StackProfile[];

async function failure(content: object | string): Promise<string> {
  const bytes = Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
  const error: unknown = await importBytes(speedscopeImporter, bytes).then(() => null, (thrown: unknown) => thrown);
  if (!(error instanceof InputError)) throw new Error(`no InputError but ${String(error)}`);
  return error.message;
}

function rowsOf(profile: StackProfile): Map<string, [number, number]> {
  // Each frame by itself: lines of one function are not merged.
  const table = functionTable({ ...profile, frameLine: 'definition' });
  const { name, file, line } = profile.frames;
  const rows = new Map<string, [number, number]>();
  for (let row = 0; row < table.length; row++) {
    const frame = table.frame[row] as number;
    if (table.total[row] !== 0) rows.set(JSON.stringify([name[frame], file[frame], line[frame]]), [table.self[row] as number, table.total[row] as number]);
  }
  return rows;
}

describe('speedscope JSON importer', () => {
  it('has recorded profiles to look at', () => expect(fixtures.length).to.be.greaterThan(3));

  for (const path of fixtures) {
    describe(path, () => {
      const bytes = readFileSync(path);
      const oracle = JSON.parse(readFileSync(`${path}.oracle.json`, 'utf8')) as Oracle[];

      it('is recognised by content', () => {
        expect(speedscopeImporter.recognise(headOf(bytes), 'unknown')).to.equal(true);
        expect(cpuprofileImporter.recognise(headOf(bytes), 'unknown')).to.equal(false);
        const { $schema, ...rest } = JSON.parse(bytes.toString()) as Record<string, unknown>;
        expect($schema).to.be.a('string');
        expect(speedscopeImporter.recognise(headOf(Buffer.from(JSON.stringify(rest))), 'unknown')).to.equal(true);
      });

      it('has the total, samples and every frame of the oracle', async () => {
        const profiles = stackProfiles(await read(bytes));
        expect(profiles.map(({ title }) => title)).to.deep.equal(oracle.map(({ name }) => name));
        profiles.forEach((profile, index) => {
          const expected = oracle[index] as Oracle;
          expect(profileTotal(profile)).to.be.closeTo(expected.total, 1e-9 * Math.abs(expected.total));
          expect(profile.sampleCount).to.equal(expected.samples);
          const rows = rowsOf(profile);
          expect([...rows.keys()].sort()).to.deep.equal(expected.functions.map(([name, file, line]) => JSON.stringify([name, file, line])).sort());
          for (const [name, file, line, self, total] of expected.functions) {
            const row = rows.get(JSON.stringify([name, file, line])) as [number, number];
            expect(row[0], name).to.be.closeTo(self, 1e-9 * expected.total);
            expect(row[1], name).to.be.closeTo(total, 1e-9 * expected.total);
          }
        });
      });

      it('is the same in chunks of any size, pretty-printed and with keys in another order', async () => {
        const expected = stackProfiles(await read(bytes)).map((profile) => [...rowsOf(profile)].sort());
        const value = JSON.parse(bytes.toString()) as object;
        const reversed = JSON.parse(JSON.stringify(value), (_, part: unknown) => (part !== null && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).reverse()) : part)) as object;
        for (const content of [Buffer.from(JSON.stringify(value, null, 1)), reversed]) expect(stackProfiles(await read(content)).map((profile) => [...rowsOf(profile)].sort())).to.deep.equal(expected);
        for (const chunkSize of [5, 4096]) expect(stackProfiles(await read(bytes, chunkSize)).map((profile) => [...rowsOf(profile)].sort())).to.deep.equal(expected);
      });

      const printed = `${path}.oracle.txt`;
      if (!existsSync(printed)) return;
      it('agrees with what the tool printed', async () => {
        const text = readFileSync(printed, 'utf8');
        const [profile] = stackProfiles(await read(bytes)) as [StackProfile];
        const samples = Number(/Samples: +(\d+)/.exec(text)?.[1]);
        const duration = /Duration: +([\d.]+)/.exec(text)?.[1];
        if (duration === undefined) expect(profile.sampleCount).to.equal(samples);
        else expect(profile.durationSeconds).to.be.closeTo(Number(duration), 0.01);
      });
    });
  }

  it('says what profiles measure', async () => {
    const facts = async (tool: string): Promise<unknown[]> => {
      const set = await read(readFileSync(fg.sync(`test/fixtures/speedscope/${tool}-*/*.speedscope.json`)[0] as string));
      return [...stackProfiles(set).map(({ kind, unit, semantics, frameLine, samples }) => [kind, unit, semantics, frameLine, samples.timeOrdered].join(' ')), set.notes.map(({ text }) => text.replace(/@.*/, '')).join()];
    };
    expect(await facts('py-spy')).to.deep.equal(['wall seconds sampled executing true', 'written by py-spy']);
    expect(await facts('pyinstrument')).to.deep.equal(['wall seconds sampled definition true', 'written by pyinstrument']);
    expect(await facts('memray')).to.deep.equal(['live-bytes bytes snapshot executing false', 'live-objects count snapshot executing false', 'written by memray']);
    expect(await facts('speedscope')).to.deep.equal(['wall seconds sampled definition true', 'written by speedscope']);
    const pySpy = await read(readFileSync(fg.sync('test/fixtures/speedscope/py-spy-*/*.json')[0] as string));
    expect(pySpy.profiles[0]?.thread).to.equal(pySpy.profiles[0]?.title);
  });

  const frames = [{ name: 'main', file: 'a.py', line: 1 }, { name: 'work', file: 'a.py', line: 9, col: 3 }, { name: 'work', file: 'a.py', line: 9, col: 8 }, { name: '' }];
  const sampled = (facts: object = {}): object => ({ type: 'sampled', name: 'cpu of x', unit: 'milliseconds', startValue: 0, endValue: 9, samples: [[0, 1], [0, 2], [], [0, 3]], weights: [1, 2, 4, 0.5], ...facts });
  const evented = (facts: object = {}): object => ({
    type: 'evented', name: 'Thread 7', unit: 'nanoseconds', startValue: 0, endValue: 100,
    events: [['O', 0, 5], ['O', 1, 10], ['C', 1, 30], ['O', 2, 30], ['C', 2, 40], ['C', 0, 45], ['O', 0, 60], ['C', 0, 65]].map(([type, frame, at]) => ({ type, frame, at })),
    ...facts,
  });
  const file = (profiles: object[], facts: object = {}): object => ({ $schema: 'https://www.speedscope.app/file-format-schema.json', shared: { frames }, profiles, name: 'all', ...facts });

  it('reads several profiles of any unit, merges equal frames and obeys activeProfileIndex', async () => {
    const set = await read(file([sampled(), evented(), sampled({ unit: 'bytes', name: 'heap in use' }), sampled({ unit: 'bytes', name: '' }), sampled({ unit: 'none' }), sampled({ unit: 'parsecs' })], { activeProfileIndex: 1, exporter: 'x' }));
    const profiles = stackProfiles(set);
    expect(profiles.map(({ title, kind, unit, thread }) => [title, kind, unit, thread])).to.deep.equal([
      ['cpu of x', 'cpu', 'milliseconds', null], ['Thread 7', 'wall', 'nanoseconds', 'Thread 7'], ['heap in use', 'live-bytes', 'bytes', null], ['all', 'alloc-bytes', 'bytes', null], ['cpu of x', 'samples', 'count', null], ['cpu of x', 'samples', 'count', null],
    ]);
    expect(set.defaultProfile).to.equal(1);
    expect(profiles[5]?.notes[0]?.code).to.equal('unknown-unit');
    expect(profiles[0]?.frames.name).to.deep.equal(['main', 'work', '(anonymous)']);
    expect(sumsOf(profiles[0] as StackProfile)).to.deep.equal({ total: 7.5, self: { work: 3, '': 4, '(anonymous)': 0.5 }, inclusive: { main: 3.5, work: 3, '(anonymous)': 0.5 } });
    expect(profiles[0]?.durationSeconds).to.equal(0.009);
    const odd = await read(file([sampled()], { activeProfileIndex: 9 }));
    expect([odd.defaultProfile, odd.notes[0]?.code]).to.deep.equal([0, 'active-profile']);
  });

  it('counts the time between events, and no gap', async () => {
    const [profile] = stackProfiles(await read(file([evented()]))) as [StackProfile];
    expect(sumsOf(profile)).to.deep.equal({ total: 45, self: { main: 15, work: 30 }, inclusive: { main: 45, work: 30 } });
    expect(profile.notes.map(({ text }) => text)).to.deep.equal(['for 15 nanoseconds no frame was open: this time is not counted']);
    expect([profile.sampleCount, profile.samples.timeOrdered, [...profile.samples.weight]]).to.deep.equal([null, true, [5, 20, 10, 10]]);
  });

  it('keeps negative weights and says so', async () => {
    const [profile] = stackProfiles(await read(file([sampled({ weights: [1, -2, 0, 5] })]))) as [StackProfile];
    expect([profileTotal(profile), profile.notes[0]?.code, profile.samples.timeOrdered]).to.deep.equal([4, 'negative-weights', false]);
  });

  for (const [name, content, message] of [
    ['no profile', file([]), 'the file holds no profile'],
    ['neither samples nor events', file([{ type: 'sampled', name: 'x', unit: 'none' }]), 'profiles[0] has neither samples nor events'],
    ['fewer weights', file([sampled({ weights: [1] })]), 'profiles[0] has 4 samples but 1 weights'],
    ['no weights', file([sampled({ weights: null })]), 'profiles[0] has 4 samples but no weights'],
    ['a null weight', file([sampled(), sampled({ weights: [1, 2, null, 4] })]), 'profiles[1].weights[2] is "null", not a number'],
    ['a NaN weight', JSON.stringify(file([sampled()])).replace('"weights":[1', '"weights":[NaN'), 'profiles[0].weights[0] is "NaN", not a number'],
    ['a frame out of range', file([sampled({ samples: [[0], [1], [4], [0]] })]), 'profiles[0] names frame 4, but shared.frames has 4 entries'],
    ['a huge frame', file([sampled({ samples: [[0], [1], [1e12], [0]] })]), 'profiles[0].samples[2] names frame 1000000000000, which is no index of shared.frames'],
    ['a negative frame', file([sampled({ samples: [[0], [-1], [1], [0]] })]), 'profiles[0].samples[1] names frame -1, which is no index of shared.frames'],
    ['a frame left open', file([evented({ events: [{ type: 'O', frame: 1, at: 0 }] })]), 'profiles[0].events ends while 1 frames are open (innermost: frame 1)'],
    ['a close too many', file([evented({ events: [{ type: 'C', frame: 1, at: 0 }] })]), 'profiles[0].events[0] closes frame 1, but none is open'],
    ['a close of another', file([evented({ events: [{ type: 'O', frame: 1, at: 0 }, { type: 'C', frame: 0, at: 2 }] })]), 'profiles[0].events[1] closes frame 0 while frame 1 is the innermost'],
    ['decreasing time', file([evented({ events: [{ type: 'O', frame: 1, at: 5 }, { type: 'C', frame: 1, at: 4 }] })]), 'profiles[0].events[1] is at 4, before the event in front of it (5)'],
    ['a time of null', file([evented({ events: [{ type: 'O', frame: 1, at: null }] })]), 'profiles[0].events[0].at is "null", not a number'],
    ['an event without time', file([evented({ events: [{ type: 'O', frame: 1 }] })]), 'profiles[0].events[0] lacks its type, frame or at'],
    ['an unknown event', file([evented({ events: [{ type: 'X', frame: 1, at: 1 }] })]), 'profiles[0].events[0] has the type "X", not "O" or "C"'],
  ] as const) {
    it(`refuses ${name}`, async () => expect(await failure(content)).to.equal(message));
  }
});
