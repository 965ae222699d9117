import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { CallGraphProfile } from '../../src/core/model/profile.ts';
import { importPstats, Marshal } from './pstats-bytes.ts';

const fixtures = fileURLToPath(new URL('../fixtures/pstats/', import.meta.url));

type OracleCaller = [where: number | [string, number, string], ...figures: number[]];
type OracleRow = [file: string, line: number, name: string, cc: number, nc: number, tt: number, ct: number, callers: OracleCaller[]];

interface Oracle {
  readonly total_tt: number;
  readonly total_calls: number;
  readonly prim_calls: number;
  readonly functions: OracleRow[];
}

const recordings = (readdirSync(fixtures, { recursive: true }) as string[]).filter((path) => path.endsWith('.stats')).sort();
const judgedByPstats = recordings.filter((path) => !path.includes('sampled'));

function read(path: string): Buffer {
  return readFileSync(fixtures + path);
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(fixtures + path, 'utf8'));
}

function keyOf(file: string, line: number, name: string): string {
  return JSON.stringify([file, line, name]);
}

function frameKey(profile: CallGraphProfile, frame: number): string {
  const { file, line, name } = profile.frames;
  return keyOf(file[frame] as string, line[frame] as number, name[frame] as string);
}

const sum = (column: Iterable<number>): number => [...column].reduce((a, b) => a + b, 0);
const unknownIfNegative = (calls: number): number => (calls < 0 ? -1 : calls);
const codes = (profile: CallGraphProfile): string[] => profile.notes.map((note) => note.code);

/** Rows and callers of an oracle, by key: [calls, primitive calls, self, total], and per caller the same. */
function expectedTable(oracle: Oracle, swapped: boolean): Map<string, { figures: number[]; callers: Map<string, number[]> }> {
  const keys = oracle.functions.map(([file, line, name]) => keyOf(file, line, name));
  return new Map(
    oracle.functions.map(([, , , cc, nc, tt, ct, callers], index) => [
      keys[index] as string,
      {
        figures: [...(swapped ? [cc, nc] : [nc, cc]).map(unknownIfNegative), tt, ct],
        callers: new Map(
          callers.map(([where, ...figures]) => [typeof where === 'number' ? (keys[where] as string) : keyOf(...where), expectedCaller(figures)]),
        ),
      },
    ]),
  );
}

function expectedCaller(figures: number[]): number[] {
  if (figures.length === 1) return [figures[0] as number, -1, 0, 0];
  const added = [0, 0, 0, 0];
  figures.forEach((value, index) => (added[index % 4] = (added[index % 4] as number) + value));
  return [unknownIfNegative(added[0] as number), unknownIfNegative(added[1] as number), added[2] as number, added[3] as number];
}

function importedTable(profile: CallGraphProfile): Map<string, { figures: number[]; callers: Map<string, number[]> }> {
  const { graph } = profile;
  const table = new Map<string, { figures: number[]; callers: Map<string, number[]> }>();
  for (let frame = 0; frame < profile.frames.length; frame++) {
    const figures = [graph.calls, graph.primitiveCalls, graph.self, graph.total].map((column) => column[frame] as number);
    table.set(frameKey(profile, frame), { figures, callers: new Map() });
  }
  const { edges } = graph;
  for (let edge = 0; edge < edges.caller.length; edge++) {
    const figures = [edges.calls, edges.primitiveCalls, edges.self, edges.total].map((column) => column[edge] as number);
    table.get(frameKey(profile, edges.callee[edge] as number))?.callers.set(frameKey(profile, edges.caller[edge] as number), figures);
  }
  return table;
}

describe('pstats importer', () => {
  it('has a recording of every interpreter and writer', () => {
    const folders = new Set(recordings.map((path) => path.replace(/[-/].*/, '')));
    expect([...folders]).to.have.members(['cprofile', 'profile', 'pypy', 'pyinstrument', 'yappi', 'merged', 'hand']);
  });

  for (const path of judgedByPstats) {
    it(`reads ${path} as pstats does, row by row`, async () => {
      const oracle = readJson(`${path}.oracle.json`) as Oracle;
      const profile = await importPstats(read(path), path);
      expect(importedTable(profile)).to.deep.equal(expectedTable(oracle, path.startsWith('yappi')));
      expect(sum(profile.graph.self)).to.be.closeTo(oracle.total_tt, oracle.total_tt * 1e-12);
      if (path.startsWith('pyinstrument')) return;
      const swapped = path.startsWith('yappi');
      expect(sum(profile.graph.calls)).to.equal(swapped ? oracle.prim_calls : oracle.total_calls);
      expect(sum(profile.graph.primitiveCalls)).to.equal(swapped ? oracle.total_calls : oracle.prim_calls);
    });
  }

  for (const path of recordings) {
    it(`reads ${path} the same under another name`, async () => {
      expect(await importPstats(read(path), 'unknown')).to.deep.equal(await importPstats(read(path), path));
    });
  }

  it('keeps rows in the order of the file', async () => {
    const oracle = readJson('cprofile-3.12.1/photo_app.stats.oracle.json') as Oracle;
    const profile = await importPstats(read('cprofile-3.12.1/photo_app.stats'));
    expect(profile.frames.name.slice(0, oracle.functions.length)).to.deep.equal(oracle.functions.map((row) => row[2]));
  });

  it('tells wall time from CPU time by the writer', async () => {
    const kinds = await Promise.all(
      ['cprofile-3.11.7', 'pypy-7.3.11', 'pyinstrument-5.1.3', 'profile-3.11.7', 'yappi-1.7.6'].map(async (folder) => (await importPstats(read(`${folder}/photo_app.stats`))).kind),
    );
    expect(kinds).to.deep.equal(['wall', 'wall', 'wall', 'cpu', 'cpu']);
  });

  it('says what each writer leaves unknown', async () => {
    const pyinstrument = await importPstats(read('pyinstrument-5.1.3/photo_app.stats'));
    expect(pyinstrument.semantics).to.equal('sampled');
    expect(codes(pyinstrument)).to.deep.equal(['pstats-calls-unknown']);
    const pure = await importPstats(read('profile-3.13.0/photo_app.stats'));
    expect(pure.semantics).to.equal('deterministic');
    expect(pure.graph.edges.timesKnown).to.equal(false);
    expect(codes(pure)).to.deep.equal(['pstats-counts-only']);
    const plain = await importPstats(read('cprofile-3.11.7/photo_app.stats'));
    expect(plain.graph.edges.timesKnown).to.equal(true);
    expect(codes(plain)).to.deep.equal([]);
  });

  it('warns where threads were mixed into one call stack', async () => {
    expect(codes(await importPstats(read('cprofile-3.12.1/odd_names.stats')))).to.include('pstats-threads');
  });

  it('turns the calls of yappi the right way round, as its own report has them', async () => {
    const own = readJson('yappi-1.7.6/photo_app.stats.yappi.json') as { functions: [string, number, string, number, number, number, number][] };
    const profile = await importPstats(read('yappi-1.7.6/photo_app.stats'));
    const table = importedTable(profile);
    expect(own.functions.some(([, , , all, primitive]) => all > primitive), 'the recording has recursion').to.equal(true);
    for (const [file, line, name, all, primitive, self, total] of own.functions) {
      expect(table.get(keyOf(file, line, name))?.figures, name).to.deep.equal([all, primitive, self, total]);
    }
    expect(codes(profile)).to.include('pstats-swapped-counts');
  });

  it('merges the lines of a sampled file by function and keeps them as line costs', async () => {
    const expected = readJson('hand-made/sampled_3.15.stats.expected.json') as {
      samples: number;
      total: number;
      self: [string, string, number][];
      inclusive: [string, string, number][];
      lines: [string, number, string, number][];
      edges: [string, string, string, string, number][];
    };
    const profile = await importPstats(read('hand-made/sampled_3.15.stats'));
    const { frames, graph, lineCosts } = profile;
    const frameOf = (file: string, name: string): number => frames.file.findIndex((each, frame) => each === file && frames.name[frame] === name);
    expect(profile.semantics).to.equal('sampled');
    expect(profile.sampleCount).to.equal(expected.samples);
    expect(sum(graph.self)).to.be.closeTo(expected.total, 1e-12);
    expect(new Set(frames.name).size, 'one frame per function').to.equal(frames.length);
    for (const [file, name, seconds] of expected.self) expect(graph.self[frameOf(file, name)], name).to.be.closeTo(seconds, 1e-12);
    for (const [file, name, seconds] of expected.inclusive) expect(graph.total[frameOf(file, name)], name).to.be.closeTo(seconds, 1e-12);
    for (const total of graph.total) expect(total).to.be.at.most(expected.total + 1e-12);
    const lines = Array.from(lineCosts?.frame ?? [], (frame, row) => [frames.file[frame], lineCosts?.line[row], frames.name[frame], lineCosts?.cost[row]]);
    expect(lines).to.have.deep.members(expected.lines);
    const edges = Array.from(graph.edges.caller, (caller, edge) => {
      const callee = graph.edges.callee[edge] as number;
      return [frames.file[caller], frames.name[caller], frames.file[callee], frames.name[callee], (graph.edges.total[edge] as number).toFixed(9)];
    });
    expect(edges).to.have.deep.members(expected.edges.map(([a, b, c, d, seconds]) => [a, b, c, d, seconds.toFixed(9)]));
    expect([...graph.calls].every((calls) => calls === -1)).to.equal(true);
  });

  it('reads every number and string type that a version of marshal wrote', async () => {
    const bytes = new Marshal()
      .open()
      .tuple(3).type('t').long(2).raw(0x61, 0x62).type('i').long(7).type('s').long(3).raw(0x66, 0xc3, 0xa9)
      .type('(').long(5).type('I').long(3).long(1).type('l').long(3).raw(1, 0, 0, 0, 8, 0).type('f').raw(4, 0x30, 0x2e, 0x32, 0x35).type('g').raw(0, 0, 0, 0, 0, 0, 0xe0, 0x3f)
      .open().close()
      .tuple(3).type('R').long(0).type('N').type('z').raw(1, 0x67)
      .row(1, 1, 0.5, 0.5).open().close()
      .close().bytes();
    const profile = await importPstats(bytes);
    expect(profile.frames.file).to.deep.equal(['ab', 'ab']);
    expect(profile.frames.name).to.deep.equal(['fé', 'g']);
    expect([...profile.frames.line as number[]]).to.deep.equal([7, 0]);
    expect(profile.graph.primitiveCalls[0]).to.equal(2 ** 32 + 3);
    expect(profile.graph.calls[0]).to.equal(1 + 8 * 2 ** 30);
    expect(profile.graph.self[0]).to.equal(0.25);
  });

  it('shows byte strings that are not UTF-8 as Latin-1', async () => {
    const bytes = new Marshal().open().tuple(3).type('s').long(1).raw(0x61).int(1).type('s').long(2).raw(0x66, 0xe9).row(1, 1, 1, 1).open().close().close().bytes();
    expect((await importPstats(bytes)).frames.name[0]).to.equal('fé');
  });
});
