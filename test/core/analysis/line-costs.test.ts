import { expect } from 'chai';
import { functionTable } from '../../../src/core/analysis/function-table.ts';
import { annotate, lineCostsOf } from '../../../src/core/analysis/line-costs.ts';
import { profileFromStacks } from '../../helpers/stacks.ts';

const source = Array.from({ length: 12 }, (_, i) => `source line ${i + 1}`);

describe('line costs', () => {
  const profile = profileFromStacks('main(a.py:2) > f(a.py:5) 1\nmain(a.py:2) > f(a.py:6) 2\nmain(a.py:3) 4', { frameLine: 'executing' });

  it('come from line-level frames, by function', () => {
    const costs = lineCostsOf(profile, functionTable(profile));
    expect([...costs].map(([row, lines]) => [row, [...lines].sort()]).sort()).to.deep.equal([[0, [[3, 4]]], [1, [[5, 1], [6, 2]]]]);
  });

  it('come from the format where it has them', () => {
    const own = { ...profile, lineCosts: { frame: Uint32Array.of(1), line: Uint32Array.of(9), cost: Float64Array.of(3) } };
    expect([...(lineCostsOf(own, functionTable(own)).get(1) ?? [])]).to.deep.equal([[9, 3]]);
  });

  it('are listed with the source around them', () => {
    const listing = annotate('f', 'a.py', new Map([[5, 1], [6, 2]]), profile, source);
    expect(listing.lines.map(({ line, cost, text }) => [line, cost, text])).to.deep.equal([
      [3, 0, 'source line 3'],
      [4, 0, 'source line 4'],
      [5, 1, 'source line 5'],
      [6, 2, 'source line 6'],
      [7, 0, 'source line 7'],
      [8, 0, 'source line 8'],
    ]);
  });

  it('stand alone where the source is not at hand, and a line past its end has no text', () => {
    expect(annotate('f', 'a.py', new Map([[5, 1]]), profile, null).lines).to.deep.equal([{ line: 5, cost: 1, text: null }]);
    expect(annotate('f', 'a.py', new Map([[40, 1]]), profile, source).lines).to.deep.equal([{ line: 40, cost: 1, text: null }]);
  });
});
