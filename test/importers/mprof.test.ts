import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { InputError } from '../../src/core/errors.ts';
import { importLimits } from '../../src/core/limits.ts';
import type { ChartSeries, TimeChart } from '../../src/core/model/chart.ts';
import { mprofImporter } from '../../src/importers/mprof.ts';
import { readFixture } from '../helpers/fixtures.ts';
import { headOf, importBytes, memorySource } from '../helpers/memory-source.ts';

const folder = 'test/fixtures/mprof/memory_profiler-0.61.0/';
const mib = 1024 ** 2;

async function read(text: string | Uint8Array, limits = importLimits): Promise<TimeChart> {
  const set = await mprofImporter.read(memorySource(typeof text === 'string' ? Buffer.from(text) : text), limits);
  expect([set.profiles.length, set.charts?.length]).to.deep.equal([0, 1]);
  return set.charts?.[0] as TimeChart;
}

const codes = (chart: TimeChart): string[] => chart.notes.map(({ code }) => code);
const largest = ({ values }: ChartSeries): number => values.reduce((most, value) => Math.max(most, value), 0);

describe('mprof', () => {
  for (const name of ['one', 'functions', 'children']) {
    it(`${name}.dat: peaks are those of \`mprof peak\` and awk`, async () => {
      const chart = await read(readFixture(`${folder}${name}.dat`));
      const oracle = readFileSync(new URL(`../../${folder}${name}.dat.oracle.txt`, import.meta.url), 'utf8');
      const [, most, peakAt, count, start, end, last] = (/awk\t(\S+) MiB at (\S+), (\d+) readings from (\S+) to (\S+), the last (\S+)/.exec(oracle) ?? []).map(Number) as [number, number, number, number, number, number, number];
      const main = chart.series[0] as ChartSeries;
      const peak = largest(main);
      expect((peak / mib).toFixed(3)).to.equal(/^\S+\.dat\t([\d.]+) MiB/.exec(oracle)?.[1]);
      expect(peak).to.equal(Math.round(most * mib));
      const from = Date.parse(chart.startedAt ?? '') / 1000;
      expect(from).to.be.closeTo(start, 0.0011);
      expect(main.seconds[main.values.indexOf(peak)]).to.be.closeTo(peakAt - start, 1e-5);
      expect([main.name, main.values.length, main.seconds[0], main.values.at(-1)]).to.deep.equal(['main process', count, 0, Math.round(last * mib)]);
      expect(main.seconds.at(-1)).to.be.closeTo(end - start, 1e-5);
      const children = [...oracle.matchAll(/Child (\d+)\s+([\d.]+) MiB/g)].map(([, id, value]) => [`child ${id ?? ''}`, value]);
      expect(chart.series.slice(1).map((series) => [series.name, (largest(series) / mib).toFixed(3)])).to.deep.equal(children);
      expect(codes(chart)).to.deep.equal(['program']);
    });
  }

  it('gives the calls of watched functions as spans', async () => {
    const { marks } = await read(readFixture(`${folder}functions.dat`));
    expect(marks.map(({ name }) => name)).to.deep.equal(['__main__.tag_photos', '__main__.load_photos', '__main__.load_photos']);
    const [outer, first, second] = marks.map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds] as const);
    expect(outer?.[0]).to.be.at.most(first?.[0] ?? 0);
    expect(outer?.[1]).to.be.at.least(second?.[1] ?? Infinity);
    // 1795641799.5979 - 1795641799.5801 and the like stand in the file.
    const raw = Buffer.from(readFixture(`${folder}functions.dat`)).toString().match(/^FUNC __main__\.load_photos .*$/m)?.[0].split(' ') ?? [];
    expect((first?.[1] ?? 0) - (first?.[0] ?? 0)).to.be.closeTo(Number(raw[5]) - Number(raw[3]), 1e-5);
  });

  it('reads a name with blanks, and a call without depth as old versions wrote it', async () => {
    const chart = await read('FUNC a b c.f 1.0 1700000001.0 2.0 1700000002.5 3\nFUNC old 1.0 1700000001.0 2.0 1700000002.0\nMEM 1.0 1700000000.0\n');
    expect(chart.marks).to.deep.equal([
      { name: 'a b c.f', startSeconds: 1, endSeconds: 2.5 },
      { name: 'old', startSeconds: 1, endSeconds: 2 },
    ]);
  });

  it('counts bad lines, and refuses figures that no process has', async () => {
    const bad = ['MEM', 'MEM 5', 'MEM -1.0 1700000000.0', 'MEM nan 1700000000.0', 'MEM inf 1700000000.0', 'MEM 1e3 1700000000.0', `MEM ${'9'.repeat(400)} 1700000000.0`, 'MEM 1.0 0', 'MEM 1.0 99999999999999', 'CHLD x 1.0 1700000000.0', 'FUNC f 1.0 1700000002.0 1.0 1700000001.0 0', 'what', 'MEM 1.0.0 1700000000.0', 'x'.repeat(2 * mib)];
    const chart = await read(`CMDLINE python a.py\n${bad.join('\n')}\nMEM 2.5 1700000000.0\r\n`);
    expect(chart.series).to.deep.equal([{ name: 'main process', seconds: [0], values: [2.5 * mib] }]);
    expect(chart.notes.find(({ code }) => code === 'bad-lines')?.text).to.equal(`${bad.length} lines are no readings and were left out; the first is line 2`);
  });

  it('sorts times that fall and says so', async () => {
    const chart = await read('MEM 1.0 1700000010.0\nMEM 2.0 1700000005.0\nMEM 3.0 1700000020.0\n');
    expect(chart.series[0]).to.deep.equal({ name: 'main process', seconds: [0, 5, 15], values: [2 * mib, mib, 3 * mib] });
    expect([codes(chart), chart.startedAt]).to.deep.equal([['times-fall'], '2023-11-14T22:13:25.000Z']);
  });

  it('leaves out a last line that is cut in its time, and knows recordings behind each other', async () => {
    const chart = await read('CMDLINE a\nMEM 1.0 1700000010.0\nCMDLINE b\nMEM 1.0 1700000020.0\nMEM 1.0 170000');
    expect(chart.series[0]?.seconds).to.deep.equal([0, 10]);
    expect(codes(chart)).to.deep.equal(['program', 'several-runs', 'bad-lines']);
  });

  it('keeps no more children than profiles may be, and none for process 0', async () => {
    const chart = await read('CHLD 0 0.000000 1700000000.0\nCHLD 1 1.0 1700000001.0\nCHLD 2 2.0 1700000001.0\nCHLD 3 3.0 1700000001.0\nCHLD 3 3.0 1700000002.0\n', { ...importLimits, maxProfiles: 2 });
    expect(chart.series.map(({ name }) => name)).to.deep.equal(['child 1', 'child 2']);
    expect(codes(chart)).to.deep.equal(['gone-children', 'more-children']);
    expect(chart.notes[1]?.text).to.contain('2 readings');
  });

  it('refuses a file without readings, with what to do', async () => {
    const refusal = async (text: string): Promise<unknown> => read(text).catch((error: unknown) => error);
    for (const text of ['CMDLINE python a.py\n', 'CMDLINE python a.py\nMEM x y\n']) {
      const error = await refusal(text);
      expect(error).to.be.instanceOf(InputError);
      expect((error as InputError).hint).not.to.equal(undefined);
    }
  });

  it('is told by its first lines', () => {
    const recognised = (text: string): boolean => mprofImporter.recognise(headOf(Buffer.from(text)), 'unknown');
    for (const text of ['CMDLINE x\n', 'MEM 1.5 1700000000.1\n', 'FUNC a.b 1.0 1700000000.1 2.0 1700000000.2 0\n', 'CHLD 3 1.0 1700000000.1\n', '\uFEFFCMDLINE x\r\nMEM 1.5 1700000000.1\r\n']) expect(recognised(text), text).to.equal(true);
    for (const text of ['', '\n', 'MEM 5\n', 'MEM;main 1700000000\n', 'MEMORY 1.5 1700000000.1\n', 'CMDLINE x\nmain;run 5\n']) expect(recognised(text), text).to.equal(false);
  });

  it('needs time in proportion to the bytes, whatever they hold, and gives the same in chunks of seven', async () => {
    const before = process.cpuUsage();
    const lines = Array.from({ length: 100_000 }, (_, i) => `MEM ${(i % 1000) + 0.5} ${1_700_000_000 + i}.5\n`).join('');
    const bytes = Buffer.from(`${lines}${'x\n'.repeat(1_000_000)}`);
    const chart = await read(bytes);
    const { user, system } = process.cpuUsage(before);
    expect(chart.series[0]?.values.length).to.equal(100_000);
    expect((user + system) / 1e6).to.be.below((2 * bytes.length) / 1e6);
    const small = readFixture(`${folder}children.dat`);
    expect(await importBytes(mprofImporter, small, 'x', 7)).to.deep.equal(await importBytes(mprofImporter, small));
  });
});
