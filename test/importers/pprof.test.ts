import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fg from 'fast-glob';
import { pprofImporter } from '../../src/importers/pprof.ts';
import { headOf, importBytes, unpack } from '../helpers/memory-source.ts';
import { lineSums, parseRaw, parseTop, sorted, stackProfiles, stackSums, topRows } from './pprof-oracle.ts';

const fixtures = fg.sync('test/fixtures/pprof/*/*.pb.gz').sort();
const text = (path: string): string => readFileSync(path, 'utf8');

describe('pprof importer', () => {
  it('has recorded profiles to look at', () => expect(fixtures.length).to.be.greaterThan(9));

  for (const path of fixtures) {
    describe(path, () => {
      const bytes = unpack(readFileSync(path));
      const raw = parseRaw(text(`${path}.oracle.raw.txt`));

      it('is recognised by content', () => expect(pprofImporter.recognise(headOf(bytes), 'unknown')).to.equal(true));

      it('has every row of go tool pprof -top, for every sample type', async () => {
        const profiles = stackProfiles(await importBytes(pprofImporter, bytes));
        expect(profiles.length).to.equal(raw.types.length);
        for (const [type, profile] of profiles.entries()) {
          const oracle = parseTop(text(`${path}.oracle.top-${type}.txt`));
          expect([...topRows(profile)]).to.deep.equal([...sorted(oracle)]);
        }
      });

      it('has the stacks, inlined calls included, and the leaf lines of go tool pprof -raw', async () => {
        const profiles = stackProfiles(await importBytes(pprofImporter, bytes));
        for (const [type, profile] of profiles.entries()) {
          expect([...stackSums(profile)]).to.deep.equal([...(raw.stacks[type] as ReadonlyMap<string, number>)]);
          expect([...lineSums(profile)]).to.deep.equal([...(raw.lines[type] as ReadonlyMap<string, number>)]);
        }
      });

      it('knows where functions start', async () => {
        const { frames } = stackProfiles(await importBytes(pprofImporter, bytes))[0] as ReturnType<typeof stackProfiles>[number];
        for (let frame = 0; frame < frames.length; frame++) {
          const start = raw.startLines.get(`${frames.name[frame] as string} ${frames.file[frame] as string}`);
          if (start !== undefined) expect(frames.line[frame], frames.name[frame]).to.equal(start);
        }
      });
    });
  }

  it('says what each sample type measures', async () => {
    const facts = async (path: string): Promise<string[]> =>
      stackProfiles(await importBytes(pprofImporter, unpack(readFileSync(path)))).map(({ title, kind, unit, semantics }) => `${title}: ${kind}, ${unit}, ${semantics}`);
    const folder = fg.sync('test/fixtures/pprof/go-*', { onlyDirectories: true })[0] as string;
    expect(await facts(`${folder}/cpu.pb.gz`)).to.deep.equal(['samples: samples, count, sampled', 'CPU time: cpu, nanoseconds, sampled']);
    expect(await facts(`${folder}/heap.pb.gz`)).to.deep.equal([
      'alloc_objects: alloc-objects, count, sampled',
      'alloc_space: alloc-bytes, bytes, sampled',
      'inuse_objects: live-objects, count, snapshot',
      'inuse_space: live-bytes, bytes, snapshot',
    ]);
    expect(await facts(`${folder}/mutex.pb.gz`)).to.deep.equal(['contentions: samples, count, sampled', 'delay: lock, nanoseconds, sampled']);
    expect(await facts(`${folder}/goroutine.pb.gz`)).to.deep.equal(['goroutine: samples, count, snapshot']);
  });

  it('reads time, duration, sample count and default as go prints them', async () => {
    const folder = fg.sync('test/fixtures/pprof/go-*', { onlyDirectories: true })[0] as string;
    const set = await importBytes(pprofImporter, unpack(readFileSync(`${folder}/cpu.pb.gz`)));
    const raw = text(`${folder}/cpu.pb.gz.oracle.raw.txt`);
    const cpu = stackProfiles(set)[set.defaultProfile] as ReturnType<typeof stackProfiles>[number];
    expect(set.defaultProfile).to.equal(1);
    expect(cpu.startedAt?.slice(0, 19)).to.equal(/Time: (\S+ [\d:]{8})/.exec(raw)?.[1]?.replace(' ', 'T'));
    expect(cpu.durationSeconds).to.be.closeTo(Number(/Duration: ([\d.]+)/.exec(raw)?.[1]), 0.1);
    const taken = [...(parseRaw(raw).stacks[0] as ReadonlyMap<string, number>).values()].reduce((sum, value) => sum + value, 0);
    expect(cpu.sampleCount).to.equal(taken);
    expect(set.notes.find(({ code }) => code === 'labels-added-up')?.text).to.match(/labels album, worker;/);
  });
});
