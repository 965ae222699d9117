import { expect } from 'chai';
import { comparisonsForProof, countFalseAlarms, falseAlarmSentences, selfCheckSentence, selfCheckSummary } from '../../../src/core/gate/false-alarms.ts';
import { gatesKey } from '../../../src/core/gate/gates-key.ts';
import { defaultRules, looksFor, rulesFor } from '../../../src/core/gate/rules.ts';
import type { SelfCheckEntry, SelfCheckMetric } from '../../../src/core/model/self-check.ts';
import type { Verdict } from '../../../src/core/model/verdict.ts';

const wall = (lower: number | null, verdict: Verdict): SelfCheckMetric => ({ metric: 'wall', change: 0, lower, upper: 0.1, verdict });
const entries = (counts: Partial<Record<Verdict, number>>): Pick<SelfCheckEntry, 'verdict' | 'pairs' | 'metrics'>[] =>
  Object.entries(counts).flatMap(([name, count]) => Array.from({ length: count }, (_, place) => ({ verdict: name as Verdict, pairs: place % 2 === 0 ? 12 : 24, metrics: [wall(-0.02, name as Verdict)] })));
const said = (counts: Partial<Record<Verdict, number>>): string => falseAlarmSentences(countFalseAlarms(entries(counts))).join('\n').replaceAll('\u00a0', ' ');

describe('false alarms', () => {
  it('are claimed to be at most 1 % with the numbers that show it, and not with one fewer', () => {
    for (const [fails, least] of [[0, 300], [1, 473], [2, 628]] as const) {
      expect(comparisonsForProof(fails)).to.equal(least);
      expect([least - 1, least].map((all) => countFalseAlarms(entries({ fail: fails, pass: all - fails })).isProven), String(fails)).to.deep.equal([false, true]);
    }
    expect(comparisonsForProof(60)).to.equal(null);
  });

  it('are told with their bounds and with what is missing', () => {
    expect(said({ pass: 20 })).to.equal('0 false alarms in 20 comparisons of unchanged code: at most 14 % at 95 % confidence; 280 more without one would show ≤ 1 %');
    expect(said({ pass: 299 })).to.match(/at most 1 % at 95 % confidence; 1 more without one would show/);
    expect(said({ pass: 280, inconclusive: 15, warn: 4, improved: 1 })).to.match(/^0 false alarms in 300 .*so ≤ 1 % is shown$/);
    expect(said({ pass: 1 })).to.match(/^0 false alarms in 1 comparison of unchanged code: at most 95 %/);
    expect(said({ fail: 1, pass: 19 })).to.match(/^1 false alarm in 20 .*: at least 0\.25 %, at most 22 % at 95 % confidence; 453 more without another would show ≤ 1 %$/);
  });

  it('that are too many name the way out', () => {
    const found = countFalseAlarms(entries({ fail: 3, pass: 17 }));
    expect([found.isTooNervous, found.isProven]).to.deep.equal([true, false]);
    expect(said({ fail: 3, pass: 17 })).to.match(/at least 4\.2 %, at most 35 %.*\nthe gate is too nervous here.*CPU time.*quieter agent/);
    expect(countFalseAlarms(entries({ fail: 20 })).upperRate).to.equal(1);
    expect(said({ fail: 20 })).to.match(/at least 86 %, at most 100 %/);
  });

  it('are not counted where nothing could fail', () => {
    const found = countFalseAlarms(entries({ 'environment-suspect': 400, pass: 2 }));
    expect(found).to.deep.include({ comparisons: 2, unanswered: 400, isProven: false, meanPairs: 18 });
    expect(said({ 'environment-suspect': 400, pass: 2 })).to.match(/^0 false alarms in 2 comparisons.*\n400 comparisons got no answer/);
    expect(said({ 'environment-suspect': 1 })).to.match(/^no comparison got an answer, so nothing can be claimed\n1 comparison got/);
    const few = { verdict: 'inconclusive' as const, pairs: 4, metrics: [wall(null, 'inconclusive')] };
    expect(countFalseAlarms([few, ...entries({ inconclusive: 1 })])).to.deep.include({ comparisons: 1, unanswered: 1 });
    expect([said({}), selfCheckSummary([]), selfCheckSummary(entries({ 'not-comparable': 3 }))]).to.deep.equal(['no comparison was made', null, null]);
  });

  it('are one sentence on the page', () => {
    const summary = selfCheckSummary(entries({ pass: 320 }));
    expect(summary === null ? '' : selfCheckSentence(summary).replaceAll('\u00a0', ' ')).to.equal('0 false alarms in 320 comparisons of unchanged code (at most 0.94 %)');
  });

  it('are counted together only where the same gates judge', () => {
    const key = gatesKey(defaultRules, looksFor(defaultRules));
    expect(key).to.equal('cpu 10%, rss 10%, wall 10%; looks 12/24/36');
    const gates = [{ metric: 'wall', function: null, threshold: 0.125, criticality: 'FAILURE' as const }, { metric: 'calls', function: 'f', threshold: 0, criticality: 'NOTE' as const }];
    expect(gatesKey(rulesFor(gates, { workloads: 3, strict: true }), [9])).to.equal('wall 12.5%; looks 9; 3 workloads; strict');
  });
});
