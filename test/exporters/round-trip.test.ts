import { expect } from 'chai';
import { UserError } from '../../src/core/errors.ts';
import type { Profile, ProfileSet } from '../../src/core/model/profile.ts';
import { foldedExporter } from '../../src/exporters/folded.ts';
import { speedscopeExporter } from '../../src/exporters/speedscope.ts';
import { foldedImporter } from '../../src/importers/folded.ts';
import { findImporter } from '../../src/importers/index.ts';
import { speedscopeImporter } from '../../src/importers/speedscope.ts';
import { fixturePaths, readFixture } from '../helpers/fixtures.ts';
import { headOf, importBytes, unpack } from '../helpers/memory-source.ts';
import { sumsOf } from '../helpers/stack-sums.ts';

interface Facts {
  readonly total: number;
  readonly top: readonly [string, number][];
}

/** Total and the ten largest self values by name and file, of the function table or of the stacks. */
function factsOf(profile: Profile): Facts {
  const textOf = (name: string, file: string): string => `${visible(name)} ${file}`;
  let self: Record<string, number> = {};
  if (profile.shape === 'stacks') self = sumsOf(profile, textOf).self;
  else {
    for (let frame = 0; frame < profile.frames.length; frame++) {
      const text = textOf(profile.frames.name[frame] as string, profile.frames.file[frame] as string);
      self[text] = (self[text] ?? 0) + (profile.graph.self[frame] as number);
    }
  }
  const rows = Object.entries(self)
    .filter(([text, value]) => value !== 0 && text !== '(pruned) ')
    // Folded text names the empty stack; sums of the same fractions in another order differ in their last digits.
    .map(([text, value]): [string, number] => [text === '' ? '(no frames) ' : text, Number(value.toPrecision(12))]);
  const total = Object.values(self).reduce((sum, value) => sum + value, 0);
  return { total, top: rows.sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]) || (a[0] < b[0] ? -1 : 1)).slice(0, 10) };
}

/** A name as folded text can hold it: see foldedFrame. */
function visible(name: string): string {
  return name.replace(/;/g, '；').replace(/\n/g, '␊');
}

function expectSame(found: Profile, expected: Profile): void {
  const exact = expected.shape === 'stacks';
  const [a, b] = [factsOf(found), factsOf(expected)];
  const size = b.top.reduce((sum, [, value]) => sum + Math.abs(value), 0);
  expect(Math.abs(a.total - b.total), 'total').to.be.at.most((exact ? 1e-12 : 1e-9) * size);
  // A reconstruction keeps the order of self times and loses what it prunes, at most 1 % of the total.
  const near = (exact ? 1e-12 : 1e-2) * size;
  b.top.forEach(([, value], rank) => expect(Math.abs((a.top[rank]?.[1] ?? 0) - value), `value ${rank}`).to.be.at.most(near));
  const names = ({ top }: Facts): string[] => top.slice(0, exact ? 10 : 5).map(([text]) => text);
  expect(names(a)).to.deep.equal(names(b));
}

function hasNegative({ profiles }: ProfileSet): boolean {
  return profiles.some((profile) => profile.shape === 'stacks' && profile.samples.weight.some((weight) => weight < 0));
}

describe('export and import again', () => {
  // That every fixture has an importer is tested in fixtures.test.ts; facts of a run have none.
  for (const path of fixturePaths) {
    const bytes = unpack(readFixture(path));
    const importer = findImporter(headOf(bytes), 'unknown');
    if (importer === undefined) continue;
    it(path, async () => {
      const set = await importBytes(importer, bytes);
      if (set.profiles.length === 0) {
        // Values over time have no stacks: the exporters say so.
        expect(set.charts, path).not.to.deep.equal([]);
        expect(() => foldedExporter.write(set)).to.throw(UserError, 'no profile to convert');
        return;
      }
      const chosen = set.profiles[set.defaultProfile] as Profile;
      const folded = foldedExporter.write(set);
      if (chosen.shape === 'stacks' && chosen.samples.stack.length === 0) {
        expect(Buffer.from(folded).toString()).to.match(/^(?:# .*\n)*$/);
      } else {
        expect(findImporter(headOf(folded), 'unknown')?.id).to.equal('folded');
        const [again] = (await importBytes(foldedImporter, folded)).profiles;
        expectSame(again as Profile, chosen);
        expect(again).to.include({ unit: chosen.unit, kind: chosen.kind });
      }
      if (hasNegative(set)) {
        expect(() => speedscopeExporter.write(set)).to.throw(UserError);
        return;
      }
      const speedscope = speedscopeExporter.write(set);
      expect(findImporter(headOf(speedscope), 'unknown')?.id).to.equal('speedscope');
      const read = await importBytes(speedscopeImporter, speedscope);
      expect(read.profiles.length).to.equal(set.profiles.length);
      expect(read.defaultProfile).to.equal(set.defaultProfile);
      read.profiles.forEach((profile, index) => expectSame(profile, set.profiles[index] as Profile));
    });
  }
});
