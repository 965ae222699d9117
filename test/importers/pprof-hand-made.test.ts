import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import * as format from 'pprof-format';
import type { StackProfile } from '../../src/core/model/profile.ts';
import { pprofImporter } from '../../src/importers/pprof.ts';
import { headOf, importBytes } from '../helpers/memory-source.ts';
import { block, bytes, functionAndLocation, number, packed, strings, text } from './pprof-bytes.ts';
import { parseTop, sorted, stackProfiles, stackSums, topRows } from './pprof-oracle.ts';

/** Rows of the real tool for a file that we made here. */
function goTop(file: Uint8Array, type = 0): [string, readonly [number, number]][] {
  const folder = mkdtempSync(join(tmpdir(), 'pprof-'));
  try {
    writeFileSync(join(folder, 'made.pb'), file);
    const flags = ['-top', '-symbolize=none', '-nodecount=100000', '-nodefraction=0', '-edgefraction=0', '-unit=ns', `-sample_index=${type}`];
    return [...sorted(parseTop(execFileSync('go', ['tool', 'pprof', ...flags, join(folder, 'made.pb')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })))];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function read(file: Uint8Array): Promise<{ profiles: readonly StackProfile[]; codes: string[]; first: StackProfile }> {
  expect(pprofImporter.recognise(headOf(file), 'unknown')).to.equal(true);
  const set = await importBytes(pprofImporter, file);
  const profiles = stackProfiles(set);
  return { profiles, codes: set.notes.map(({ code }) => code), first: profiles[0] as StackProfile };
}

const cpuType = block(1, number(1, 1), number(2, 2));
const names = strings('cpu', 'nanoseconds', 'main', 'work', 'leaf');
const mainWorkLeaf = [...functionAndLocation(1, 3), ...functionAndLocation(2, 4), ...functionAndLocation(3, 5)];

describe('pprof importer, hand-made files', () => {
  it('reads what pprof-format encodes', async () => {
    const table = new format.StringTable();
    const of = (value: string): number => table.dedup(value);
    const file = new format.Profile({
      sampleType: [new format.ValueType({ type: of('wall'), unit: of('microseconds') })],
      sample: [
        new format.Sample({ locationId: [2, 1], value: [40], label: [new format.Label({ key: of('thread'), str: of('main') })] }),
        new format.Sample({ locationId: [2, 1], value: [2], label: [new format.Label({ key: of('bytes'), num: 64, numUnit: of('bytes') })] }),
      ],
      location: [1, 2].map((id) => new format.Location({ id, line: [new format.Line({ functionId: id, line: 10 * id })] })),
      function: [1, 2].map((id) => new format.Function({ id, name: of(`f${id}`), filename: of('app.py'), startLine: id })),
      stringTable: table,
      durationNanos: 1_500_000_000,
      timeNanos: 1_700_000_000_123_456_789n,
    }).encode();
    const { first, codes } = await read(file);
    expect([...stackSums(first)]).to.deep.equal([['f1;f2', 42]]);
    expect([first.kind, first.unit, first.durationSeconds, first.startedAt]).to.deep.equal(['wall', 'microseconds', 1.5, '2023-11-14T22:13:20.123Z']);
    expect(first.frames.file.slice(0, 2)).to.deep.equal(['app.py', 'app.py']);
    expect(Array.from(first.frames.line).slice(0, 2)).to.deep.equal([1, 2]);
    expect([...(first.lineCosts?.line ?? [])]).to.deep.equal([20]);
    expect(codes).to.deep.equal(['labels-added-up']);
  });

  it('adds up packed and unpacked ids of one stack, in any mix', async () => {
    const file = bytes(
      cpuType,
      block(2, packed(1, [3, 2, 1]), packed(2, [1])),
      block(2, number(1, 3), number(1, 2), number(1, 1), number(2, 20)),
      block(2, number(2, 300), packed(1, [3, 2]), number(1, 1)),
      block(2, packed(1, [3]), packed(1, []), packed(1, [2, 1]), packed(2, [4000])),
      mainWorkLeaf,
      names,
    );
    const { first } = await read(file);
    expect([...stackSums(first)]).to.deep.equal([['main;work;leaf', 4321]]);
    expect([...topRows(first)]).to.deep.equal(goTop(file));
  });

  it('reads tables in any order', async () => {
    const file = bytes(names, functionAndLocation(2, 4), block(2, packed(1, [2, 1]), packed(2, [7])), functionAndLocation(1, 3), cpuType);
    const { first } = await read(file);
    expect([...stackSums(first)]).to.deep.equal([['main;work', 7]]);
    expect([...topRows(first)]).to.deep.equal(goTop(file));
  });

  it('keeps ids of 64 bits apart', async () => {
    const ids = [2n ** 64n - 1n, 2n ** 63n, 2n ** 32n + 5n, 5n];
    const tables = ids.flatMap((id, index) => functionAndLocation(id, 3 + index));
    const file = bytes(cpuType, block(2, packed(1, ids), packed(2, [1])), block(2, packed(1, [5n, 2n ** 32n + 5n]), packed(2, [10])), tables, strings('cpu', 'nanoseconds', 'top', 'half', 'high', 'low'));
    const { first } = await read(file);
    expect([...stackSums(first)]).to.deep.equal([['high;low', 10], ['low;high;half;top', 1]]);
    expect([...topRows(first)]).to.deep.equal(goTop(file));
  });

  it('shows every inlined line, innermost last', async () => {
    const inlined = block(4, number(1, 9), block(4, number(1, 3), number(2, 33)), block(4, number(1, 2), number(2, 22)), block(4, number(1, 1), number(2, 11)));
    const file = bytes(cpuType, block(2, packed(1, [9]), packed(2, [5])), mainWorkLeaf, inlined, names);
    const { first } = await read(file);
    expect([...stackSums(first)]).to.deep.equal([['main;work;leaf', 5]]);
    expect([...(first.lineCosts?.line ?? [])]).to.deep.equal([33]);
    expect([...topRows(first)]).to.deep.equal(goTop(file));
  });

  it('counts recursion once in what callers see', async () => {
    const file = bytes(cpuType, block(2, packed(1, [3, 2, 2, 2, 1]), packed(2, [6])), block(2, packed(1, [2, 2, 1]), packed(2, [3])), mainWorkLeaf, names);
    expect([...topRows((await read(file)).first)]).to.deep.equal(goTop(file));
  });

  it('shows code without symbols by binary and address', async () => {
    const file = bytes(
      cpuType,
      block(2, packed(1, [1, 2, 3, 4]), packed(2, [3])),
      block(3, number(1, 7), number(2, 0x400000), number(3, 0x900000), number(5, 3)),
      block(4, number(1, 1), number(2, 7), number(3, 0x401a2b)),
      block(4, number(1, 2), number(2, 7), number(3, 0xffff_8000_1234_5678n)),
      block(4, number(1, 3), number(3, 0x99)),
      block(4, number(1, 4)),
      strings('cpu', 'nanoseconds', '/opt/lib/libphoto.so.6'),
    );
    const { first, codes } = await read(file);
    expect([...stackSums(first)]).to.deep.equal([['(unknown);0x99;libphoto.so.6+0xffff800012345678;libphoto.so.6+0x401a2b', 3]]);
    expect(first.frames.file[0]).to.equal('/opt/lib/libphoto.so.6');
    expect(codes).to.deep.equal(['unsymbolised']);
  });

  it('takes id 0 for a function where the file defines it, as .NET does', async () => {
    const zero = [...block(5, number(2, 3)), ...block(4, number(1, 1), block(4, number(2, 8)))];
    const { first } = await read(bytes(cpuType, block(2, packed(1, [1]), packed(2, [2])), zero, names));
    expect([...stackSums(first)]).to.deep.equal([['main', 2]]);
  });

  it('uses the system name where there is no name, and keeps invalid UTF-8 visible', async () => {
    const file = bytes(cpuType, block(2, packed(1, [1]), packed(2, [2])), block(5, number(1, 1), number(3, 3)), block(4, number(1, 1), block(4, number(1, 1))), strings('cpu', 'nanoseconds'), block(6, [0x61, 0xff, 0x62]));
    expect([...stackSums((await read(file)).first)]).to.deep.equal([['a\uFFFDb', 2]]);
  });

  it('keeps negative values and sums beyond 2^53 exact', async () => {
    const big = 2n ** 62n;
    const file = bytes(
      block(1, number(1, 1), number(2, 2)),
      block(1, number(1, 6), number(2, 7)),
      block(2, packed(1, [1]), packed(2, [big, -5n])),
      block(2, packed(1, [1]), packed(2, [-big, -6n])),
      block(2, packed(1, [1]), packed(2, [9007199254740993n, 1])),
      block(2, packed(1, [1]), packed(2, [-9007199254740990n, 0])),
      mainWorkLeaf,
      strings('cpu', 'nanoseconds', 'main', 'work', 'leaf', 'inuse_space', 'bytes'),
    );
    const { profiles } = await read(file);
    expect(profiles.map((profile) => [...stackSums(profile)])).to.deep.equal([[['main', 3]], [['main', -10]]]);
    expect(profiles.map(({ notes }) => notes.map(({ code }) => code))).to.deep.equal([['rounded-values'], []]);
    expect([...topRows(profiles[1] as StackProfile)]).to.deep.equal(goTop(file, 1));
  });

  it('keeps samples without a stack in the total', async () => {
    const { first } = await read(bytes(cpuType, block(2, packed(2, [5])), block(2, packed(1, [1]), packed(2, [2])), mainWorkLeaf, names));
    expect(first.samples.weight.reduce((sum, weight) => sum + weight, 0)).to.equal(7);
  });

  it('shows the sample type that field 14 names, else the last one', async () => {
    const two = [...cpuType, ...block(1, number(1, 3), number(2, 4))];
    const tables = strings('cpu', 'nanoseconds', 'wall', 'nanoseconds');
    const shown = async (...extra: number[][]): Promise<number> => (await importBytes(pprofImporter, bytes(two, tables, ...extra))).defaultProfile;
    expect(await shown()).to.equal(1);
    expect(await shown(number(14, 1))).to.equal(0);
    expect(await shown(number(14, 2))).to.equal(1);
  });

  it('counts samples by the period where no type counts them', async () => {
    const period = [...block(11, number(1, 1), number(2, 2)), ...number(12, 10)];
    const counted = async (value: number): Promise<number | null> => (await read(bytes(cpuType, block(2, packed(1, [1]), packed(2, [value])), block(2, packed(1, [2]), packed(2, [20])), mainWorkLeaf, names, period))).first.sampleCount;
    expect(await counted(30)).to.equal(5);
    expect(await counted(31)).to.equal(null);
  });

  describe('drop_frames', () => {
    const functions = ['main', 'malloc', 'std::vector::push (int)', 'tc_new', 'user', 'keep_me_alloc'];
    const made = (drop: string, keep: string): Uint8Array =>
      bytes(
        cpuType,
        block(2, packed(1, [2, 5, 1]), packed(2, [1])),
        block(2, packed(1, [5, 2, 4, 1]), packed(2, [20])),
        block(2, packed(1, [2]), packed(2, [300])),
        block(2, packed(1, [5, 4]), packed(2, [4000])),
        block(2, packed(1, [6, 5, 1]), packed(2, [50_000])),
        block(2, packed(1, [7, 1]), packed(2, [600_000])),
        block(2, packed(1, [5, 7]), packed(2, [7_000_000])),
        block(2, packed(1, [3, 1]), packed(2, [80_000_000])),
        functions.flatMap((_, index) => functionAndLocation(index + 1, index + 3)),
        // Location 7: tc_new inlined into user.
        block(4, number(1, 7), block(4, number(1, 4)), block(4, number(1, 5))),
        strings('cpu', 'nanoseconds', ...functions, drop, keep),
        number(7, 9),
        keep === '' ? [] : number(8, 10),
      );
    const patterns = [
      ['malloc|tc_new', ''],
      ['malloc|tc_.*|.*alloc', 'keep_.*'],
      ['std::.*', ''],
      ['(?:mal|tc)[_a-c][n-p]?.{0,3}l?', ''],
      ['user|(std|tc)(::|_)\\w+(::push)?\\s?', ''],
      ['m[^b]in', ''],
    ] as const;
    for (const [drop, keep] of patterns) {
      it(`"${drop}" keeping "${keep}" leaves what go leaves`, async () => {
        const file = made(drop, keep);
        expect([...topRows((await read(file)).first)]).to.deep.equal(goTop(file));
      });
    }

    it('does not hang on a pattern made for it, and says so where one is not understood', async () => {
      const long = text(6, 'a'.repeat(20_000));
      const hostile = bytes(cpuType, block(2, packed(1, [1]), packed(2, [1])), functionAndLocation(1, 4), strings('cpu', 'nanoseconds', '(a*)*(a|aa)+(a?){90}b'), long, number(7, 3));
      expect((await read(hostile)).first.samples.weight[0]).to.equal(1);
      expect((await read(made('(?i)malloc', ''))).codes).to.include('unread-pattern');
    });
  });
});
