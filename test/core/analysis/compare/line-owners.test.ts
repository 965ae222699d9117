import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { compareProfiles, type SideProfile } from '../../../../src/core/analysis/compare/compare-profiles.ts';
import type { FunctionChange, ProfileComparison } from '../../../../src/core/model/comparison.ts';
import { findImporter } from '../../../../src/importers/index.ts';
import { readFixture } from '../../../helpers/fixtures.ts';
import { headOf, importBytes, unpack } from '../../../helpers/memory-source.ts';

const folder = 'test/fixtures-compare/inlined';
type Recording = { nodes: { callFrame: { functionName: string; url: string }; positionTicks?: { line: number; ticks: number }[] }[] };

const recorded = (name: string): Uint8Array => unpack(readFixture(`${folder}/${name}.cpuprofile.gz`));
const parsed = (name: string): Recording => JSON.parse(Buffer.from(recorded(name)).toString()) as Recording;
const headSource = (file: string): string[] | null => {
  const path = `${folder}/head/${file.slice(15)}`;
  return file.startsWith('/tmp/photo-app/') && existsSync(path) ? readFileSync(path, 'utf8').split('\n') : null;
};

async function read(bytes: Uint8Array, file: string): Promise<SideProfile[]> {
  const importer = findImporter(headOf(bytes), file)!;
  const { profiles } = await importBytes(importer, bytes, file);
  return profiles.map((profile) => ({ file, format: importer.id, profile }));
}

async function side(...names: readonly string[]): Promise<SideProfile[]> {
  return (await Promise.all(names.map((name) => read(recorded(name), `${name}.cpuprofile`)))).flat();
}

const compare = (base: readonly SideProfile[], head: readonly SideProfile[], readSource: (file: string) => readonly string[] | null): ProfileComparison =>
  compareProfiles(base, head, { roots: [], top: 0, readSource }).comparisons[0]!;
const all = ({ worse, better }: ProfileComparison): FunctionChange[] => [...worse, ...better];
const find = (name: string, comparison: ProfileComparison): FunctionChange | undefined => all(comparison).find((change) => change.name === name);
const sumOf = (comparison: ProfileComparison, key: 'selfBase' | 'selfHead'): number => all(comparison).reduce((sum, change) => sum + change[key], 0);

/** Of the ticks in two functions, the share of the first: the oracle, by JSON alone, from a recording with nothing inlined. */
function shareOfTicks(name: string, inner: string, outer: string, entry: number): number {
  const ticks = (called: string): number =>
    parsed(name).nodes.filter(({ callFrame }) => callFrame.functionName === called && callFrame.url.endsWith('tag.mjs'))
      // Entering a function costs where it is called and not where it is inlined.
      .flatMap(({ positionTicks }) => (positionTicks ?? []).filter(({ line }) => line !== entry))
      .reduce((sum, each) => sum + each.ticks, 0);
  return ticks(inner) / (ticks(inner) + ticks(outer));
}

describe('ownByLine', () => {
  let base: SideProfile[];
  let head: SideProfile[];
  before(async () => {
    base = await side('base-1', 'base-2');
    head = await side('head-1', 'head-2');
  });

  it('puts inlined code back to the function whose line it is, as much as it has where nothing is inlined', () => {
    const comparison = compare(base, head, headSource);
    const without = compare(base, head, () => null);
    const score = find('score', comparison)!;
    const caller = find('scoreAll', comparison)!;
    expect(score.selfHead / (score.selfHead + caller.selfHead)).to.be.closeTo(shareOfTicks('head-plain', 'score', 'scoreAll', 4), 0.05);
    expect(score.selfBase / (score.selfBase + caller.selfBase)).to.be.closeTo(shareOfTicks('base-plain', 'score', 'scoreAll', 3), 0.05);
    expect(comparison.worse[0]!.name).to.equal('score');
    expect(without.worse[0]!.name).to.equal('scoreAll');
    expect(comparison.notes.map(({ code }) => code)).to.include('owned-by-line');
    expect(comparison.notes.find(({ code }) => code === 'owned-by-line')!.text).to.match(/^\d+\s% of the self time was put to the function whose line it is/);
    for (const key of ['selfBase', 'selfHead'] as const) expect(sumOf(comparison, key)).to.be.closeTo(sumOf(without, key), 1e-9);
    expect([comparison.totalBase, comparison.totalHead]).to.deep.equal([without.totalBase, without.totalHead]);
    for (const change of all(comparison)) expect(change.totalHead, change.name).to.be.at.least(change.selfHead - 1e-9);
  });

  it('takes no line of another file for one of this file, though a function of this file stands there', () => {
    const without = compare(base, head, () => null);
    const missing = compare(base, head, (file) => (file.endsWith('blend.mjs') ? null : headSource(file)));
    expect(find('blendAll', missing)!.selfHead).to.equal(find('blendAll', without)!.selfHead);
    const comparison = compare(base, head, headSource);
    expect(find('score', comparison)!.selfHead).to.equal(find('score', missing)!.selfHead);
    expect(find('blend', comparison)!.selfHead + find('blendAll', comparison)!.selfHead).to.be.closeTo((find('blend', without)?.selfHead ?? 0) + find('blendAll', without)!.selfHead, 1e-9);
    expect(find('blend', comparison)!.significant).to.equal(false);
  });

  it('leaves all as it was without source, line ticks or a source that fits', async () => {
    const strip = (name: string) => Buffer.from(JSON.stringify(parsed(name), (key, value: unknown) => (key === 'positionTicks' ? undefined : value)));
    const plain = await Promise.all(['base-1', 'head-1'].map((name) => read(strip(name), name)));
    const other = (): string[] => ['export function unrelated() {', '}', ...Array.from({ length: 90 }, () => 'scoreAll(score);')];
    expect(compare(plain[0]!, plain[1]!, headSource)).to.deep.equal(compare(plain[0]!, plain[1]!, () => null));
    expect(find('scoreAll', compare(base, head, other))!.selfHead).to.equal(find('scoreAll', compare(base, head, () => null))!.selfHead);
  });

  it('takes hostile line numbers', async () => {
    for (const line of [0, -5, 2 ** 31 - 1, 1e300]) {
      const profile = parsed('head-1');
      for (const node of profile.nodes) for (const ticks of node.positionTicks ?? []) ticks.line = line;
      const hostile = await read(Buffer.from(JSON.stringify(profile)), 'hostile.cpuprofile');
      const comparison = compare(base, hostile, headSource);
      expect(sumOf(comparison, 'selfHead')).to.be.closeTo(comparison.totalHead, 1e-9);
      expect(find('scoreAll', comparison)!.selfHead).to.equal(find('scoreAll', compare(base, hostile, () => null))!.selfHead);
    }
  });

  it('shows costs of base lines at the lines of the head that they became', async () => {
    const comparison = compare(await side('base-1'), await side('head-1'), headSource);
    const countAll = find('countAll', comparison)!;
    const ticks = parsed('base-1').nodes.filter(({ callFrame }) => callFrame.functionName === 'countAll').flatMap(({ positionTicks }) => positionTicks ?? []);
    const sum = (of: typeof ticks): number => of.reduce((total, each) => total + each.ticks, 0);
    // Line 30 of the base is line 33 of the head.
    expect(countAll.lines.find(({ line }) => line === 33)!.base / countAll.selfBase).to.be.closeTo(sum(ticks.filter(({ line }) => line === 30)) / sum(ticks), 0.02);
    // Inside of a function that grew: its last line.
    const returned = find('score', comparison)!.lines.find(({ line }) => line === 12)!;
    expect(returned).to.include({ text: '  return sum % 1009;' });
    expect(returned.base).to.be.greaterThan(0);
  });
});
