import { expect } from 'chai';
import { functionLevel, judgeFunctionGates } from '../../../src/core/analysis/function-gates.ts';
import { rulesFor, type ConfiguredGate } from '../../../src/core/gate/rules.ts';
import type { FunctionChange, GateResult, ProfileComparison } from '../../../src/core/model/comparison.ts';

const row = (name: string, changes: Partial<FunctionChange>): FunctionChange => ({
  name, file: 'a.py', line: 1, selfBase: 1, selfHead: 1, totalBase: 1, totalHead: 1, callsBase: null, callsHead: null, share: 0, why: 'unknown', moreWork: null, dearerCalls: null, interaction: null,
  significant: true, z: null, before: null, owner: 'own', waiting: false, lines: [], caller: null, commits: [], ...changes,
});
const comparison = (worse: readonly FunctionChange[], changes: Partial<ProfileComparison> = {}): ProfileComparison => ({ id: 'd1', title: 'wall time', kind: 'wall', unit: 'seconds', baseFiles: ['b'], headFiles: ['h'], totalBase: 10, totalHead: 12, worse, better: [], functionCount: 9, uniform: null, sentence: '', notes: [], ...changes });

function judge(gate: Partial<ConfiguredGate>, comparisons: readonly ProfileComparison[], known: readonly string[] = []): Pick<GateResult, 'verdict' | 'message'> {
  const { gates } = rulesFor([{ metric: 'calls', function: 'parse', threshold: 0, criticality: 'FAILURE', ...gate }]);
  const [result] = judgeFunctionGates(gates, comparisons, 'sample', (name) => known.includes(name));
  return result as GateResult;
}

describe('gates on functions', () => {
  const calls = (callsBase: number | null, callsHead: number | null, changes: Partial<FunctionChange> = {}): ProfileComparison[] => [comparison([row('parse', { callsBase, callsHead, ...changes })])];

  it('compare calls exactly, from 0 and to 0', () => {
    const verdicts = ([[10, 10], [10, 11], [10, 9], [0, 5], [5, 0], [0, 0]] as const).map(([base, head]) => judge({}, calls(base, head)).verdict);
    expect(verdicts).to.deep.equal(['pass', 'fail', 'improved', 'fail', 'improved', 'pass']);
    expect([judge({ threshold: 0.2 }, calls(10, 12)).verdict, judge({ threshold: 0.2 }, calls(10, 13)).verdict]).to.deep.equal(['pass', 'fail']);
    for (const pair of [[0, 5], [5, 0], [0, 0], [null, 3], [1e308, 1e308]] as const) expect(judge({}, calls(pair[0], pair[1])).message).not.to.match(/NaN|Infinity|∞|undefined|null/);
  });

  it('have no answer where no profile knows: none, one without calls, a function that is in none', () => {
    for (const comparisons of [[], [comparison([])], calls(null, null)]) expect(judge({}, comparisons).verdict).to.equal('inconclusive');
    expect(judge({}, [comparison([row('other', { callsBase: 1, callsHead: 1 })])]).message).to.contain('the profiles hold no function of that name');
    expect(judge({}, [comparison([row('other', { callsBase: 1, callsHead: 1 })])], ['parse']).verdict, 'it is there and in no list, so it did not change').to.equal('pass');
  });

  it('fail on own time only beyond what runs differ by', () => {
    const slower = (significant: boolean): ProfileComparison[] => [comparison([row('parse', { selfBase: 1, selfHead: 2, significant })])];
    const own = { metric: 'wall', threshold: 0.1 };
    expect([judge(own, slower(true)).verdict, judge(own, slower(false)).verdict]).to.deep.equal(['fail', 'inconclusive']);
    expect(judge({ ...own, threshold: 1.5 }, slower(true)).verdict).to.equal('pass');
    expect(judge(own, [comparison([row('parse', { selfBase: 0, selfHead: 2 })])]).message).not.to.match(/NaN|Infinity|∞/);
  });

  it('take the last part of a qualified name, and an equal name before that', () => {
    const both = [comparison([row('Client.parse', { callsBase: 1, callsHead: 9 }), row('unparse', { callsBase: 1, callsHead: 9 })])];
    expect(judge({}, both).message.replaceAll('\u00a0', ' ')).to.contain('1 before, 9 now');
    expect(judge({}, [comparison([row('Client.parse', { callsBase: 1, callsHead: 9 }), row('parse', { callsBase: 3, callsHead: 3 })])]).verdict).to.equal('pass');
    expect(functionLevel({ metric: 'calls', function: 'parse' }, both)).to.equal(9);
    expect(functionLevel({ metric: 'calls', function: 'gone' }, both)).to.equal(null);
  });
});
