import { expect } from 'chai';
import { functionTable, profileTotal } from '../../../src/core/analysis/function-table.ts';
import { neighboursOf } from '../../../src/core/analysis/call-edges.ts';
import type { StackProfile } from '../../../src/core/model/profile.ts';
import { deepProfile, profileFromStacks } from '../../helpers/stacks.ts';

function rows(profile: StackProfile): Record<string, [number, number]> {
  const table = functionTable(profile);
  const result: Record<string, [number, number]> = {};
  for (let row = 0; row < table.length; row++) {
    result[profile.frames.name[table.frame[row] as number] as string] = [table.self[row] as number, table.total[row] as number];
  }
  return result;
}

describe('functionTable', () => {
  it('sums self and total, a recursive function counted once', () => {
    const profile = profileFromStacks(`
      main > walk > walk > leaf  2
      main > walk > leaf         3
      main > walk                1
      main                       4`);
    expect(rows(profile)).to.deep.equal({ main: [4, 10], walk: [1, 6], leaf: [5, 5] });
    expect(profileTotal(profile)).to.equal(10);
  });

  it('counts indirect recursion once', () => {
    const profile = profileFromStacks(`
      a > b > a > b  1
      a > b          1`);
    expect(rows(profile)).to.deep.equal({ a: [0, 2], b: [2, 2] });
  });

  it('merges lines of one function where frames are executing lines, and keeps them apart elsewhere', () => {
    const drawing = `
      main(app.py:9) > tag(app.py:3)  2
      main(app.py:8) > tag(app.py:4)  5`;
    expect(rows(profileFromStacks(drawing, { frameLine: 'executing' }))).to.deep.equal({ main: [0, 7], tag: [7, 7] });
    const table = functionTable(profileFromStacks(drawing));
    expect([...table.self]).to.deep.equal([0, 2, 0, 5]);
  });

  it('keeps signed weights', () => {
    expect(rows(profileFromStacks('main > grew 5\nmain > shrank -7'))).to.deep.equal({ main: [0, -2], grew: [5, 5], shrank: [-7, -7] });
  });

  it('takes a stack of 100,000 frames', () => {
    const profile = deepProfile(100_000);
    const table = functionTable(profile);
    expect(table.total.every((total) => total === 1)).to.equal(true);
    expect(profileTotal(profile)).to.equal(1);
  });
});

describe('neighboursOf', () => {
  it('gives callers and callees with inclusive values, recursion once', () => {
    const profile = profileFromStacks(`
      main > walk > walk > leaf  2
      main > walk > leaf         3
      other > leaf               4`);
    const table = functionTable(profile);
    const rowOf = (name: string) => profile.frames.name.indexOf(name);
    const around = neighboursOf(profile, table, [rowOf('leaf'), rowOf('walk')]);
    const named = (list: readonly { row: number; total: number }[]) => list.map((n) => [profile.frames.name[n.row], n.total]);
    expect(named(around.get(rowOf('leaf'))?.callers ?? [])).to.deep.equal([['walk', 5], ['other', 4]]);
    expect(named(around.get(rowOf('walk'))?.callees ?? [])).to.deep.equal([['leaf', 5], ['walk', 2]]);
    expect(named(around.get(rowOf('walk'))?.callers ?? [])).to.deep.equal([['main', 5], ['walk', 2]]);
  });
});
