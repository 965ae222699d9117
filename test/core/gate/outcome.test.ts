import { expect } from 'chai';
import { gateOutcome } from '../../../src/core/gate/outcome.ts';
import { gateSentence, signedPercent, changeSentence } from '../../../src/core/gate/messages.ts';
import type { GateResult } from '../../../src/core/model/comparison.ts';
import type { Verdict } from '../../../src/core/model/verdict.ts';

const gate = (verdict: Verdict, criticality: GateResult['criticality'] = 'FAILURE'): GateResult => ({ workload: 'sort', metric: 'wall', function: null, verdict, criticality, threshold: 0.1, message: '' });

describe('what gates do to a build', () => {
  const rows: readonly (readonly [Verdict, string, string, string])[] = [
    ['fail', 'failure', 'unstable', 'note'],
    ['warn', 'unstable', 'unstable', 'note'],
    ['inconclusive', 'note', 'note', 'note'],
    ['not-comparable', 'note', 'note', 'note'],
    ['environment-suspect', 'note', 'note', 'note'],
    ['no-baseline', 'pass', 'pass', 'pass'],
    ['improved', 'pass', 'pass', 'pass'],
    ['pass', 'pass', 'pass', 'pass'],
  ];
  for (const [verdict, ...results] of rows) {
    it(`${verdict}: ${results.join(', ')}`, () => {
      const found = (['FAILURE', 'UNSTABLE', 'NOTE'] as const).map((criticality) => gateOutcome([gate(verdict, criticality)], [verdict]).result);
      expect(found).to.deep.equal(results);
    });
  }

  it('takes the worst of all', () => {
    expect(gateOutcome([gate('pass'), gate('fail', 'NOTE'), gate('warn')], ['pass'])).to.include({ verdict: 'fail', result: 'unstable' });
    expect(gateOutcome([gate('pass')], ['pass', 'no-baseline'])).to.include({ verdict: 'pass', result: 'pass' });
    expect(gateOutcome([], [])).to.include({ verdict: 'no-baseline', result: 'pass' });
    expect(gateOutcome([], ['pass', 'failed'])).to.include({ verdict: 'failed', result: 'failure' });
  });

  it('treats what has no answer as configured', () => {
    expect(gateOutcome([gate('inconclusive')], [], () => ({ inconclusive: 'unstable' })).result).to.equal('unstable');
    expect(gateOutcome([gate('inconclusive', 'NOTE')], [], () => ({ inconclusive: 'failure' })).result).to.equal('note');
  });

  it('says what it did', () => {
    expect(gateSentence(gateOutcome([gate('fail')], []))).to.equal('Gate: FAIL (exit 1)');
    expect(gateSentence(gateOutcome([], ['no-baseline']))).to.equal('Gate: not applied (exit 0)');
    expect(gateSentence(gateOutcome([], ['inconclusive'])), 'no gate, no pass').to.equal('Gate: not applied (exit 0)');
    expect(gateSentence(gateOutcome([gate('pass')], []))).to.equal('Gate: pass (exit 0)');
  });
});

describe('words of a change', () => {
  const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
  it('carry a sign and a direction', () => {
    expect([0.66, -0.12, 0, 0.0001].map(signedPercent).map(plain)).to.deep.equal(['+66 %', '−12 %', '0 %', '<0.1 %']);
    const wall = { metric: 'wall', title: 'Wall time', unit: 'seconds', base: 1.55, head: 2.56, change: 0.66 } as const;
    expect(plain(changeSentence('parse-sort', wall))).to.equal('parse-sort is 66 % slower (1.55 s → 2.56 s)');
    expect(plain(changeSentence('parse-sort', { ...wall, change: -0.4 }))).to.equal('parse-sort is 40 % faster (1.55 s → 2.56 s)');
    expect(plain(changeSentence('a', { ...wall, metric: 'wall/assets', title: 'Wall time per asset' }))).to.contain('a: wall time per asset rose by 66 %');
  });
});
