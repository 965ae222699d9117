import { expect } from 'chai';
import { applyAccepted, hasFittingUnit, idleAccepted, isOf, type AcceptedRegression } from '../../../src/core/analysis/accepted-regressions.ts';
import type { GateResult } from '../../../src/core/model/comparison.ts';

const entry = (changes: Partial<AcceptedRegression> = {}): AcceptedRegression => ({ workload: 'sample', metric: 'wall', function: null, level: 2, unit: 'seconds', who: 'Ann', why: 'new tagger', at: '2026-11-01', until: null, ...changes });
const gate = (changes: Partial<GateResult> = {}): GateResult => ({ workload: 'sample', metric: 'wall', function: null, verdict: 'fail', criticality: 'FAILURE', threshold: 0.1, message: 'slower', ...changes });
const today = '2026-11-26';

function applied(level: number | null, changes: Partial<AcceptedRegression> = {}, gateChanges: Partial<GateResult> = {}): GateResult {
  return applyAccepted([gate(gateChanges)], [entry(changes)], () => level, today)[0] as GateResult;
}

describe('accepted regressions', () => {
  it('make a note of a gate up to the threshold above the level, and no further', () => {
    for (const [level, criticality] of [[1.5, 'NOTE'], [2, 'NOTE'], [2.2, 'NOTE'], [2.21, 'FAILURE']] as const) expect([level, applied(level).criticality]).to.deep.equal([level, criticality]);
    expect(applied(2)).to.deep.include({ verdict: 'fail', message: 'slower (accepted by Ann: new tagger)', accepted: { who: 'Ann', why: 'new tagger', until: null } });
    expect(applied(3)).to.deep.equal(gate({ message: 'slower (worse than what Ann accepted on 2026-11-01: new tagger)' }));
    // Without a share the level itself is the limit, be it 0.
    expect(applied(1, { level: 0 }, { threshold: 0 }).criticality).to.equal('FAILURE');
    expect(applied(0, { level: 0 }, { threshold: 0 }).criticality).to.equal('NOTE');
  });

  it('hold to the end of their last day', () => {
    expect(applied(2, { until: today }).criticality).to.equal('NOTE');
    expect(applied(2, { until: '2026-11-25' })).to.deep.equal(gate({ message: 'slower (accepted by Ann until 2026-11-25, which has passed: new tagger)' }));
  });

  it('are of one workload, metric and function, and of gates that do not hold', () => {
    for (const other of [{ workload: 'other' }, { metric: 'cpu' }, { function: 'parse' }]) expect(applied(2, other), JSON.stringify(other)).to.deep.equal(gate());
    for (const verdict of ['pass', 'improved', 'inconclusive', 'not-comparable', 'environment-suspect'] as const) expect(applied(2, {}, { verdict }), verdict).to.deep.equal(gate({ verdict }));
    expect(applied(null), 'a level that nobody knows').to.deep.equal(gate());
    expect(isOf(entry({ metric: 'counter:assets' }), gate({ metric: 'assets' }))).to.equal(true);
  });

  it('are named where they change nothing any more', () => {
    const idle = (changes: Partial<AcceptedRegression>, gates: readonly GateResult[], level: number | null): number => idleAccepted([entry(changes)], gates, 'sample', () => level).length;
    const parse = { metric: 'calls', function: 'parse', unit: 'count' } as const;
    expect(idle({}, [gate()], 2)).to.equal(0);
    expect(idle({}, [gate({ metric: 'cpu' })], 2), 'no gate').to.equal(1);
    expect(idle({ workload: 'other' }, [], null), 'of another workload').to.equal(0);
    expect(idle(parse, [gate({ ...parse, verdict: 'fail' })], 9)).to.equal(0);
    expect(idle(parse, [gate({ ...parse, verdict: 'inconclusive' })], null), 'a function that is gone').to.equal(1);
    expect(idle(parse, [gate({ ...parse, verdict: 'pass' })], null), 'as before').to.equal(0);
    expect(idleAccepted([entry(parse)], [], 'sample', () => null)[0]?.text).to.contain('accepted by Ann: calls of parse in sample');
  });

  it('have a level in the unit of their metric', () => {
    const fits = (metric: string, unit: AcceptedRegression['unit']): boolean => hasFittingUnit({ metric, unit });
    expect([fits('wall', 'seconds'), fits('cpu/assets', 'seconds'), fits('rss', 'bytes'), fits('calls', 'count'), fits('counter:wall', 'count')]).to.deep.equal([true, true, true, true, true]);
    expect([fits('wall', 'bytes'), fits('rss', 'seconds'), fits('calls', 'seconds')]).to.deep.equal([false, false, false]);
  });
});
