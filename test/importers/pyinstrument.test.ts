import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { InputError } from '../../src/core/errors.ts';
import { functionTable, profileTotal } from '../../src/core/analysis/function-table.ts';
import { buildReport } from '../../src/core/analysis/build-report.ts';
import { importLimits } from '../../src/core/limits.ts';
import type { StackProfile } from '../../src/core/model/profile.ts';
import type { ReportModel } from '../../src/core/model/report.ts';
import { pyinstrumentImporter } from '../../src/importers/pyinstrument.ts';
import { readFixture } from '../helpers/fixtures.ts';
import { importBytes, memorySource } from '../helpers/memory-source.ts';

const folder = 'test/fixtures/pyinstrument/pyinstrument-';

interface Oracle {
  readonly total: number;
  readonly records: number;
  readonly functions: readonly { readonly function: readonly string[]; readonly self: number; readonly total: number; readonly nodes: number }[];
  readonly lines: readonly { readonly function: readonly string[]; readonly line: number; readonly self: number }[];
}

function oracleOf(file: string): Oracle {
  return JSON.parse(readFileSync(new URL(`../../${folder}${file}.oracle.json`, import.meta.url), 'utf8')) as Oracle;
}

async function read(text: string | Uint8Array, limits = importLimits): Promise<StackProfile> {
  const { profiles } = await pyinstrumentImporter.read(memorySource(typeof text === 'string' ? Buffer.from(text) : text), limits);
  expect(profiles.length).to.equal(1);
  return profiles[0] as StackProfile;
}

/** Self and total by "function|file|line", the class of a method taken off. */
function tableOf(profile: StackProfile): Map<string, { self: number; total: number }> {
  const { frames } = profile;
  const table = functionTable(profile);
  const rows = new Map<string, { self: number; total: number }>();
  for (let row = 0; row < table.length; row++) {
    const frame = table.frame[row] as number;
    const file = frames.file[frame] as string;
    const name = file === '<built-in>' ? (frames.name[frame] as string) : (frames.name[frame] as string).replace(/^\w+\.(?=\w)/, '');
    const key = [name, file, String(frames.line[frame] as number)].join('|');
    expect(rows.has(key), key).to.equal(false);
    rows.set(key, { self: table.self[row] as number, total: table.total[row] as number });
  }
  return rows;
}

const keyOf = ([name = '', file = '', line = '0']: readonly string[]): string => [name, file, line].join('|');

describe('pyinstrument sessions', () => {
  for (const file of ['3.4.2/api', '4.7.3/api', '5.1.3/api', '5.1.3/async', '5.1.3/cli']) {
    it(`${file}: functions, lines, samples and duration are those of the records`, async () => {
      const profile = await read(readFixture(`${folder}${file}.pyisession`));
      const oracle = oracleOf(`${file}.pyisession`);
      const rows = tableOf(profile);
      expect([...rows.keys()]).to.have.members(oracle.functions.map((row) => keyOf(row.function)));
      for (const row of oracle.functions) {
        expect(rows.get(keyOf(row.function))?.self, `self of ${keyOf(row.function)}`).to.be.closeTo(row.self, 1e-12);
        expect(rows.get(keyOf(row.function))?.total, `total of ${keyOf(row.function)}`).to.be.closeTo(row.total, 1e-12);
      }
      expect(profileTotal(profile)).to.be.closeTo(oracle.total, 1e-12);
      const text = readFileSync(new URL(`../../${folder}${file}.pyisession.oracle.txt`, import.meta.url), 'utf8');
      expect(profile.sampleCount).to.equal(Number(/Samples: +(\d+)/.exec(text)?.[1]));
      expect(profile.durationSeconds?.toFixed(3)).to.equal(/Duration: ([\d.]+)/.exec(text)?.[1]);
      expect([profile.kind, profile.unit, profile.thread]).to.deep.equal(['wall', 'seconds', file.startsWith('3') ? null : 'MainThread']);
      expect(profile.samples.timeOrdered).to.equal(true);
      const costs = profile.lineCosts;
      const lines = new Map(oracle.lines.map((row) => [`${keyOf(row.function)}:${row.line}`, row.self]));
      expect(costs?.line.length ?? 0).to.equal(lines.size);
      costs?.line.forEach((line, i) => {
        const frame = costs.frame[i] as number;
        const key = keyOf([(profile.frames.name[frame] as string).replace(/^\w+\.(?=\w)/, ''), profile.frames.file[frame] as string, String(profile.frames.line[frame])]);
        expect(costs.cost[i], `${key}:${line}`).to.be.closeTo(lines.get(`${key}:${line}`) ?? NaN, 1e-12);
      });
    });
  }

  it('names methods with their class, in both shapes', async () => {
    for (const shape of ['json', 'pyisession']) expect((await read(readFixture(`${folder}5.1.3/api.${shape}`))).frames.name).to.include('Library.classify_all');
  });

  it('builtins are the runtime\'s, and sleeping and awaiting is waiting', async () => {
    const profile = async (file: string): Promise<ReportModel['profiles'][number]> => {
      const set = await importBytes(pyinstrumentImporter, readFixture(`${folder}${file}`));
      const { model } = buildReport([{ file, bytes: 1, format: 'pyinstrument', formatTitle: '', set, facts: null, run: null, error: null, notes: [] }], null, { toolVersion: '0', top: 0, focus: null, ignore: null, roots: [], readSource: () => null });
      return model.profiles[0] as ReportModel['profiles'][number];
    };
    const cli = await profile('5.1.3/cli.pyisession');
    expect(cli.functions.find(({ name }) => name === 'sleep')).to.include({ owner: 'runtime', waiting: true, file: '<built-in>' });
    expect(cli.functions.find(({ name }) => name === 'decode')).to.include({ owner: 'own', waiting: false });
    const waits = await profile('5.1.3/async.json');
    expect(waits.functions.find(({ name }) => name === '[await]')).to.include({ owner: 'runtime', waiting: true });
    expect(waits.waiting?.self).to.be.closeTo(oracleOf('5.1.3/async.json').functions.find((row) => row.function[0] === '[await]')?.self ?? NaN, 1e-6);
  });

  it('keeps an inherited method one function, under the class that ran longest', async () => {
    const records = [
      [['run\u0000a.py\u00001\u0001cA\u0001l3'], 1],
      [['run\u0000a.py\u00001\u0001cB\u0001l4'], 2],
    ];
    const profile = await read(JSON.stringify({ frame_records: records }));
    expect(profile.frames.name).to.deep.equal(['B.run']);
    expect(Array.from(profile.lineCosts?.line ?? [])).to.deep.equal([3, 4]);
  });

  it('keeps the threads apart where there are several, and a frame of no thread', async () => {
    const records = [
      [['T1\u0000<thread>\u0000139984979753856', 'f\u0000a.py\u00001'], 1],
      [['T1\u0000<thread>\u0000139984979753857', 'f\u0000a.py\u00001'], 2],
      [['f\u0000a.py\u00001'], 4],
      [[], 8],
    ];
    const profile = await read(JSON.stringify({ frame_records: records, cpu_time: null }));
    expect([profile.thread, profileTotal(profile)]).to.deep.equal([null, 15]);
    expect(Array.from(profile.samples.weight)).to.deep.equal([1, 2, 4, 8]);
    expect(new Set(profile.samples.stack).size).to.equal(4);
  });

  it('counts a sample of negative time as none and says so', async () => {
    const profile = await read('{"sample_count": 3, "frame_records": [[["f\\u0000a.py\\u00001"], -1], [["f\\u0000a.py\\u00001"], 2]]}');
    expect(profileTotal(profile)).to.equal(2);
    expect(profile.notes.map(({ code }) => code)).to.deep.equal(['sample-count', 'negative-time']);
  });
});

describe('pyinstrument -r json', () => {
  for (const file of ['3.4.2/api', '4.7.3/api', '5.1.3/api', '5.1.3/async', '3.4.2/cli', '5.1.3/cli']) {
    it(`${file}: own times are what the tree leaves to each function`, async () => {
      const profile = await read(readFixture(`${folder}${file}.json`));
      const oracle = oracleOf(`${file}.json`);
      const rows = tableOf(profile);
      expect([...rows.keys()]).to.have.members(oracle.functions.map((row) => keyOf(row.function)));
      // Every figure of the file is rounded to a microsecond.
      for (const row of oracle.functions) expect(rows.get(keyOf(row.function))?.self, keyOf(row.function)).to.be.closeTo(row.self, 1e-6 * row.nodes);
      const nodes = oracle.functions.reduce((sum, row) => sum + row.nodes, 0);
      expect(profileTotal(profile)).to.be.closeTo(oracle.total, 0.5e-6 * nodes);
    });
  }

  for (const file of ['3.4.2/api', '4.7.3/api', '5.1.3/api', '5.1.3/async']) {
    it(`${file}: the tree and the session of one recording give the same functions`, async () => {
      const tree = tableOf(await read(readFixture(`${folder}${file}.json`)));
      const session = tableOf(await read(readFixture(`${folder}${file}.pyisession`)));
      const nodes = new Map(oracleOf(`${file}.json`).functions.map((row) => [keyOf(row.function), row.nodes]));
      for (const [key, { self }] of session) {
        // What called the profiler is cut off the tree: it has no time of its own.
        if (!tree.has(key)) expect(self, key).to.equal(0);
        else expect(tree.get(key)?.self, key).to.be.closeTo(self, 0.5e-6 * (nodes.get(key) ?? 0));
      }
      for (const key of tree.keys()) expect(session.has(key), key).to.equal(true);
    });
  }

  it('says what pyinstrument left out', async () => {
    const codes = async (file: string): Promise<string[]> => (await read(readFixture(`${folder}${file}`))).notes.map(({ code }) => code);
    expect(await codes('5.1.3/cli.json')).to.include('left-out-calls');
    expect(await codes('5.1.3/api.json')).not.to.include('left-out-calls');
  });
});

describe('pyinstrument, damaged and hostile', () => {
  const refusal = async (text: string): Promise<InputError> => {
    try {
      await read(text);
    } catch (error) {
      if (error instanceof InputError) return error;
      throw error;
    }
    throw new Error('was read');
  };

  it('refuses with the place', async () => {
    expect((await refusal('{"frame_records": [[["f"], 1], [["f"]]]}')).message).to.equal('frame_records[1] is not a list of frames and a time');
    expect((await refusal('{"frame_records": [[["f"], 1], [["f"]]]}')).place).to.deep.equal({ offset: 31 });
    expect((await refusal('{"frame_records": [[["f"], NaN]]}')).message).to.contain('not a list of frames and a time');
    expect((await refusal('{"root_frame": {"function": "f", "children": []}}')).message).to.equal('frame 0 of the tree has no time');
    expect((await refusal('{"root_frame": null}')).message).to.equal('the recording holds no samples');
    expect((await refusal('{"frame_records": [], "sample_count": 0}')).hint).to.contain('pyinstrument -i');
  });

  it('reads trees and stacks of 100,000 calls, whole and cut at a limit', async () => {
    const depth = 100_000;
    const open = Array.from({ length: depth }, (_, i) => `{"function":"f${i % 3}","file_path":"a.py","line_no":1,"time":2,"children":[`).join('');
    const tree = await read(`{"root_frame":${open}${']}'.repeat(depth)}}`);
    const stack = await read(JSON.stringify({ frame_records: [[Array.from({ length: depth }, (_, i) => `f${i % 3}\u0000a.py\u00001`), 2]] }), { ...importLimits, maxStackDepth: 50_000 });
    expect([tree.stacks.length, profileTotal(tree)]).to.deep.equal([depth + 1, 2]);
    expect([stack.stacks.length, profileTotal(stack)]).to.deep.equal([50_001, 2]);
    expect(stack.notes[0]?.code).to.equal('cut-depth');
  });

  it('shows calls that take longer than their caller, in whatever order the keys come', async () => {
    const profile = await read('{"root_frame":{"children":[{"time":3,"children":[],"class_name":"A","function":"g"},{"time":-1,"function":"h"}],"time":1,"function":"f"}}');
    expect(Array.from(profile.samples.weight)).to.deep.equal([3]);
    expect(profile.notes.map(({ code }) => code)).to.deep.equal(['children-exceed', 'negative-time']);
    expect(profile.frames.name).to.deep.equal(['A.g', 'h', 'f']);
  });

  it('folds functions past the limit and keeps the total', async () => {
    const records = [1, 2, 3, 4].map((seconds) => [['main\u0000a.py\u00001\u0001l2', `f${seconds}\u0000a.py\u0000${seconds}\u0001l${seconds}`], seconds]);
    const profile = await read(JSON.stringify({ frame_records: records }), { ...importLimits, maxFrames: 3 });
    expect(profile.frames.name).to.deep.equal(['main', 'f1', 'f2', '(more functions)']);
    expect([profileTotal(profile), profile.lineCosts?.frame.join()]).to.deep.equal([10, '1,2,3,3']);
  });

  it('gives the same in chunks of seven bytes', async () => {
    const bytes = readFixture(`${folder}5.1.3/cli.pyisession`);
    expect(await importBytes(pyinstrumentImporter, bytes, 'x', 7)).to.deep.equal(await importBytes(pyinstrumentImporter, bytes));
  });
});
