import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { InputError } from '../../src/core/errors.ts';
import { importLimits } from '../../src/core/limits.ts';
import { makeHead } from '../../src/importers/head.ts';
import { pstatsImporter } from '../../src/importers/pstats.ts';
import { importPstats, Marshal, sourceOf } from './pstats-bytes.ts';

async function failureOf(bytes: Uint8Array): Promise<InputError> {
  try {
    await pstatsImporter.read(sourceOf(bytes, 'hostile.stats'), importLimits);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('expected the file to be refused');
}

async function expectRefusal(bytes: Uint8Array, message: RegExp, offset: number): Promise<void> {
  const failure = await failureOf(bytes);
  expect(failure.message).to.match(message);
  expect(failure.place.offset).to.equal(offset);
  expect(failure.hint).to.be.a('string');
}

function notes(profile: { notes: readonly { code: string }[] }): string[] {
  return profile.notes.map((note) => note.code);
}

const recording = readFileSync(new URL('../fixtures/pstats/cprofile-3.12.1/photo_app.stats', import.meta.url));

describe('pstats importer on damaged and hostile files', () => {
  for (const length of [5, 700, recording.length - 1]) {
    it(`names the byte at which a file cut to ${length} bytes ends`, async () => {
      const failure = await failureOf(recording.subarray(0, length));
      expect(failure.message).to.match(/ends where|announces/);
      expect(failure.place.offset).to.be.within(length - 60, length);
      expect(failure.hint).to.match(/cut/);
    });
  }

  it('refuses any cut of a file and never anything but InputError', async () => {
    for (let length = 0; length < recording.length; length += 7) await failureOf(recording.subarray(0, length));
  });

  it('refuses counts that need more bytes than follow', async () => {
    await expectRefusal(new Marshal().open().type('(').long(0x7fffffff).bytes(), /announces 2147483647 entries, but only 0 bytes follow/, 2);
    await expectRefusal(new Marshal().open().tuple(3).type('u').long(400).raw(0x61).bytes(), /announces 400 entries, but only 1 bytes follow/, 4);
  });

  it('refuses negative lengths', async () => {
    await expectRefusal(new Marshal().open().type('(').long(-1).bytes(), /negative length -1/, 2);
    await expectRefusal(new Marshal().open().tuple(3).type('s').long(-5).bytes(), /negative length -5/, 4);
  });

  it('refuses nesting deeper than 64 levels, where any object may stand', async () => {
    const deep = (levels: number): Buffer => {
      const out = new Marshal().open().key('a.py', 1, 'f').row(1, 1, 1, 1).open().close().tuple(1).text('__sampled__');
      for (let level = 0; level < levels; level++) out.tuple(1);
      return out.type('T').close().bytes();
    };
    expect((await importPstats(deep(64))).frames.length).to.equal(1);
    expect((await failureOf(deep(65))).message).to.match(/deeper than 64 levels/);
    expect((await failureOf(deep(50_000))).message).to.match(/deeper than 64 levels/);
  });

  it('refuses nesting where the table has none', async () => {
    const out = new Marshal().open();
    for (let level = 0; level < 50_000; level++) out.tuple(3);
    await expectRefusal(out.bytes(), /expected a file name, found marshal type "\)"/, 3);
  });

  it('refuses references to objects that do not exist or are not finished', async () => {
    await expectRefusal(new Marshal().open().ref(0).bytes(), /refers to object 0, but only 0 came before/, 1);
    await expectRefusal(new Marshal().open().ref(-1).bytes(), /refers to object -1/, 1);
    await expectRefusal(new Marshal().open(true).ref(0).bytes(), /refers to object 0, which contains this reference/, 1);
    await expectRefusal(new Marshal().open().tuple(3).type('R').long(2).bytes(), /interned string 2, but only 0 came before/, 3);
  });

  it('refuses tables, rows and callers that contain themselves', async () => {
    const row = (): Marshal => new Marshal().open().key('a.py', 1, 'f');
    expect((await failureOf(row().row(1, 1, 1, 1).open(true).key('b.py', 1, 'g').ref(0).bytes())).message).to.match(/contains this reference/);
    expect((await failureOf(row().row(1, 1, 1, 1).open(true).ref(0).bytes())).message).to.match(/contains this reference/);
    expect((await failureOf(row().row(1, 1, 1, 1, true).ref(0).bytes())).message).to.match(/contains this reference/);
    expect((await failureOf(row().tuple(5, true).ref(0).bytes())).message).to.match(/contains this reference/);
    expect((await failureOf(new Marshal().open().tuple(3, true).ref(0).bytes())).message).to.match(/contains this reference/);
  });

  it('refuses references to objects of another kind', async () => {
    const start = (): Marshal => new Marshal().open().tuple(3).text('a.py', true).int(1, true).text('f');
    expect((await failureOf(start().tuple(5).ref(0).bytes())).message).to.match(/expected a call count, found a reference to something else/);
    expect((await failureOf(start().row(1, 1, 1, 1).ref(1).bytes())).message).to.match(/expected a dict of callers, found a reference/);
    expect((await failureOf(start().ref(1).bytes())).message).to.match(/expected \(cc, nc, tt, ct, callers\), found a reference/);
    expect((await failureOf(start().row(1, 1, 1, 1).open().ref(0).bytes())).message).to.match(/expected a function key, found a reference/);
  });

  it('reads rows, callers and figures that are shared by reference', async () => {
    const bytes = new Marshal().open()
      .key('a.py', 1, 'f', true).row(1, 1, 0.5, 2, true).open(true).key('m.py', 1, 'main').edge(1, 1, 0.5, 2, true).close()
      .key('a.py', 2, 'g').row(1, 1, 0.25, 1).ref(2)
      .key('a.py', 3, 'h').ref(1)
      .key('m.py', 1, 'main').row(1, 1, 1, 4).open().ref(0).ref(3).close()
      .close().bytes();
    const { frames, graph } = await importPstats(bytes);
    expect(frames.name).to.deep.equal(['f', 'g', 'h', 'main']);
    expect([...graph.self]).to.deep.equal([0.5, 0.25, 0.5, 1]);
    expect([...graph.edges.caller]).to.deep.equal([3, 3, 3, 0]);
    expect([...graph.edges.callee]).to.deep.equal([0, 1, 2, 3]);
    expect([...graph.edges.total]).to.deep.equal([2, 2, 2, 2]);
  });

  it('bounds callers that are repeated by reference', async () => {
    const out = new Marshal().open().key('a.py', 1, 'f').row(1, 1, 1, 1).open(true);
    for (let caller = 0; caller < 2_000; caller++) out.key('m.py', caller, 'main').edge(1, 1, 1, 1);
    out.close();
    for (let row = 0; row < 2_000; row++) out.key('a.py', row + 2, 'f').row(1, 1, 1, 1).ref(0);
    const bytes = out.close().bytes();
    const before = process.memoryUsage().arrayBuffers;
    expect((await failureOf(bytes)).message).to.match(/repeats callers by reference/);
    expect(process.memoryUsage().arrayBuffers - before).to.be.below(20 * bytes.length);
  });

  it('refuses unknown types with their offset', async () => {
    await expectRefusal(new Marshal().open().type('?').bytes(), /found marshal type "\?"/, 1);
    await expectRefusal(new Marshal().open().tuple(3).raw(0x01, 0, 0).bytes(), /found marshal type 0x1/, 3);
    await expectRefusal(new Marshal().open().key('a', 1, 'f').row(1, 1, 1, 1).type('[').bytes(), /expected a dict of callers/, 50);
  });

  it('refuses keys, rows and callers of another shape', async () => {
    await expectRefusal(new Marshal().open().tuple(2).text('a').text('b').bytes(), /found a tuple of 2/, 1);
    await expectRefusal(new Marshal().open().tuple(1).text('other').bytes(), /found a tuple of 1/, 1);
    await expectRefusal(new Marshal().open().tuple(3).int(1).bytes(), /expected a file name/, 3);
    await expectRefusal(new Marshal().open().tuple(3).text('a').float(1).bytes(), /expected a line number, found a fraction/, 9);
    expect((await failureOf(new Marshal().open().key('a', 1, 'f').tuple(4).bytes())).message).to.match(/found a tuple of 4|announces/);
    expect((await failureOf(new Marshal().open().key('a', 1, 'f').row(1, 1, 1, 1).open().key('b', 1, 'g').tuple(0).close().close().bytes())).message).to.match(/tuple of 0/);
    expect((await failureOf(new Marshal().open().key('a', 1, 'f').row(1, 1, 1, 1).open().key('b', 1, 'g').tuple(3).int(1).int(1).int(1).bytes())).message).to.match(/tuple of 3/);
  });

  it('refuses a table without functions', async () => {
    const empty = new Marshal().open(true).close().bytes();
    expect(pstatsImporter.recognise(makeHead(empty, true), 'unknown')).to.equal(true);
    await expectRefusal(empty, /holds no function/, 0);
  });

  it('reports bytes after the table', async () => {
    const profile = await importPstats(Buffer.concat([recording, Buffer.from('more')]));
    expect(profile.notes.find((note) => note.code === 'trailing-bytes')?.text).to.match(/^4 bytes/);
    expect(profile.graph).to.deep.equal((await importPstats(recording)).graph);
  });

  it('counts values that are no time as zero and no count as unknown', async () => {
    const bytes = new Marshal().open()
      .key('a.py', 1, 'f').row(1, 1, Number.NaN, Infinity).open().key('a.py', 2, 'g').edge(1, 1, -1, -Infinity).close()
      .key('a.py', 2, 'g').row(1, 2, 1, 1).open().close()
      .key('a.py', -3, 'h').tuple(5).float(Number.NaN).int(-1).float(1e300).float(2).open().close()
      .close().bytes();
    const profile = await importPstats(bytes);
    const { graph } = profile;
    expect([...graph.self]).to.deep.equal([0, 1, 0]);
    expect([...graph.total]).to.deep.equal([0, 1, 2]);
    expect([...graph.calls]).to.deep.equal([1, 2, -1]);
    expect([...graph.primitiveCalls]).to.deep.equal([1, 1, -1]);
    expect([graph.edges.self[0], graph.edges.total[0]]).to.deep.equal([0, 0]);
    expect(profile.notes.find((note) => note.code === 'pstats-clamped')?.text).to.match(/^7 values/);
  });

  it('keeps edges without calls: threads make them', async () => {
    const bytes = new Marshal().open()
      .key('a.py', 1, 'f').row(1, 1, 1, 1).open().key('a.py', 2, 'g').edge(0, 0, 0.5, 0.5).close()
      .key('a.py', 2, 'g').row(0, 0, 1, 1).open().close()
      .close().bytes();
    const { graph } = await importPstats(bytes);
    expect([graph.edges.calls[0], graph.edges.total[0], graph.calls[1]]).to.deep.equal([0, 0.5, 0]);
  });

  it('adds a row of zeros for a caller that has none', async () => {
    const bytes = new Marshal().open().key('a.py', 1, 'f').row(1, 1, 1, 1).open().key('a.py', 2, 'gone').edge(1, 1, 1, 1).close().close().bytes();
    const profile = await importPstats(bytes);
    expect(profile.frames.name).to.deep.equal(['f', 'gone']);
    expect([...profile.graph.self]).to.deep.equal([1, 0]);
    expect([...profile.graph.edges.caller]).to.deep.equal([1]);
    expect(notes(profile)).to.deep.equal(['pstats-missing-callers']);
  });

  it('adds up rows that name the same function', async () => {
    const bytes = new Marshal().open()
      .key('a.py', 1, 'f').row(1, 1, 1, 1).open().key('a.py', 1, 'g').edge(1, 1, 1, 1).close()
      .key('a.py', 1, 'f').row(2, 2, 2, 2).open().key('a.py', 1, 'g').edge(2, 2, 2, 2).close()
      .close().bytes();
    const profile = await importPstats(bytes);
    expect([...profile.graph.self]).to.deep.equal([3, 0]);
    expect([...profile.graph.edges.calls]).to.deep.equal([3]);
    expect(notes(profile)).to.have.members(['pstats-repeated-rows', 'pstats-missing-callers']);
  });

  it('folds functions past the limit and conserves the total', async () => {
    const profile = await importPstats(recording, 'unknown', { ...importLimits, maxFrames: 5 });
    const whole = await importPstats(recording);
    const total = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
    expect(profile.frames.name).to.have.length(6);
    expect(total(profile.graph.self)).to.be.closeTo(total(whole.graph.self), 1e-12);
    expect(total(profile.graph.edges.calls)).to.equal(total(whole.graph.edges.calls));
    expect(notes(profile)).to.deep.equal(['frames-folded']);
  });

  it('cuts names past the limit without decoding the rest', async () => {
    const bytes = new Marshal().open().key('a.py', 1, 'x'.repeat(100_000)).row(1, 1, 1, 1).open().close().close().bytes();
    const profile = await importPstats(bytes);
    expect(profile.frames.name[0]).to.have.length(importLimits.maxNameLength + 1);
    expect(notes(profile)).to.deep.equal(['names-cut']);
  });

  it('takes __proto__ and markup as plain names', async () => {
    const names = ['__proto__', 'constructor', '</script><script>', '\u202egnp.py', '$&'];
    const out = new Marshal().open();
    for (const name of names) out.key(name, 1, name).row(1, 1, 1, 1).open().close();
    const profile = await importPstats(out.close().bytes());
    expect(profile.frames.name).to.deep.equal(names);
    expect(profile.frames.file).to.deep.equal(names);
  });

  it('names the furthest point when a file with a code object is damaged', async () => {
    const pure = readFileSync(new URL('../fixtures/pstats/profile-3.12.1/photo_app.stats', import.meta.url));
    const failure = await failureOf(pure.subarray(0, pure.length - 3));
    expect(failure.place.offset).to.be.within(pure.length - 60, pure.length - 3);
  });

  it('does not take other binary files for pstats', () => {
    const recognise = (bytes: Uint8Array): boolean => pstatsImporter.recognise(makeHead(bytes, true), 'x.stats');
    for (const text of ['', '{', '{}', '{"nodes":[]}', '{) folded 1', '{(', 'a;b 1']) expect(recognise(Buffer.from(text)), text).to.equal(false);
    expect(recognise(Buffer.from([0x80, 4, 0x95]))).to.equal(false);
    expect(recognise(new Marshal().open().tuple(2).text('a').bytes())).to.equal(false);
    expect(recognise(new Marshal().open().tuple(3).int(1).bytes())).to.equal(false);
  });

  it('survives 1,000 seeded mutations with a result or an InputError, in time', async () => {
    let state = 7;
    const next = (below: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      return (state >>> 8) % below;
    };
    const start = process.cpuUsage();
    let refused = 0;
    for (let round = 0; round < 1000; round++) {
      const bytes = Buffer.from(recording);
      for (let change = next(3); change >= 0; change--) bytes[next(bytes.length)] = next(256);
      try {
        const set = await pstatsImporter.read(sourceOf(bytes, 'mutated'), importLimits);
        const profile = set.profiles[0];
        if (profile?.shape !== 'call-graph') throw new Error('expected a call graph');
        for (const value of profile.graph.self) expect(value >= 0 && Number.isFinite(value)).to.equal(true);
        for (const frame of profile.graph.edges.caller) expect(frame).to.be.below(profile.frames.length);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        refused += 1;
      }
    }
    const { user } = process.cpuUsage(start);
    expect(refused).to.be.within(1, 999);
    expect(user / 1e6, 'CPU seconds for 6 MB').to.be.below(12);
  });
});
