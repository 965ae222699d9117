import { expect } from 'chai';
import { judgeRuns, type JudgedWorkload } from '../../../src/core/gate/judge-runs.ts';
import { rulesFor } from '../../../src/core/gate/rules.ts';
import type { RunSample } from '../../../src/core/model/run-record.ts';
import { around, host, pairsOf, run } from './runs.ts';

const onWall = rulesFor([{ metric: 'wall', function: null, threshold: 0.1, criticality: 'FAILURE' }]);

/** Two series of pairs around these log ratios; pair numbers go on. */
function series(first: number, second: number, pairs = 12): RunSample[] {
  return [...pairsOf(around(first, pairs)), ...pairsOf(around(second, pairs)).map((sample) => ({ ...sample, pair: (sample.pair ?? 0) + pairs, round: 2 }))];
}
const judge = (samples: readonly RunSample[], rules = onWall, control: readonly RunSample[] = []): JudgedWorkload => judgeRuns(run(samples, { host: host() }), null, rules, control);
const plain = (text: string | undefined): string => (text ?? '').replaceAll('\u00a0', ' ');

describe('a failing gate that was measured again', () => {
  it('fails where both series do, and shows the second', () => {
    const judged = judge(series(0.3, 0.2));
    expect([judged.verdict, judged.metrics[0]?.pairs]).to.deep.equal(['fail', 12]);
    // exp(0.2) - 1 and exp(0.3) - 1.
    expect(judged.metrics[0]?.change).to.be.closeTo(0.2214, 0.005);
    expect(plain(judged.gates[0]?.message)).to.match(/; an independent second series: the first 12 pairs said \+3[45](?:\.\d)? % and failed too$/);
  });

  it('warns where the second does not confirm it, with the figures of both', () => {
    const judged = judge(series(0.3, 0.02));
    expect(judged.verdict).to.equal('warn');
    expect(judged.metrics[0]?.change).to.be.closeTo(0.02, 0.005);
    expect(plain(judged.reason)).to.match(/^sort: the first 12 pairs said \+35 %, an independent second series did not confirm it \(\+2(?:\.\d)? %, at most \+[23](?:\.\d)? %\)$/);
    expect(judged.metrics[0]).to.not.have.property('told');
    expect(judge(series(0.02, 0.3)), 'the second alone').to.include({ verdict: 'warn' });
    expect(judge(series(0.02, 0.02)).verdict).to.equal('pass');
    const unmeasured = series(0.3, 0.3).filter(({ round }) => round !== 2);
    expect(judge(unmeasured).verdict, 'no second series').to.equal('fail');
  });

  it('follows other limits, counters and guards in both series', () => {
    const twenty = rulesFor([{ metric: 'wall', function: null, threshold: 0.5, criticality: 'FAILURE' }]);
    expect(judge(series(0.3, 0.3), twenty).verdict).to.not.equal('fail');
    const counting = series(0.3, 0.3).map((sample) => ({ ...sample, counters: { queries: sample.arm === 'head' && sample.round === undefined ? 12 : 10 } }));
    const onQueries = rulesFor([{ metric: 'counter:queries', function: null, threshold: 0, criticality: 'FAILURE' }]);
    expect(judge(counting, onQueries).verdict, 'once 12, then 10').to.equal('warn');
    const control = series(0.3, 0).filter(({ round }) => round !== 2);
    expect(judge(series(0.3, 0.3), onWall, control).verdict, 'the machine was uneven in the first').to.equal('environment-suspect');
  });
});
