import { expect } from 'chai';
import { compareProfiles, type SideProfile } from '../../../../src/core/analysis/compare/compare-profiles.ts';
import type { FunctionChange, ProfileComparison } from '../../../../src/core/model/comparison.ts';
import { findImporter } from '../../../../src/importers/index.ts';
import { readFixture } from '../../../helpers/fixtures.ts';
import { headOf, importBytes, unpack } from '../../../helpers/memory-source.ts';

const folder = 'test/fixtures-compare';
/** By file: what pstats reads, see sums.py. `functions` is by "file:name:line": calls, self, inclusive. */
const sums = JSON.parse(Buffer.from(readFixture(`${folder}/sums.json`)).toString()) as Record<string, { total: number; functions: Record<string, [number, number, number]> }>;

async function side(...names: readonly string[]): Promise<SideProfile[]> {
  const files = names.map(async (file) => {
    const bytes = unpack(readFixture(`${folder}/${file}.gz`));
    const importer = findImporter(headOf(bytes), file)!;
    const set = await importBytes(importer, bytes, file);
    return set.profiles.map((profile) => ({ file, format: importer.id, profile }));
  });
  return (await Promise.all(files)).flat();
}

async function compare(base: readonly string[], head: readonly string[], roots: readonly string[] = []): Promise<ProfileComparison> {
  const { comparisons } = compareProfiles(await side(...base), await side(...head), { roots, top: 0, readSource: () => null });
  return comparisons[0]!;
}

const find = (name: string, { worse, better }: ProfileComparison): FunctionChange => [...worse, ...better].find((change) => change.name === name)!;

describe('recorded pairs of two checkouts', () => {
  it('more work: leads with the function whose calls multiplied, with the counts of pstats', async () => {
    // The machine was busy: the whole takes between 4.2 and 12.4 s on the base.
    for (const [base, head] of [1, 2, 3, 4].flatMap((before) => [1, 2].map((after) => [`sample-base-${before}`, `sample-head-${after}`] as const))) {
      const comparison = await compare([`${base}.stats`], [`${head}.stats`]);
      const [lead] = comparison.worse;
      const place = Object.keys(sums[`${base}.stats.gz`]!.functions).find((key) => key.startsWith('assets.py:get_asset_info:'))!;
      const before = sums[`${base}.stats.gz`]!.functions[place]!;
      const after = sums[`${head}.stats.gz`]!.functions[place]!;
      expect(lead).to.include({ name: 'get_asset_info', file: 'photo_tagger/assets.py', callsBase: before[0], callsHead: after[0], significant: false, z: null });
      expect(lead!.selfBase).to.be.closeTo(before[1], 1e-9);
      expect(lead!.selfHead).to.be.closeTo(after[1], 1e-9);
      expect(lead!.totalHead).to.be.closeTo(after[2], 1e-9);
      expect(comparison.totalBase).to.be.closeTo(sums[`${base}.stats.gz`]!.total, 1e-9);
      expect(comparison.sentence).to.match(new RegExp(`^get_asset_info was called ${(after[0] / before[0]).toFixed(1)} times as often \\(`));
      expect(comparison.notes.map(({ code }) => code)).to.include('one-run');
    }
  });

  it('finds every function of both sides, builtins too, where the report is made in the checkout of one', async () => {
    const here = await compare(['classify-head-1.stats'], ['classify-base-1.stats'], ['/tmp/a/workspace/photo@2/']);
    const common = (comparison: ProfileComparison): string[] => [...comparison.worse, ...comparison.better].filter(({ callsBase, callsHead }) => (callsBase ?? 0) > 0 && (callsHead ?? 0) > 0).map(({ name }) => name).sort();
    expect(common(here)).to.include('<built-in method builtins.max>').and.to.deep.equal(common(await compare(['classify-head-1.stats'], ['classify-base-1.stats'])));
  });

  it('another amount of work: leads with more calls, and says that the machine had another pace', async () => {
    const comparison = await compare(['sample-half.stats'], ['sample-base-1.stats']);
    const [lead] = comparison.worse;
    expect(lead!.callsHead! / lead!.callsBase!).to.be.within(1.9, 2.4);
    expect(comparison.sentence).to.match(/^\w+ was called 2\.\d times as often/);
    expect(comparison.notes.map(({ code }) => code)).to.deep.equal(['one-run', 'other-pace']);
  });

  it('dearer calls: names it significant, in means over the runs, with parts that add up', async () => {
    const base = ['classify-base-1.stats', 'classify-base-2.stats'];
    const head = ['classify-head-1.stats', 'classify-head-2.stats'];
    const comparison = await compare(base, head);
    const [lead] = comparison.worse;
    expect(lead).to.include({ name: 'histogram_distance', why: 'dearer-calls', significant: true });
    const selfOf = (file: string) => Object.entries(sums[`${file}.gz`]!.functions).find(([place]) => place.includes(':histogram_distance:'))![1][1];
    const mean = (files: readonly string[]) => files.reduce((sum, file) => sum + selfOf(file), 0) / files.length;
    expect(lead!.selfBase).to.be.closeTo(mean(base), 1e-9);
    expect(lead!.selfHead).to.be.closeTo(mean(head), 1e-9);
    expect(lead!.moreWork! + lead!.dearerCalls! + lead!.interaction!).to.be.closeTo(mean(head) - mean(base), 1e-9);
    expect(comparison.sentence).to.match(/^histogram_distance was called about as often, but each call costs/);
    expect((await compare(base.slice(0, 1), head.slice(1))).worse[0]!.name).to.equal('histogram_distance');
  });

  it('equal code names nobody', async () => {
    const pairs = [
      [['sample-base-1.stats'], ['sample-base-2.stats']],
      [['sample-base-1.stats', 'sample-base-2.stats'], ['sample-base-3.stats', 'sample-base-4.stats']],
      [['classify-base-1.stats'], ['classify-base-2.stats']],
      [['classify-head-1.stats'], ['classify-head-2.stats']],
    ] as const;
    for (const [base, head] of pairs) {
      const comparison = await compare(base, head);
      expect(comparison.sentence).to.match(/^(?:No function stands out|Everything takes)/);
      expect(comparison.worse.filter(({ significant }) => significant).map(({ name }) => name)).to.deep.equal([]);
      expect(find('get_asset_info', comparison).callsBase).to.equal(find('get_asset_info', comparison).callsHead);
    }
  });

  it('sampled: the slow twin is new in its file, with the lines that cost', async () => {
    const comparison = await compare(['node-base-1.cpuprofile', 'node-base-2.cpuprofile'], ['node-head-1.cpuprofile', 'node-head-2.cpuprofile']);
    expect(comparison.worse[0]).to.include({ name: 'countHuesSlowly', why: 'new', significant: true, callsBase: null });
    expect(comparison.worse[0]!.lines[0]).to.include({ line: 39, base: 0 });
    expect(find('countHues', comparison)).to.include({ why: 'gone', file: comparison.worse[0]!.file });
  });
});
