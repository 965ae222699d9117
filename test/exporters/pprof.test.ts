import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import fg from 'fast-glob';
import { Profile as DecodedProfile } from 'pprof-format';
import { UserError } from '../../src/core/errors.ts';
import type { ProfileSet, StackProfile } from '../../src/core/model/profile.ts';
import { pprofExporter } from '../../src/exporters/pprof.ts';
import { pprofImporter } from '../../src/importers/pprof.ts';
import { pstatsImporter } from '../../src/importers/pstats.ts';
import { importBytes, unpack } from '../helpers/memory-source.ts';
import { deepProfile, profileFromStacks } from '../helpers/stacks.ts';
import { parseTop, sorted, stackProfiles, stackSums, topRows, type TopRows } from '../importers/pprof-oracle.ts';

const goFixtures = fg.sync('test/fixtures/pprof/*/*.pb.gz').sort();

function setOf(...profiles: readonly StackProfile[]): ProfileSet {
  return { format: 'made', profiles, defaultProfile: 0, notes: [] };
}

/** What the real tool prints for our bytes. */
function pprof(bytes: Uint8Array, ...flags: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'pprof-'));
  try {
    writeFileSync(join(folder, 'ours.pb.gz'), gzipSync(bytes));
    const all = ['-nodecount=100000', '-nodefraction=0', '-edgefraction=0', '-unit=ns', ...flags, join(folder, 'ours.pb.gz')];
    return execFileSync('go', ['tool', 'pprof', ...all], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, TZ: 'UTC' } });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function goTop(bytes: Uint8Array, type: number | string = 0): TopRows {
  return sorted(parseTop(pprof(bytes, '-top', `-sample_index=${type}`)));
}

const total = (profile: StackProfile): number => profile.samples.weight.reduce((sum, weight) => sum + weight, 0);
const topTen = (profile: StackProfile): unknown => [...topRows(profile)].sort(([, [a]], [, [b]]) => b - a).slice(0, 10);

describe('pprof exporter', () => {
  for (const path of goFixtures) {
    it(`conserves ${path} through import, export and import`, async () => {
      const set = await importBytes(pprofImporter, unpack(readFileSync(path)));
      const again = await importBytes(pprofImporter, pprofExporter.write(set));
      expect(again.defaultProfile).to.equal(set.defaultProfile);
      const [before, after] = [stackProfiles(set), stackProfiles(again)];
      expect(after.length).to.equal(before.length);
      for (const [index, profile] of before.entries()) {
        const other = after[index] as StackProfile;
        expect(total(other)).to.equal(total(profile));
        expect(topTen(other)).to.deep.equal(topTen(profile));
        expect([...stackSums(other)]).to.deep.equal([...stackSums(profile)]);
        expect([other.title, other.kind, other.unit, other.startedAt]).to.deep.equal([profile.title, profile.kind, profile.unit, profile.startedAt]);
      }
    });
  }

  for (const name of ['cpu', 'heap', 'heap-shrunk', 'mutex', 'threadcreate']) {
    it(`gives go tool pprof the rows of the original ${name} profile`, async () => {
      const path = goFixtures.find((fixture) => fixture.includes('/go-') && fixture.endsWith(`/${name}.pb.gz`)) as string;
      const set = await importBytes(pprofImporter, unpack(readFileSync(path)));
      const original = parseTop(readFileSync(`${path}.oracle.top-${set.defaultProfile}.txt`, 'utf8'));
      expect([...goTop(pprofExporter.write(set), set.defaultProfile)]).to.deep.equal([...sorted(original)]);
    });
  }

  it('is read by an independent decoder, time and default included', () => {
    const profile = profileFromStacks('main(app.py:3) > work(lib.py:9)  1.5', { kind: 'cpu', startedAt: '2026-01-02T03:04:05.678Z', durationSeconds: 2.25 });
    const decoded = DecodedProfile.decode(pprofExporter.write(setOf(profile)));
    const text = (index: number | bigint): string => decoded.stringTable.strings[Number(index)] as string;
    expect(BigInt(decoded.timeNanos)).to.equal(1767323045678000000n);
    expect(Number(decoded.durationNanos)).to.equal(2_250_000_000);
    expect(decoded.sampleType.map(({ type, unit }) => `${text(type)}/${text(unit)}`)).to.deep.equal(['cpu/nanoseconds']);
    expect(text(decoded.defaultSampleType)).to.equal('cpu');
    expect(decoded.function.map((each) => `${text(each.name)} ${text(each.filename)}:${each.startLine}`)).to.deep.equal(['work lib.py:9', 'main app.py:3']);
    expect(decoded.sample.map(({ value }) => value.map(Number))).to.deep.equal([[1_500_000_000]]);
  });

  it('carries what rounding took, so that functions keep their sums', () => {
    const drawing = Array.from({ length: 999 }, (_, i) => `main > step${i % 50} > leaf${i % 3}  0.0000000004`).join('\n');
    const rows = goTop(pprofExporter.write(setOf(profileFromStacks(drawing))), 0);
    // 333 x 0.4 ns for each of three leaves.
    for (const leaf of ['leaf0', 'leaf1', 'leaf2']) expect(rows.get(leaf)?.[0]).to.be.closeTo(133.2, 1);
    expect(rows.get('main')?.[1]).to.be.closeTo(399.6, 1.5);
  });

  it('rounds fractional counts by the same rule and keeps negative weights', () => {
    const profile = profileFromStacks('main > a  0.5\nother > a  0.5\nmain > b  -31.25\nother > b  -0.75', { unit: 'count', kind: 'samples', title: 'Stacks' });
    const rows = goTop(pprofExporter.write(setOf(profile)), 'samples');
    expect([rows.get('a'), rows.get('b')]).to.deep.equal([[1, 1], [-32, -32]]);
  });

  it('writes profiles with stacks of their own as samples of their own, threads as labels', async () => {
    const first = profileFromStacks('main > work  2\nmain > wait  1', { thread: 'MainThread' });
    const second = profileFromStacks('pool > work  3', { thread: 'Pool <1>' });
    const third = { ...first, kind: 'samples', unit: 'count', title: 'samples' } as const;
    const bytes = pprofExporter.write(setOf(first, second, third));
    expect([...goTop(bytes, 'wall')]).to.deep.equal([['main', [0, 3e9]], ['wait', [1e9, 1e9]], ['work', [2e9, 2e9]]]);
    expect([...goTop(bytes, 'wall_2')]).to.deep.equal([['pool', [0, 3e9]], ['work', [3e9, 3e9]]]);
    expect(pprof(bytes, '-tags')).to.match(/MainThread/).and.match(/Pool <1>/);
    const again = stackProfiles(await importBytes(pprofImporter, bytes));
    expect(again.map(total)).to.deep.equal([3e9, 3e9, 3]);
    expect(again.map(({ kind }) => kind)).to.deep.equal(['wall', 'wall', 'samples']);
  });

  it('merges frames at executing lines into one function with line costs', async () => {
    const profile = profileFromStacks('main(a.py:1) > work(a.py:10)  2\nmain(a.py:1) > work(a.py:11)  3', { frameLine: 'executing' });
    const again = stackProfiles(await importBytes(pprofImporter, pprofExporter.write(setOf(profile))))[0] as StackProfile;
    expect([...stackSums(again)]).to.deep.equal([['main;work', 5e9]]);
    expect([...(again.lineCosts?.line ?? [])]).to.deep.equal([10, 11]);
    expect([...(again.lineCosts?.cost ?? [])]).to.deep.equal([2e9, 3e9]);
  });

  it('leaves names as they are, also those that look like C++', () => {
    const rows = goTop(pprofExporter.write(setOf(profileFromStacks('<module>(a.py:1) > std::vector<int>::push(int)  1'))));
    expect([...rows.keys()].sort()).to.deep.equal(['<module>', 'std::vector<int>::push(int)']);
  });

  it('rebuilds stacks of call graphs, total conserved', async () => {
    const path = fg.sync('test/fixtures/pstats/cprofile-3.12*/**', { ignore: ['**/*.oracle*', '**/*.md', '**/*.py'] }).sort()[0] as string;
    const set = await importBytes(pstatsImporter, unpack(readFileSync(path)));
    const profile = set.profiles[0];
    if (profile?.shape !== 'call-graph') throw new Error('not a call graph');
    const seconds = profile.graph.self.reduce((sum, self) => sum + self, 0);
    const rows = goTop(pprofExporter.write(set), 0);
    const sum = [...rows.values()].reduce((all, [flat]) => all + flat, 0);
    expect(sum).to.be.closeTo(seconds * 1e9, profile.frames.length);
  });

  it('writes a stack of 100,000 frames and an empty profile', async () => {
    const bytes = pprofExporter.write(setOf(deepProfile(100_000)));
    const again = stackProfiles(await importBytes(pprofImporter, bytes))[0] as StackProfile;
    expect([again.stacks.length, total(again)]).to.deep.equal([100_001, 1e9]);
    const none = profileFromStacks('main  0');
    expect(pprof(pprofExporter.write(setOf(none)), '-raw')).to.match(/wall\/nanoseconds/);
  });

  it('refuses what does not fit 64 bits and an empty set', () => {
    expect(() => pprofExporter.write(setOf(profileFromStacks('main  10000000000000')))).to.throw(UserError, /64-bit/);
    expect(() => pprofExporter.write(setOf())).to.throw(UserError, /no profile/);
  });
});
