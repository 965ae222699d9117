import { expect } from 'chai';
import { importLimits } from '../../src/core/limits.ts';
import type { ProfileSet, StackProfile } from '../../src/core/model/profile.ts';
import { foldedImporter } from '../../src/importers/folded.ts';
import { headOf, importBytes, memorySource } from '../helpers/memory-source.ts';
import { seededRandom } from '../helpers/fixtures.ts';
import { sumsOf } from '../helpers/stack-sums.ts';

function first(set: ProfileSet): StackProfile {
  const profile = set.profiles[0];
  if (profile?.shape !== 'stacks') throw new Error('no stack profile');
  return profile;
}

function totalOf(profile: StackProfile): number {
  return profile.samples.weight.reduce((sum, weight) => sum + weight, 0);
}

/** CPU seconds that `work` takes. */
async function cpuSeconds(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1e6;
}

describe('folded, hostile input', () => {
  it('reads a stack of 100,000 frames, longer than a chunk', async () => {
    const bytes = Buffer.from(`${Array.from({ length: 100_000 }, (_, i) => `f${i}`).join(';')} 3\nf0 1\n`);
    expect(foldedImporter.recognise(headOf(bytes), 'unknown')).to.equal(true);
    const profile = first(await importBytes(foldedImporter, bytes, 'unknown', 1000));
    expect(profile.stacks.length).to.equal(100_001);
    expect(totalOf(profile)).to.equal(4);
  });

  it('charges what lies below the depth limit to the frame at the limit', async () => {
    const set = await foldedImporter.read(memorySource(Buffer.from('a;b;c;d 1\na;b 2\n')), { ...importLimits, maxStackDepth: 3 });
    expect(sumsOf(first(set)).self).to.deep.equal({ c: 1, b: 2 });
    expect(set.notes.map(({ code }) => code)).to.deep.equal(['deep-stacks']);
  });

  it('conserves the total when frames, stacks and names pass their limits', async () => {
    const lines = Array.from({ length: 500 }, (_, i) => `root;f${i};${'x'.repeat(i)} 2`);
    const limits = { ...importLimits, maxFrames: 100, maxStackNodes: 80, maxNameLength: 50 };
    const set = await foldedImporter.read(memorySource(Buffer.from(lines.join('\n'))), limits);
    expect(totalOf(first(set))).to.equal(1000);
    expect(first(set).frames.length).to.equal(101);
    expect(set.notes.map(({ code }) => code)).to.have.members(['many-frames', 'many-stacks', 'long-names']);
  });

  it('reads frames of many kilobytes and cuts their names', async () => {
    const long = 'n'.repeat(300_000);
    const set = await importBytes(foldedImporter, Buffer.from(`a;${long} 1\na;${long};b 2\na;${long} 4\n`));
    const profile = first(set);
    expect(profile.frames.name[1]).to.equal(`${'n'.repeat(4000)}…`);
    expect(profile.stacks.length).to.equal(4);
    expect(totalOf(profile)).to.equal(7);
  });

  it('gives the same result whatever the chunks are', async () => {
    const random = seededRandom(5);
    const lines = Array.from({ length: 400 }, () => `${Array.from({ length: 1 + random(9) }, () => `frame${'é'.repeat(random(4))}_${random(30)}`).join(';')} ${random(50)}`);
    const bytes = Buffer.from(lines.join('\n'));
    const whole = sumsOf(first(await importBytes(foldedImporter, bytes, 'unknown', bytes.length)));
    // As split by hand.
    expect(whole.total).to.equal(lines.reduce((sum, line) => sum + Number(line.split(' ')[1]), 0));
    for (const size of [1, 2, 3, 5, 8, 13, 64, 1000]) {
      expect(sumsOf(first(await importBytes(foldedImporter, bytes, 'unknown', size)))).to.deep.equal(whole);
    }
  });

  it('tells texts apart that share length, beginning and end', async () => {
    // The line cache hashes eight sampled words: these differ in one byte between them.
    const stacks = Array.from({ length: 500 }, (_, i) => {
      const text = Array.from({ length: 60 }, (__, k) => `common_frame_${k}`).join(';');
      const at = 20 + (i % 250) * 2;
      return `${text.slice(0, at)}${i < 250 ? 'X' : 'Y'}${text.slice(at + 1)}`.replace(/^;|;$/, '');
    });
    const lines = [...stacks, ...stacks, ...stacks].map((stack, i) => `${stack} ${1 + (i % 500)}`);
    const profile = first(await importBytes(foldedImporter, Buffer.from(lines.join('\n'))));
    const bySelf = new Map<string, number>();
    for (const [i, stack] of stacks.entries()) bySelf.set(stack, (bySelf.get(stack) ?? 0) + 3 * (1 + i));
    const found = new Map<string, number>();
    profile.samples.stack.forEach((node, row) => {
      const names: string[] = [];
      for (let step = node; step !== 0; step = profile.stacks.parent[step] as number) names.unshift(profile.frames.name[profile.stacks.frame[step] as number] as string);
      found.set(names.join(';'), profile.samples.weight[row] as number);
    });
    expect(Object.fromEntries(found)).to.deep.equal(Object.fromEntries(bySelf));
  });

  it('stays within 2 s per MB on lines made to be slow', async () => {
    const megabyte = 1_000_000;
    const slow: Record<string, string> = {
      'only semicolons': `${';'.repeat(megabyte)}a 1\n`,
      'a million empty lines': `a;b 1\n${'\n'.repeat(megabyte)}`,
      'all frames different': Array.from({ length: 60_000 }, (_, i) => `r;${(i * 2654435761) % 4294967296} 1`).join('\n'),
      'long numbers': `a;b 1\n${`a ${'9'.repeat(1000)}\n`.repeat(1000)}`,
      'blanks': `a;b 1\n${' '.repeat(megabyte)}\n`,
      'open parentheses': `a;b 1\n${`${'('.repeat(3990)}a:1) 1\n`.repeat(250)}`,
      'comments': `${'# a: b\n'.repeat(140_000)}a;b 1\n`,
    };
    for (const [what, text] of Object.entries(slow)) {
      const bytes = Buffer.from(text);
      foldedImporter.recognise(headOf(bytes), 'unknown');
      const seconds = await cpuSeconds(() => importBytes(foldedImporter, bytes));
      expect(seconds, what).to.be.below((2 * bytes.length) / megabyte + 0.5);
    }
  });
});
