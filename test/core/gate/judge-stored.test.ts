import { expect } from 'chai';
import { judgeHistory, judgeRuns } from '../../../src/core/gate/judge-runs.ts';
import { defaultRules, rulesFor } from '../../../src/core/gate/rules.ts';
import type { RunSample, WorkloadRun } from '../../../src/core/model/run-record.ts';
import { around, host, run, sample } from './runs.ts';

const onWall = rulesFor([{ metric: 'wall', function: null, threshold: 0.1, criticality: 'FAILURE' }]);
const samplesAround = (centre: number, count = 10, changes: Partial<RunSample> = {}): RunSample[] => around(centre, count).map((log) => sample({ wallSeconds: Math.exp(log), ...changes }));
const built = (centre: number, changes: Partial<WorkloadRun> = {}): WorkloadRun => run(samplesAround(centre), { host: host(), ...changes });

describe('verdicts against one stored build', () => {
  it('never fails, and says below what it is blind', () => {
    expect(judgeRuns(built(0.5), built(0), onWall)).to.include({ verdict: 'warn' });
    const between = judgeRuns(built(0.15), built(0), onWall);
    expect(between.verdict).to.equal('inconclusive');
    // 5 % between builds, one of them: the floor of the published table.
    expect(between.reason.replaceAll('\u00a0', ' ')).to.contain('beyond the limit, but one stored build shows no change below 29 %');
    expect(between.metrics[0]?.visibleChange).to.be.closeTo(0.29, 0.005);
    expect(judgeRuns(built(0), built(0), onWall).verdict, 'no proof of no change').to.equal('inconclusive');
    expect(judgeRuns(built(-0.5), built(0), onWall).verdict).to.equal('improved');
  });

  it('wants 5 runs on each side', () => {
    const judged = judgeRuns(run(samplesAround(0.5, 4), { host: host() }), built(0), onWall);
    expect(judged).to.include({ verdict: 'inconclusive' });
    expect(judged.reason).to.contain('too few runs, 5 on each side are the fewest');
  });

  it('compares exactly what does not vary, and only warns', () => {
    const rules = rulesFor([{ metric: 'counter:queries', function: null, threshold: 0, criticality: 'FAILURE' }]);
    const asking = (queries: number): WorkloadRun => run(samplesAround(0, 5, { counters: { queries } }), { host: host() });
    expect(judgeRuns(asking(12), asking(10), rules).verdict).to.equal('warn');
    expect(judgeRuns(asking(10), asking(10), rules).verdict).to.equal('pass');
  });

  it('does not compare other machines, and names what differs', () => {
    const judged = judgeRuns(built(0.5), built(0, { host: host({ fingerprint: 'f2', cpuModel: 'Other CPU', runtimes: { python: '3.11.7' } }) }), onWall);
    expect(judged.verdict).to.equal('not-comparable');
    expect(judged.reason).to.contain('processor Other CPU → Example CPU, python 3.11.7 → 3.12.1');
    expect(judged.metrics[0]).to.include({ verdict: 'not-comparable', change: null });
    expect(judgeRuns(built(0.5), built(0, { host: host({ fingerprint: 'f2' }) }), onWall).reason).to.contain('fingerprint f2 → f1');
    const unknown = judgeRuns(built(0.5), built(0, { host: null }), onWall);
    expect(unknown.notes.map(({ code }) => code)).to.deep.equal(['machine-unknown']);
  });

  it('does not compare other workloads, other work, or other units', () => {
    expect(judgeRuns(built(0.5), built(0, { workload: 'render' }), onWall).reason).to.contain('two different workloads: render and sort');
    const counting = (assets: number): WorkloadRun => run(samplesAround(0, 10, { counters: { assets } }), { host: host() });
    expect(judgeRuns(counting(300), counting(200), onWall).verdict).to.equal('not-comparable');
    const milliseconds = judgeRuns(built(Math.log(1000)), built(0), onWall);
    expect(milliseconds).to.include({ verdict: 'not-comparable' });
    expect(milliseconds.reason).to.contain('different units');
  });

  it('only advises on arms without pair numbers', () => {
    const apart = [...samplesAround(0.5), ...samplesAround(0, 10, { arm: 'base' })];
    const judged = judgeRuns(run(apart), null, onWall);
    expect(judged.verdict).to.equal('warn');
    expect(judged.notes.map(({ code }) => code)).to.deep.equal(['not-paired']);
  });
});

describe('verdicts against a history', () => {
  const builds = (count: number, noise = 0.02): WorkloadRun[] => around(0, count, noise).map((log) => built(log));

  it('warns first, and fails when it is repeated', () => {
    expect(judgeHistory(built(0.2), builds(12), onWall).verdict).to.equal('warn');
    const again = judgeHistory(built(0.2), builds(12), onWall, built(0.21));
    expect(again.verdict).to.equal('fail');
    expect(again.gates[0]?.message).to.contain('measured again with the same result');
    expect(judgeHistory(built(0.2), builds(12), onWall, built(0)).verdict, 'not confirmed').to.equal('warn');
    expect(judgeHistory(built(0.2), [...builds(12), built(0.2)], onWall).verdict, 'the build before as well').to.equal('fail');
    expect(judgeHistory(built(0), [...builds(12), built(0.2)], onWall).verdict, 'back to normal').to.equal('pass');
  });

  it('passes what is below the limit for certain, and says so where it is not', () => {
    const quiet = judgeHistory(built(0), builds(20), onWall);
    expect(quiet.verdict).to.equal('pass');
    expect(quiet.gates[0]?.message).to.match(/nothing below .* can be seen between these builds/);
    expect(judgeHistory(built(0.05), builds(20, 0.15), onWall).verdict).to.equal('inconclusive');
    expect(judgeHistory(built(-0.3), builds(20), onWall).verdict).to.equal('improved');
  });

  it('wants ten builds of the same machines and work', () => {
    const short = judgeHistory(built(0.2), builds(8), onWall);
    expect(short.verdict).to.equal('inconclusive');
    // exp(0.2) - 1; and the floor of eight builds: exp((1.2816 + 2.3263) * 0.05 * sqrt(1 + 1 / 8)) - 1 = 21.1 %.
    expect(short.reason.replaceAll('\u00a0', ' ')).to.match(/\+2[12](?:\.\d)? % against the median of 8 comparable stored builds; 8 of 10 builds needed: .* no change below 21 %/);
    expect(short.metrics[0]?.change).to.be.closeTo(0.221, 0.02);
    const others = [built(0, { host: host({ fingerprint: 'f2', cpuModel: 'Other CPU' }) }), run([], { host: host() })];
    const judged = judgeHistory(built(0.2), [...builds(12), ...others], onWall);
    expect(judged.verdict).to.equal('warn');
    expect(judged.notes.filter(({ code }) => code !== 'creep')).to.deep.equal([{ code: 'builds-left-out', text: 'stored builds left out of the comparison: 1 of other machines, 1 without samples' }]);
    expect(judgeHistory(built(0.2), [], defaultRules).verdict).to.equal('no-baseline');
  });

  it('fails at ten builds too where the newest was beyond, and takes the last 20', () => {
    expect(judgeHistory(built(0.2), [...builds(9), built(0.2)], onWall).verdict).to.equal('fail');
    const many = judgeHistory(built(0), [...builds(10).map(({ samples, ...rest }) => ({ ...rest, samples: samples.map((each) => ({ ...each, wallSeconds: 50 })) })), ...builds(20)], onWall);
    expect([many.metrics[0]?.baseValues.length, many.verdict]).to.deep.equal([20, 'pass']);
  });

  it('warns of what crept up in steps that no build shows, from the best level that was held', () => {
    // Twenty builds, each 1 % above the one before: the first five have the median exp(0.02), the head is exp(0.2): exp(0.18) - 1 = 19.7 %.
    const rising = Array.from({ length: 20 }, (_, place) => built(place / 100, { startedAt: `2026-11-${String(place + 1).padStart(2, '0')}T07:00:00Z` }));
    const judged = judgeHistory(built(0.2), rising, onWall);
    expect(judged.verdict).to.equal('warn');
    const creep = judged.notes.find(({ code }) => code === 'creep')?.text.replaceAll('\u00a0', ' ');
    expect(creep).to.match(/^creep: (?:19\.\d|20) % above the best level that 5 builds in a row held \(2026-11-01\.\.2026-11-05\): wall time$/);
    expect(judgeHistory(built(0.15), rising.slice(0, 15), onWall).notes, 'exp(0.13) - 1 is 13.9 %').to.deep.equal([]);
  });

  it('believes no slowdown on a disturbed machine', () => {
    expect(judgeHistory(built(0.2, { host: host({ stealShare: 0.2 }) }), builds(12), onWall).verdict).to.equal('environment-suspect');
  });
});
