import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { UserError } from '../../src/core/errors.ts';
import type { Profile, ProfileSet, StackProfile } from '../../src/core/model/profile.ts';
import { foldedExporter } from '../../src/exporters/folded.ts';
import { foldedImporter } from '../../src/importers/folded.ts';
import { headOf, importBytes } from '../helpers/memory-source.ts';
import { profileFromStacks } from '../helpers/stacks.ts';
import { sumsOf } from '../helpers/stack-sums.ts';

const samples = { kind: 'samples', unit: 'count' } as const;

function setOf(...profiles: Profile[]): ProfileSet {
  return { format: 'test', profiles, defaultProfile: profiles.length - 1, notes: [] };
}

function textOf(...profiles: Profile[]): string {
  return Buffer.from(foldedExporter.write(setOf(...profiles))).toString();
}

function withNames(profile: StackProfile, ...name: string[]): StackProfile {
  return { ...profile, frames: { length: name.length, name, file: name.map(() => ''), line: name.map(() => 0) } };
}

async function again(profile: Profile): Promise<StackProfile> {
  const bytes = foldedExporter.write(setOf(profile));
  expect(foldedImporter.recognise(headOf(bytes), 'unknown')).to.equal(true);
  const read = (await importBytes(foldedImporter, bytes)).profiles[0];
  if (read?.shape !== 'stacks') throw new Error('no stacks');
  return read;
}

describe('foldedExporter', () => {
  it('writes one line per stack of the default profile, with places', () => {
    const other = profileFromStacks('other 9', samples);
    const profile = profileFromStacks('main > read(a.py:3)  2\nmain  1\nmain > read(a.py:3)  3', samples);
    expect(textOf(other, profile)).to.equal('main 1\nmain;read (a.py:3) 5\n');
  });

  it('says kind and unit where they are not samples, and the importer takes them back', async () => {
    const profile = profileFromStacks('main > read 0.25\nmain 3', { kind: 'cpu', unit: 'seconds' });
    expect(textOf(profile)).to.equal('# kind: cpu\n# unit: seconds\nmain 3\nmain;read 0.25\n');
    expect(await again(profile)).to.include({ kind: 'cpu', unit: 'seconds' });
  });

  it('writes weights as the shortest plain decimal', () => {
    const profile = profileFromStacks('a 1\nb 1\nc 1\nd 1\ne -1', samples);
    const weight = Float64Array.of(1e21, 1.5e-7, 0.1, 123456789012345680, -2.5e-10);
    expect(textOf({ ...profile, samples: { ...profile.samples, weight } })).to.equal(
      'a 1000000000000000000000\nb 0.00000015\nc 0.1\nd 123456789012345680\ne -0.00000000025\n',
    );
  });

  it('escapes what would break the format, visibly, and conserves totals', async () => {
    const profile = withNames(profileFromStacks('# a > b;c > d 1\n# a > e 2\nf 4\ng 8\nh 16\n', samples), '# a', 'x;y\nz', 'worker 12', 'end ', '', 'operator new(int)', '1.5');
    const text = textOf(profile);
    expect(text).to.equal('＃ a;x；y␊z;worker\u00a012 1\n＃ a;end\u00a0 2\n(unnamed) 4\noperator new(int) 8\n1.5 16\n');
    const read = await again(profile);
    expect(sumsOf(read).total).to.equal(31);
    expect(sumsOf(read).self).to.deep.equal({ 'worker\u00a012': 1, 'end\u00a0': 2, '(unnamed)': 4, 'operator new(int)': 8, '1.5': 16 });
  });

  it('keeps samples without a stack', async () => {
    const profile = profileFromStacks('a 1\nb 2', samples);
    const read = await again({ ...profile, samples: { stack: Uint32Array.of(0, 1), weight: Float64Array.of(5, 2), timeOrdered: false } });
    expect(sumsOf(read).self).to.deep.equal({ '(no frames)': 5, a: 2 });
  });

  it('keeps every sum of a recorded file, and of fractions', async () => {
    const path = '../fixtures/folded/py-spy-0.4.3/photo_app.txt';
    const set = await importBytes(foldedImporter, readFileSync(new URL(path, import.meta.url)));
    const profile = set.profiles[0] as StackProfile;
    const place = (name: string, file: string, line: number): string => `${name}|${file}|${line}`;
    const read = await again(profile);
    expect(sumsOf(read, place)).to.deep.equal(sumsOf(profile, place));
    expect(read.stacks).to.deep.equal(profile.stacks);
    const thirds = { ...profile, samples: { ...profile.samples, weight: profile.samples.weight.map((weight) => weight / 3) } };
    expect(sumsOf(await again(thirds)).total).to.be.closeTo(sumsOf(thirds).total, 1e-12 * sumsOf(thirds).total);
  });

  it('refuses an empty set, and stacks that would not fit in a file', () => {
    expect(() => foldedExporter.write({ ...setOf(), defaultProfile: 0 })).to.throw(UserError, 'no profile');
    const depth = 60_000;
    const parent = Uint32Array.from({ length: depth }, (_, i) => Math.max(0, i - 1));
    const stack = Uint32Array.from({ length: depth }, (_, i) => i);
    const chain = { ...profileFromStacks('a_name_of_some_length 1', samples), stacks: { length: depth, parent, frame: new Uint32Array(depth) }, samples: { stack, weight: new Float64Array(depth).fill(1), timeOrdered: false } };
    expect(() => foldedExporter.write(setOf(chain))).to.throw(UserError, 'folded output would take');
  });
});
