import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fg from 'fast-glob';
import { functionTable, profileTotal } from '../../src/core/analysis/function-table.ts';
import { InputError } from '../../src/core/errors.ts';
import { importLimits, type ImportLimits } from '../../src/core/limits.ts';
import type { ProfileSet, StackProfile } from '../../src/core/model/profile.ts';
import { cpuprofileImporter } from '../../src/importers/cpuprofile.ts';
import type { Importer } from '../../src/importers/importer.ts';
import { speedscopeImporter } from '../../src/importers/speedscope.ts';
import { seededRandom } from '../helpers/fixtures.ts';
import { checkProfileSet } from '../helpers/invariants.ts';
import { headOf, memorySource } from '../helpers/memory-source.ts';

const fixtures: [Importer, string][] = [
  ...fg.sync('test/fixtures/cpuprofile/*/*.cpuprofile').sort().map((path): [Importer, string] => [cpuprofileImporter, path]),
  ...fg.sync('test/fixtures/speedscope/*/*.speedscope.json').sort().map((path): [Importer, string] => [speedscopeImporter, path]),
];

function read(importer: Importer, text: string | Uint8Array, limits: Partial<ImportLimits> = {}): Promise<ProfileSet> {
  return importer.read(memorySource(typeof text === 'string' ? Buffer.from(text) : text), { ...importLimits, ...limits });
}

async function profileOf(importer: Importer, text: string, limits: Partial<ImportLimits> = {}): Promise<StackProfile> {
  const set = await read(importer, text, limits);
  checkProfileSet(set);
  return set.profiles[0] as StackProfile;
}

async function failure(importer: Importer, text: string | Uint8Array): Promise<InputError> {
  const error: unknown = await read(importer, text).then(() => null, (thrown: unknown) => thrown);
  if (!(error instanceof InputError)) throw new Error(`no InputError but ${String(error)}`);
  return error;
}

const callFrame = (functionName: string): object => ({ functionName, scriptId: '0', url: 'a.js', lineNumber: 0, columnNumber: 0 });
const node = (id: number, name: string, rest: object = {}): object => ({ id, callFrame: callFrame(name), hitCount: 0, ...rest });
const cpuprofile = (nodes: object[], rest: object = {}): string => JSON.stringify({ nodes, startTime: 0, endTime: 10, samples: [1], timeDeltas: [0], ...rest });

describe('JSON profiles, hostile', () => {
  for (const [importer, path] of fixtures) {
    it(`${path} cut at every seventh is refused with the offset`, async () => {
      const bytes = readFileSync(path);
      for (let part = 0; part < 7; part++) {
        const length = Math.floor((bytes.length * part) / 7);
        const error = await failure(importer, bytes.subarray(0, length));
        expect(error.place.offset).to.equal(length);
        expect(error.hint).to.match(/cut/);
      }
    });

    it(`${path} with flipped bytes is refused or read, never worse`, async () => {
      const random = seededRandom(path.length);
      const original = readFileSync(path);
      for (let i = 0; i < 30; i++) {
        const bytes = Uint8Array.from(original);
        for (let flips = 0; flips < 3; flips++) bytes[random(bytes.length)] = i % 2 === 0 ? random(256) : 48 + random(10);
        importer.recognise(headOf(bytes), 'unknown');
        const set = await read(importer, bytes).catch((error: unknown) => {
          if (error instanceof InputError) return null;
          throw error;
        });
        if (set !== null) checkProfileSet(set);
      }
    });
  }

  it('reads an old head of 100,000 nested children', async () => {
    const depth = 100_000;
    const text = Array.from({ length: depth }, (_, i) => `{"functionName":"f${i}","url":"","lineNumber":1,"hitCount":0,"children":[`).join('');
    const ends = Array.from({ length: depth }, (_, i) => `],"id":${depth - i}}`).join('');
    const profile = await profileOf(cpuprofileImporter, `{"head":${text}${ends},"samples":[${depth}],"timestamps":[5],"startTime":1,"endTime":1}`);
    expect(profile.stacks.length).to.equal(depth + 1);
    expect(functionTable(profile).length).to.equal(depth);
  });

  it('reads a chain of 30,000 nodes in any order, and cuts it at the depth limit with a note', async () => {
    const depth = 30_000;
    const nodes = Array.from({ length: depth }, (_, i) => node(i + 1, `f${i}`, i + 1 < depth ? { children: [i + 2] } : {})).reverse();
    const text = cpuprofile(nodes, { samples: [depth] });
    expect((await profileOf(cpuprofileImporter, text)).stacks.length).to.equal(depth + 1);
    const cut = await profileOf(cpuprofileImporter, text, { maxStackDepth: 1000 });
    expect([cut.stacks.length, profileTotal(cut), cut.notes.map(({ code }) => code)]).to.deep.equal([1001, 10, ['cut-depth']]);
  });

  it('reads a stack of 100,000 frames and as many open events', async () => {
    const depth = 100_000;
    const frames = Array.from({ length: depth }, (_, i) => ({ name: `f${i}` }));
    const indices = frames.map((_, i) => i);
    const events = [...indices.map((frame) => ({ type: 'O', frame, at: 1 })), ...indices.toReversed().map((frame) => ({ type: 'C', frame, at: 3 }))];
    const sampled = { type: 'sampled', name: 's', unit: 'seconds', samples: [indices], weights: [2] };
    const text = JSON.stringify({ shared: { frames }, profiles: [sampled, { type: 'evented', name: 'e', unit: 'seconds', events }] });
    const set = await read(speedscopeImporter, text);
    for (const profile of set.profiles as StackProfile[]) expect([profile.stacks.length, profileTotal(profile)]).to.deep.equal([depth + 1, 2]);
    const cut = await read(speedscopeImporter, text, { maxStackDepth: 100 });
    for (const profile of cut.profiles as StackProfile[]) expect([profile.stacks.length, profileTotal(profile), profile.notes[0]?.code]).to.deep.equal([101, 2, 'cut-depth']);
  });

  it('skips unknown values nested a million deep', async () => {
    const deep = '['.repeat(1e6) + ']'.repeat(1e6);
    const profile = await profileOf(cpuprofileImporter, `{"x":${deep},${cpuprofile([node(1, 'a', { odd: '@' })]).slice(1).replace('"@"', deep)}`);
    expect(profileTotal(profile)).to.equal(10);
    const inFrame = cpuprofile([node(1, 'a')]).replace('"scriptId":"0"', `"scriptId":${'{"a":'.repeat(1e5)}1${'}'.repeat(1e5)}`);
    expect(profileTotal(await profileOf(cpuprofileImporter, inFrame))).to.equal(10);
  });

  it('refuses nodes that contradict each other', async () => {
    const messages = await Promise.all(
      [
        cpuprofile([node(1, 'a'), node(1, 'b')]),
        cpuprofile([node(1, 'a', { children: [3] }), node(2, 'b', { children: [3] }), node(3, 'c')]),
        cpuprofile([node(1, 'a'), node(2, 'b', { children: [3] }), node(3, 'c', { children: [2] })]),
        cpuprofile([node(1, 'a', { parent: 1 })]),
        cpuprofile([node(1.5, 'a')]),
        cpuprofile([node(-1, 'a')]),
        cpuprofile([{ id: 1 }]),
        cpuprofile([]),
        cpuprofile([node(1, 'a')], { samples: [1, 1] }),
        '{"samples":[1],"timeDeltas":[1]}',
        cpuprofile([node(1, 'a')], { timeDeltas: [null] }),
      ].map(async (text) => (await failure(cpuprofileImporter, text)).message),
    );
    expect(messages).to.deep.equal([
      'two nodes have the id 1',
      'node 3 is a child of two nodes',
      'node 2 is its own ancestor',
      'node 1 is its own ancestor',
      'node 0 has the id 1.5, which is no whole number below 2^31',
      'node 0 has the id -1, which is no whole number below 2^31',
      'nodes[0] has no callFrame',
      'the profile holds no nodes',
      'samples has 2 entries but timeDeltas has 1',
      'the profile holds no nodes',
      'timeDeltas[0] is "null", not a number',
    ]);
  });

  it('counts samples and links whose node is missing', async () => {
    const profile = await profileOf(cpuprofileImporter, cpuprofile([node(1, 'a', { children: [77] })], { samples: [1, 99, 99, 1e300, 1], timeDeltas: [0, 1, 1, 1, 1] }));
    expect(profile.notes.map(({ code }) => code)).to.deep.equal(['unknown-child', 'unknown-node']);
    expect(profile.notes[1]?.text).to.match(/^3 of 5 samples/);
    const table = functionTable(profile);
    expect(Array.from(table.self)).to.deep.equal([1 + 6, 3]);
    expect(profile.frames.name).to.deep.equal(['a', '(unknown node)']);
  });

  it('takes names for what they are', async () => {
    const names = ['__proto__', 'constructor', '</script><script>alert(1)</script>', "$&$'", '\u202Egnp.exe', '\u2028', 'x'.repeat(5000), '"}]\\', 'größe 漢字'];
    const nodes = names.map((name, i) => node(i + 1, name, { ['__proto__']: 1 }));
    const samples = names.map((_, i) => i + 1);
    const profile = await profileOf(cpuprofileImporter, cpuprofile(nodes, { samples, timeDeltas: samples.map(() => 1), ['__proto__']: { polluted: 1 } }).replace('{', '{"__proto__":{"polluted":1},'));
    expect(profile.frames.name).to.deep.equal(names.map((name) => (name.length > 4000 ? `${name.slice(0, 4000)}…` : name)));
    expect(profile.notes.map(({ code }) => code)).to.deep.equal(['cut-names']);
    const set = await read(speedscopeImporter, JSON.stringify({ shared: { frames: names.map((name) => ({ name })) }, profiles: [{ type: 'sampled', name: names[2], unit: 'none', samples: [[0, 1, 2]], weights: [1] }] }));
    expect(set.profiles[0]?.frames.name.slice(0, 6)).to.deep.equal(names.slice(0, 6));
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
  });

  it('folds functions and stacks past the limits and says so', async () => {
    const nodes = Array.from({ length: 50 }, (_, i) => node(i + 1, `f${i}`, i < 49 ? { children: [i + 2] } : {}));
    const samples = nodes.map((_, i) => i + 1);
    const text = cpuprofile(nodes, { samples, timeDeltas: samples.map(() => 1), endTime: 100 });
    const fewFrames = await profileOf(cpuprofileImporter, text, { maxFrames: 10 });
    expect([fewFrames.frames.length, fewFrames.frames.name.at(-1), profileTotal(fewFrames), fewFrames.notes[0]?.code]).to.deep.equal([11, '(more functions)', 99, 'more-functions']);
    const fewStacks = await profileOf(cpuprofileImporter, text, { maxStackNodes: 20 });
    expect([fewStacks.stacks.length, profileTotal(fewStacks), fewStacks.notes[0]?.code]).to.deep.equal([20, 99, 'cut-stacks']);
    const file = JSON.stringify({ shared: { frames: nodes.map((_, i) => ({ name: `f${i}` })) }, profiles: [{ type: 'sampled', name: 'x', unit: 'none', samples: [samples.map((id) => id - 1)], weights: [3] }] });
    const set = await read(speedscopeImporter, file, { maxFrames: 10, maxStackNodes: 30 });
    checkProfileSet(set);
    const profile = set.profiles[0] as StackProfile;
    expect([profile.frames.length, profileTotal(profile), set.notes[0]?.code, profile.notes[0]?.code]).to.deep.equal([11, 3, 'more-functions', 'cut-stacks']);
  });

  it('spends less than 2 s a MB on what is made to be slow', async () => {
    const wide = cpuprofile(Array.from({ length: 20_000 }, (_, i) => node(i + 1, `f${i}`, i === 0 ? { children: Array.from({ length: 19_999 }, (_, k) => k + 2) } : {})));
    const sameHash = cpuprofile(Array.from({ length: 5_000 }, (_, i) => node(i + 1, 'n'.repeat(100), { callFrame: { functionName: `${'n'.repeat(60)}${i}${'n'.repeat(90)}`, url: 'u'.repeat(60) } })));
    const empties = `{"shared":{"frames":[]},"profiles":[${Array.from({ length: 20_000 }, () => '{"unit":"none","samples":[],"weights":[]}').join()}]}`;
    const brackets = `{"nodes":[{"callFrame":${'{'.repeat(1_000_000)}`;
    for (const [importer, text] of [[cpuprofileImporter, wide], [cpuprofileImporter, sameHash], [speedscopeImporter, empties], [cpuprofileImporter, brackets]] as const) {
      const before = process.cpuUsage();
      await read(importer, text).catch((error: unknown) => {
        if (!(error instanceof InputError)) throw error;
      });
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1e6).to.be.below(2 * Math.max(1, text.length / 1e6));
    }
  });
});
