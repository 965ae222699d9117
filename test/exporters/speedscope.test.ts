import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { UserError } from '../../src/core/errors.ts';
import type { Profile, ProfileSet } from '../../src/core/model/profile.ts';
import { exporters } from '../../src/exporters/index.ts';
import { speedscopeExporter } from '../../src/exporters/speedscope.ts';
import { foldedImporter } from '../../src/importers/folded.ts';
import { importBytes } from '../helpers/memory-source.ts';
import { profileFromStacks } from '../helpers/stacks.ts';
import { isValid, speedscopeSums, type SpeedscopeFile } from '../helpers/speedscope-file.ts';

function setOf(profiles: Profile[], defaultProfile = 0): ProfileSet {
  return { format: 'test', profiles, defaultProfile, notes: [] };
}

function write(set: ProfileSet): SpeedscopeFile {
  const file = JSON.parse(Buffer.from(speedscopeExporter.write(set)).toString()) as SpeedscopeFile;
  expect(isValid(file)).to.equal(true);
  return file;
}

describe('speedscopeExporter', () => {
  it('writes every profile, with unit, place and the default one', () => {
    const first = profileFromStacks('main > read(a.py:3) 2\nmain 1', { title: 'wall', unit: 'seconds', thread: 'T1' });
    const second = profileFromStacks('alloc 4096', { title: 'bytes', unit: 'bytes' });
    const third = { ...first, title: 'calls', unit: 'count' } as const;
    const file = write(setOf([first, second, third], 1));
    expect(file.activeProfileIndex).to.equal(1);
    expect(file.shared.frames).to.deep.equal([{ name: 'main' }, { name: 'read', file: 'a.py', line: 3 }, { name: 'alloc' }]);
    expect(file.profiles).to.deep.equal([
      { type: 'sampled', name: 'wall (T1)', unit: 'seconds', startValue: 0, endValue: 3, samples: [[0], [0, 1]], weights: [1, 2] },
      { type: 'sampled', name: 'bytes', unit: 'bytes', startValue: 0, endValue: 4096, samples: [[2]], weights: [4096] },
      { type: 'sampled', name: 'calls (T1)', unit: 'none', startValue: 0, endValue: 3, samples: [[0], [0, 1]], weights: [1, 2] },
    ]);
  });

  it('keeps the order of time, repeated stacks and empty ones, and drops zero weights', () => {
    const profile = profileFromStacks('a 1\nb 1');
    const samples = { stack: Uint32Array.of(1, 2, 0, 2, 1), weight: Float64Array.of(3, 0, 0.5, 2, 1), timeOrdered: true };
    const [written] = write(setOf([{ ...profile, samples }])).profiles;
    expect(written?.samples).to.deep.equal([[0], [], [1], [0]]);
    expect(written?.weights).to.deep.equal([3, 0.5, 2, 1]);
    expect(written?.endValue).to.equal(6.5);
  });

  it('keeps hostile names as they are', () => {
    const name = '</script>\u2028"\\\u0000;\u202e';
    const profile = profileFromStacks('a 1');
    const file = write(setOf([{ ...profile, frames: { ...profile.frames, name: [name] } }]));
    expect(file.shared.frames[0]?.name).to.equal(name);
  });

  it('refuses negative weights and names what can hold them', () => {
    const set = setOf([profileFromStacks('a 1\nb -1', { title: 'delta' })]);
    expect(() => speedscopeExporter.write(set)).to.throw(UserError, '"delta"').with.property('hint').that.matches(/pprof or folded/);
  });

  it('sums up as the recorded file does', async () => {
    const fixture = new URL('../fixtures/folded/py-spy-0.4.3/threads_idle.txt', import.meta.url);
    const oracle = JSON.parse(readFileSync(new URL(`${fixture.href}.oracle.json`), 'utf8')) as { columns: [{ total: number; self: Record<string, number> }] };
    const file = write(await importBytes(foldedImporter, readFileSync(fixture)));
    const { total, self } = speedscopeSums(file, 0, ({ name, file: path, line }) => (path === undefined ? name : `${name} (${path}:${line ?? 0})`));
    expect(total).to.equal(oracle.columns[0].total);
    expect(self).to.deep.equal(oracle.columns[0].self);
  });

  it('writes a million rows in seconds', () => {
    const rows = 1_000_000;
    const profile = profileFromStacks('a > b > c > d > e > f 1\na > b > g 2');
    const stack = Uint32Array.from({ length: rows }, (_, i) => 1 + (i % (profile.stacks.length - 1)));
    const set = setOf([{ ...profile, samples: { stack, weight: new Float64Array(rows).fill(0.5), timeOrdered: true } }]);
    const before = process.cpuUsage().user;
    const bytes = speedscopeExporter.write(set);
    expect((process.cpuUsage().user - before) / 1e6).to.be.below(5);
    expect(Buffer.from(bytes.subarray(-40)).toString()).to.match(/,0\.5,0\.5\]\}\]\}\n$/);
    expect(Buffer.from(bytes).toString('latin1').split('0.5').length - 1).to.equal(rows);
  });

  it('is listed', () => {
    expect(exporters.map(({ id }) => id)).to.include.members(['speedscope', 'folded']);
    expect(new Set(exporters.map(({ extension }) => extension)).size).to.equal(exporters.length);
  });
});
