import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { importLimits } from '../../src/core/limits.ts';
import type { StackProfile } from '../../src/core/model/profile.ts';
import { tracemallocImporter } from '../../src/importers/tracemalloc.ts';
import { otherPickle } from '../../src/importers/tracemalloc/declined.ts';
import { openFile } from '../../src/io/file-source.ts';

type Place = [file: string, line: number];

/** What test/fixtures/tracemalloc/oracle.py wrote: the standard library's own statistics. */
interface Oracle {
  traces: number;
  tracebackLimit: number;
  cutTraces: number;
  domains: [domain: number, size: number, count: number][];
  lineno: [Place, number, number][];
  filename: [Place, number, number][];
  traceback: [frames: number[], size: number, count: number][];
  places: Place[];
}

const folder = 'test/fixtures/tracemalloc';
const fixtures = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.pickle'))
  .sort();

async function importFixture(name: string, shownName = name): Promise<{ bytes: StackProfile; blocks: StackProfile }> {
  const file = await openFile(`${folder}/${name}`, shownName);
  expect(tracemallocImporter.recognise(file.head, shownName)).to.equal(true);
  expect(otherPickle.recognise(file.head)).to.equal(false);
  const set = await tracemallocImporter.read(file.source, importLimits);
  expect(set.profiles.map((profile) => [profile.shape, profile.kind, profile.unit, profile.semantics])).to.deep.equal([
    ['stacks', 'live-bytes', 'bytes', 'snapshot'],
    ['stacks', 'live-objects', 'count', 'snapshot'],
  ]);
  const [bytes, blocks] = set.profiles as StackProfile[];
  return { bytes: bytes as StackProfile, blocks: blocks as StackProfile };
}

function readOracle(name: string): Oracle {
  return JSON.parse(readFileSync(`${folder}/${name.replace('.pickle', '.oracle.json')}`, 'utf8')) as Oracle;
}

/** "file:line" of a stack's frames, oldest first. */
function framesOf(profile: StackProfile, node: number): string[] {
  const frames: string[] = [];
  for (let at = node; at !== 0; at = profile.stacks.parent[at] as number) {
    const frame = profile.stacks.frame[at] as number;
    frames.push(`${profile.frames.file[frame] ?? ''}:${profile.frames.line[frame] ?? 0}`);
  }
  return frames.reverse();
}

/** Sums by a key made of a stack's frames: key -> [bytes, blocks]. */
function sums(set: { bytes: StackProfile; blocks: StackProfile }, key: (frames: string[]) => string): Map<string, [number, number]> {
  const found = new Map<string, [number, number]>();
  [set.bytes, set.blocks].forEach((profile, column) => {
    profile.samples.stack.forEach((node, row) => {
      const name = key(framesOf(profile, node));
      const sum = found.get(name) ?? [0, 0];
      sum[column as 0 | 1] += profile.samples.weight[row] ?? 0;
      found.set(name, sum);
    });
  });
  return found;
}

const innermost = (frames: string[]): string => frames[frames.length - 1] ?? '';
const sorted = (rows: Iterable<[string, [number, number]]>): [string, [number, number]][] => [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
const shown = ([file, line]: Place): string => `${file}:${line}`;

describe('tracemalloc importer', () => {
  it('has fixtures of five versions of Python', () => {
    expect([...new Set(fixtures.map((name) => /cpython-3\.\d+/.exec(name)?.[0]))]).to.have.length(5);
  });

  for (const name of fixtures) {
    describe(name, () => {
      const oracle = readOracle(name);

      it("gives the rows of statistics('lineno')", async () => {
        const expected = oracle.lineno.map(([place, size, count]): [string, [number, number]] => [shown(place), [size, count]]);
        expect(sorted(sums(await importFixture(name), innermost))).to.deep.equal(sorted(expected));
      });

      it("gives the rows of statistics('filename')", async () => {
        const expected = oracle.filename.map(([[file], size, count]): [string, [number, number]] => [file, [size, count]]);
        const found = sums(await importFixture(name), (frames) => innermost(frames).replace(/:\d+$/, ''));
        expect(sorted(found)).to.deep.equal(sorted(expected));
      });

      it("gives the rows of statistics('traceback'), root first", async () => {
        const expected = oracle.traceback.map(([frames, size, count]): [string, [number, number]] => [
          frames.map((index) => shown(oracle.places[index] as Place)).join(';'),
          [size, count],
        ]);
        expect(sorted(sums(await importFixture(name), (frames) => frames.join(';')))).to.deep.equal(sorted(expected));
      });

      it('counts traces, cut stacks and other domains', async () => {
        const { bytes } = await importFixture(name);
        expect(bytes.sampleCount).to.equal(oracle.traces);
        const text = (code: string): string[] => bytes.notes.filter((note) => note.code === code).map((note) => note.text);
        const others = oracle.domains.filter(([domain]) => domain !== 0);
        expect(text('other-domain')).to.have.length(others.length);
        others.forEach(([domain, size, count]) => expect(text('other-domain').join()).to.include(`${size} bytes in ${count} blocks of domain ${domain}`));
        const stackNotes = [...text('one-frame'), ...text('truncated-stacks')].join();
        expect(text('one-frame')).to.have.length(oracle.tracebackLimit === 1 ? 1 : 0);
        if (oracle.cutTraces > 0) expect(stackNotes).to.include(`${oracle.cutTraces} of ${oracle.traces} traces`);
        else expect(text('truncated-stacks')).to.deep.equal([]);
      });

      it('is the same under the name unknown', async () => {
        expect(await importFixture(name, 'unknown')).to.deep.equal(await importFixture(name));
      });
    });
  }

  it('names frames by the basename and line of the allocation', async () => {
    const { bytes } = await importFixture('cpython-3.13.0/snapshot-25.pickle');
    const at = bytes.frames.file.findIndex((file, index) => file === '/tmp/photo-app/photo_app.py' && (bytes.frames.line[index] ?? 0) > 0);
    expect(bytes.frames.name[at]).to.equal(`photo_app.py:${bytes.frames.line[at] ?? 0}`);
    expect(bytes.frameLine).to.equal('definition');
  });
});
