import { expect } from 'chai';
import { planPairs, type PairsPlan } from '../../src/commands/plan-pairs.ts';
import type { GateSettings, WorkloadSettings } from '../../src/config/settings.ts';
import type { RunSample } from '../../src/core/model/run-record.ts';
import { around, pairsOf } from '../core/gate/runs.ts';

const gate = (metric: string): GateSettings => ({ metric, function: null, threshold: 0.1, warn: null, floor: null, criticality: 'FAILURE' });
function plan(changes: Partial<WorkloadSettings>): PairsPlan {
  const settings: WorkloadSettings = {
    name: 'w', command: 'x', setup: null, cwd: '/', env: {}, runs: 10, pairs: 9, budgetSeconds: null, warmup: 1, timeoutSeconds: null, profilers: [], counters: null, instructions: false,
    strict: false, confirm: false, inconclusive: 'NOTE', gates: [gate('wall')], ...changes,
  };
  return planPairs(settings, 1);
}

describe('planPairs', () => {
  it('looks as the gate plans, or at the pairs that are set, and stops at what is decided', () => {
    expect(plan({}).looks).to.deep.equal([9, 18, 36]);
    expect(plan({ pairs: 10 }).looks).to.deep.equal([10, 20, 40]);
    expect(plan({}).decide(pairsOf(around(0.3, 9)))).to.equal(true);
    expect(plan({ strict: true }).decide(pairsOf(around(0.11, 9, 0.05))), 'strict').to.equal(false);
    expect(plan({}).decide(pairsOf(around(0.11, 9, 0.05)))).to.equal(true);
  });

  it('hands on the share of what an earlier look has shown to be slower', () => {
    // Ten pairs of which all but the smallest rose: P(W <= 1) = 2 / 1024 = .00195, above .01 / 3 / 2, as each of two comparisons needs it, and
    // below .01 / 3, which the one has whose other was shown to be slower. All ten: 1 / 1024 is below both.
    const rose = (place: number): number => (place === 0 ? -0.001 : 0.2 + place / 100);
    const noisy = (place: number): number => (place % 2 === 0 ? 0.3 : -0.25);
    const samples = (wall: (place: number) => number, rss: (place: number) => number): RunSample[] =>
      pairsOf(Array.from({ length: 10 }, (_, place) => wall(place)), (arm, place) => ({ peakRssBytes: 1e8 * (arm === 'head' ? rss(place) : 1) }));
    const rising = (place: number): number => 1.02 + place / 1000;
    const mixed = (place: number): number => (place % 2 === 0 ? 1.09 : 0.9);
    const carried = plan({ pairs: 10, gates: [gate('wall'), gate('rss')] });
    expect(carried.decide(samples(noisy, rising)), 'rss is shown to be 2 % larger, nothing is decided').to.equal(false);
    expect(carried.decide(samples(rose, mixed)), 'rss is not shown any more, and hands its share on').to.equal(true);
    expect(plan({ pairs: 10, gates: [gate('wall'), gate('rss')] }).decide(samples(rose, mixed)), 'without the first look').to.equal(false);
  });

  it('asks for a second series where a gate fails and confirm is set', () => {
    expect(plan({}).confirm).to.equal(undefined);
    const { confirm } = plan({ confirm: true });
    expect([confirm?.isNeeded(pairsOf(around(0.3, 9)), []), confirm?.isNeeded(pairsOf(around(0, 9)), [])]).to.deep.equal([true, false]);
    const counted = plan({ confirm: true, gates: [gate('counter:queries')] }).confirm;
    expect(counted?.isNeeded(pairsOf(around(0, 3), (arm) => ({ counters: { queries: arm === 'head' ? 12 : 10 } })), [])).to.equal(true);
    expect(confirm?.decide(pairsOf(around(0.3, 9)))).to.equal(true);
  });
});
