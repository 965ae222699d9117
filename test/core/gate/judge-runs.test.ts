import { expect } from 'chai';
import { judgeRuns } from '../../../src/core/gate/judge-runs.ts';
import { defaultRules, looksFor, rulesFor, type ConfiguredGate } from '../../../src/core/gate/rules.ts';
import type { RunSample } from '../../../src/core/model/run-record.ts';
import { seededRandom } from '../../../src/core/stats/random.ts';
import { around, host, pairsOf, run, sample } from './runs.ts';

const wallGate: ConfiguredGate = { metric: 'wall', function: null, threshold: 0.1, criticality: 'FAILURE' };
const onWall = rulesFor([wallGate]);

const judgeSamples = (samples: readonly RunSample[], rules = defaultRules): ReturnType<typeof judgeRuns> => judgeRuns(run(samples), null, rules);
const judgeRatios = (logRatios: readonly number[], rules = defaultRules): ReturnType<typeof judgeRuns> => judgeSamples(pairsOf(logRatios), rules);
const wallOf = ({ metrics }: ReturnType<typeof judgeRuns>): (typeof metrics)[number] | undefined => metrics.find(({ metric }) => metric === 'wall');

describe('verdicts of paired runs', () => {
  it('gives the figures of the published example', () => {
    const wall = wallOf(judgeRatios([0.1, 0.12, 0.08, 0.15, 0.05, 0.11, 0.09, 0.13, 0.02, 0.14], rulesFor([wallGate], { looks: 1 })));
    expect(Math.log1p(wall?.change ?? NaN)).to.be.closeTo(0.1, 1e-12);
    expect(Math.log1p(wall?.lower ?? NaN)).to.be.closeTo(0.06, 1e-12);
    expect(Math.log1p(wall?.upper ?? NaN)).to.be.closeTo(0.125, 1e-12);
    expect(wall).to.include({ pairs: 10, verdict: 'fail', base: 1 });
  });

  const verdicts: readonly (readonly [string, readonly number[], string])[] = [
    ['65 % slower', around(0.5, 18), 'fail'],
    ['7 % slower', around(0.07, 18), 'warn'],
    ['unchanged', around(0, 18), 'pass'],
    ['faster', around(-0.5, 18), 'improved'],
    ['noise around the limit', around(0.07, 18, 0.25), 'inconclusive'],
    ['three pairs, however clear', around(0.5, 3), 'inconclusive'],
    ['three equal pairs', [0, 0, 0], 'inconclusive'],
  ];
  for (const [what, logRatios, verdict] of verdicts) {
    it(`${what}: ${verdict}`, () => {
      const judged = judgeRatios(logRatios);
      expect(judged.verdict, judged.reason).to.equal(verdict);
      expect(judged.gates.map(({ metric }) => metric)).to.deep.equal(['wall', 'cpu', 'rss']);
    });
  }

  it('says what changed and how sure that is', () => {
    const { reason, gates } = judgeRatios(around(0.5, 18));
    expect(reason).to.equal('sort is 65 % slower (1 s → 1.65 s)'.replaceAll(/(\d) (%|s)/g, '$1\u00a0$2'));
    expect(gates[0]?.message.replaceAll('\u00a0', ' ')).to.match(/\+65 %, interval \+64 % \(99 % sure\) to \+66 % \(95 % sure\), 18 pairs A\/B interleaved, limit \+10 %, noise ±\d/);
  });

  it('tells how many pairs are missing', () => {
    const wall = wallOf(judgeRatios(around(0.07, 18, 0.25)));
    expect(wall?.pairsNeeded).to.be.greaterThan(36);
    expect(wall?.pairsNeededRange?.[0]).to.be.lessThan(wall?.pairsNeeded ?? 0);
    expect(wall?.message).to.match(/crosses the limit; about \d+ pairs \(\d+ to \d+\) would decide/);
    expect(judgeRatios(around(0.5, 9)).reason).to.contain('9 pairs cannot be certain enough, whatever they show: 10 are the fewest');
  });

  it('says what would decide, the cheapest first', () => {
    const noisyWall = (arm: string, place: number): Partial<RunSample> => ({ cpuUserSeconds: 0.9 + 0.01 * Math.sin(place + (arm === 'head' ? 1 : 0)) });
    const [note] = judgeSamples(pairsOf(around(0.07, 18, 0.25), noisyWall)).notes;
    expect(note?.code).to.equal('to-decide');
    expect(note?.text.replaceAll('\u00a0', ' ')).to.match(/^to decide: gate on CPU time, .*, make the workload longer, measure about \d+ pairs \(\d+ to \d+\), or use a quieter machine$/);
    expect(judgeRatios(around(0.5, 9)).notes.map(({ text }) => text)).to.deep.equal(['to decide: measure 10 pairs or more']);
    expect(judgeRatios(around(0, 18)).notes).to.deep.equal([]);
  });

  it('looks later where three metrics share the chance of a false alarm', () => {
    expect(looksFor(defaultRules)).to.deep.equal([12, 24, 36]);
    expect(looksFor(onWall)).to.deep.equal([9, 18, 36]);
    expect(judgeRatios(around(0.5, 9), onWall).verdict).to.equal('fail');
    expect(judgeRatios(around(0.5, 12)).verdict).to.equal('fail');
  });

  it('fails with strict only where the 95 % bound is beyond the limit', () => {
    const ratios = around(0.12, 18, 0.08);
    expect(judgeRatios(ratios, onWall).verdict).to.equal('fail');
    expect(judgeRatios(ratios, rulesFor([wallGate], { strict: true })).verdict).to.not.equal('fail');
    expect(judgeRatios(around(0.5, 18), rulesFor([wallGate], { strict: true })).verdict).to.equal('fail');
  });

  it('does not depend on the scale of the samples', () => {
    const scaled = pairsOf(around(0.12, 18, 0.05)).map((each) => ({ ...each, wallSeconds: (each.wallSeconds ?? 0) * 64, cpuUserSeconds: (each.cpuUserSeconds ?? 0) * 64, cpuSystemSeconds: (each.cpuSystemSeconds ?? 0) * 64 }));
    const [one, other] = [wallOf(judgeRatios(around(0.12, 18, 0.05))), wallOf(judgeSamples(scaled))];
    for (const figure of ['change', 'lower', 'upper', 'visibleChange', 'pairsNeeded'] as const) expect(other?.[figure], figure).to.be.closeTo(one?.[figure] ?? NaN, 1e-9);
    expect(other?.verdict).to.equal(one?.verdict);
  });

  it('calls the mirror of a failure an improvement', () => {
    for (const [centre, noise] of [[0.5, 0.01], [0.2, 0.05], [0.12, 0.03], [0.02, 0.01], [0.05, 0.3]] as const) {
      const samples = pairsOf(around(centre, 18, noise));
      const swapped = samples.map((each) => ({ ...each, arm: each.arm === 'head' ? ('base' as const) : ('head' as const) }));
      expect(judgeSamples(swapped).verdict === 'improved', `${centre}`).to.equal(judgeSamples(samples).verdict === 'fail');
    }
  });

  it('ignores changes of less than 5 ms and 1 MiB', () => {
    const short = (logRatios: readonly number[]): RunSample[] => pairsOf(logRatios, (arm, place) => ({ wallSeconds: 0.02 * (arm === 'head' ? Math.exp(logRatios[place] ?? 0) : 1), cpuUserSeconds: null }));
    expect(judgeSamples(short(around(Math.log(1.2), 18)), onWall).verdict).to.equal('pass');
    expect(judgeSamples(short(around(Math.log(1.3), 18)), onWall).verdict).to.equal('fail');
    const memory = (more: number): RunSample[] => pairsOf(around(0, 18), (arm) => ({ peakRssBytes: 4e6 + (arm === 'head' ? more : 0) }));
    expect(judgeSamples(memory(1_000_000)).verdict).to.equal('pass');
    expect(judgeSamples(memory(1_100_000)).verdict).to.equal('fail');
  });

  it('drops a failed sample with its pair and says so', () => {
    const samples = pairsOf(around(0, 18), (arm, place) => (arm === 'head' && place === 3 ? { exitCode: 1, wallSeconds: 0.01 } : {}));
    const judged = judgeSamples(samples);
    expect(judged.verdict).to.equal('pass');
    expect(wallOf(judged)).to.include({ pairs: 17 });
    expect(wallOf(judged)?.baseValues).to.have.length(17);
    expect(judged.notes.map(({ text }) => text)).to.deep.equal(['1 pair left out of the comparison: a half of each failed']);
  });

  it('shares its certainty among the workloads of a build', () => {
    expect(judgeRatios(around(0.5, 9), rulesFor([wallGate], { workloads: 30 })).verdict).to.equal('inconclusive');
    expect(judgeRatios(around(0.5, 14), rulesFor([wallGate], { workloads: 30 })).verdict).to.equal('fail');
  });

  it('applies several gates on one metric as one comparison', () => {
    const rules = rulesFor([{ ...wallGate, threshold: 0.03, criticality: 'UNSTABLE' }, wallGate]);
    const { gates, metrics } = judgeRatios(around(0.06, 9, 0.005), rules);
    expect(gates.map(({ verdict, threshold }) => [verdict, threshold])).to.deep.equal([['fail', 0.03], ['warn', 0.1]]);
    expect(metrics.filter(({ metric }) => metric === 'wall')).to.have.length(1);
  });

  it('fails unchanged code in at most 1 % of comparisons, and finds +15 %', () => {
    const random = seededRandom(51);
    const wallOnly = (): Partial<RunSample> => ({ cpuUserSeconds: null, peakRssBytes: null });
    const share = (change: number, wanted: string, trials: number): number => {
      let count = 0;
      for (let trial = 0; trial < trials; trial++) {
        const noisy = (): number => 0.1 * random.normal();
        const ratios = Array.from({ length: 18 }, () => change + noisy() - noisy());
        if (judgeSamples(pairsOf(ratios, wallOnly), onWall).verdict === wanted) count++;
      }
      return count / trials;
    };
    // Two standard errors of a rate of 1 % in so many trials are 0.9 %; of 78 % found, 7.6 %.
    expect(share(0, 'fail', 500)).to.be.at.most(0.009);
    expect(share(Math.log(1.15), 'fail', 120)).to.be.greaterThan(0.78 - 0.076);
  }).timeout(10_000);

  it('judges 10,000 samples in a few seconds', () => {
    const start = process.cpuUsage();
    expect(judgeRatios(around(0.2, 5000, 0.3), onWall).verdict).to.equal('fail');
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1e6).to.be.lessThan(5);
  }).timeout(20_000);
});

describe('guards of a comparison', () => {
  it('does not compare different work', () => {
    const assets = (head: number) => (arm: string): Partial<RunSample> => ({ counters: { assets: arm === 'head' ? head : 300 } });
    const judged = judgeSamples(pairsOf(around(0, 18), assets(310)));
    expect(judged).to.include({ verdict: 'not-comparable' });
    expect(judged.reason).to.contain('base and head did different work (assets 300 → 310)');
    expect(judgeSamples(pairsOf(around(0, 18), assets(300))).verdict).to.equal('pass');
  });

  it('still compares the time per item, and a counter that is gated', () => {
    const samples = pairsOf(around(Math.log(2), 18), (arm) => ({ counters: { assets: arm === 'head' ? 600 : 300 } }));
    const judged = judgeSamples(samples, rulesFor([{ ...wallGate, metric: 'wall/assets' }, { ...wallGate, metric: 'counter:assets', threshold: 0 }]));
    expect(judged.gates.map(({ verdict }) => verdict)).to.deep.equal(['pass', 'fail']);
    expect(judgeSamples(samples, rulesFor([{ ...wallGate, metric: 'wall/assets' }, wallGate])).gates.map(({ verdict }) => verdict)).to.deep.equal(['pass', 'not-comparable']);
  });

  it('takes every difference of a digest for different work', () => {
    const digests = (arm: string): Partial<RunSample> => ({ counters: { digest: arm === 'head' ? 4_000_000_001 : 4_000_000_000 } });
    expect(judgeSamples(pairsOf(around(0, 18), digests)).verdict).to.equal('not-comparable');
  });

  it('suspects the environment where the control workload changed', () => {
    const control = pairsOf(around(0.3, 18));
    const judged = judgeRuns(run(pairsOf(around(0.3, 18))), null, defaultRules, control);
    expect(judged.verdict).to.equal('environment-suspect');
    expect(judged.reason).to.contain('the control workload, the same code in both arms, changed as well (+35');
    expect(judgeRuns(run(pairsOf(around(0.3, 18))), null, defaultRules, pairsOf(around(0, 18))).verdict).to.equal('fail');
    expect(judgeRuns(run(pairsOf(around(0, 18))), null, defaultRules, control).verdict, 'no pass either').to.equal('environment-suspect');
  });

  it('believes a slowdown on a disturbed machine as little, and memory as before', () => {
    for (const facts of [{ stealShare: 0.08 }, { loadBefore: 6 }, { loadAfter: 9 }]) {
      const judgeOn = (ratio: number, rss = 1): string => judgeRuns(run(pairsOf(around(ratio, 18), (arm) => ({ peakRssBytes: 2e8 * (arm === 'head' ? rss : 1) })), { host: host(facts) }), null, defaultRules).verdict;
      expect(judgeOn(0.3)).to.equal('environment-suspect');
      expect(judgeOn(0)).to.equal('pass');
      expect(judgeOn(0, 1.5)).to.equal('fail');
    }
    const calm = (facts: Parameters<typeof host>[0], control: readonly RunSample[], ratio = 0.3): ReturnType<typeof judgeRuns> => judgeRuns(run(pairsOf(around(ratio, 18)), { host: host(facts) }), null, defaultRules, control);
    for (const facts of [{ loadBefore: 6 }, { loadAfter: 9 }]) {
      const judged = calm(facts, pairsOf(around(0.02, 18, 0.1)));
      expect(judged.verdict, 'load slows both arms alike').to.equal('fail');
      expect(judged.notes.map(({ text }) => text)[0]).to.match(/^the machine was busy with other work \(load [69] on 4 processors\), but it treated both arms alike: the control .* over 18 pairs/);
      expect(calm(facts, pairsOf(around(0.02, 18, 0.1)), 0).notes).to.have.length(1);
      const moved = { 'too few pairs to tell': pairsOf(around(0, 3)), 'moved, maybe by chance': pairsOf(around(0.12, 18, 0.6)), 'moved for certain': pairsOf(around(0.3, 18)), 'one arm only': pairsOf(around(0, 18)).filter(({ arm }) => arm === 'head') };
      for (const [what, control] of Object.entries(moved)) expect(calm(facts, control).verdict, what).to.equal('environment-suspect');
      const stored = judgeRuns(run(pairsOf(around(1, 18)).filter(({ arm }) => arm === 'head'), { host: host(facts) }), run(around(0, 18).map((ratio) => sample({ wallSeconds: Math.exp(ratio) })), { host: host() }), defaultRules, pairsOf(around(0, 18)));
      expect(stored.verdict, 'a stored base ran at another time').to.equal('environment-suspect');
    }
    const stolen = calm({ stealShare: 0.08, loadBefore: 6 }, pairsOf(around(0, 18)));
    expect([stolen.verdict, stolen.notes]).to.deep.equal(['environment-suspect', []]);
    const wall = wallOf(stolen);
    expect(wall, 'what was measured stays told').to.include({ verdict: 'environment-suspect', pairs: 18 });
    expect(Math.log1p(wall?.change ?? NaN)).to.be.closeTo(0.3, 0.01);
    const parallel = pairsOf(around(0.3, 18)).map((each) => ({ ...each, cpuUserSeconds: (each.cpuUserSeconds ?? 0) * 4 }));
    expect(judgeRuns(run(parallel, { host: host({ loadAfter: 4.4 }) }), null, defaultRules).verdict, 'its own load').to.equal('fail');
  });
});

describe('runs that cannot be judged', () => {
  it('tells a failed workload, a failed base and a missing base apart', () => {
    const failing = (wanted: string) => (arm: string): Partial<RunSample> => (arm === wanted ? { exitCode: 137 } : {});
    expect(judgeSamples(pairsOf(around(0, 9), failing('head')))).to.include({ verdict: 'failed' });
    expect(judgeRuns(run(pairsOf(around(0, 9), failing('base')), { status: 'failed', failure: 'base failed' }), null, defaultRules).verdict).to.equal('not-comparable');
    expect(judgeSamples([sample(), sample()])).to.include({ verdict: 'no-baseline' });
    expect(judgeSamples([])).to.include({ verdict: 'no-baseline', reason: 'nothing to compare: no sample was measured' });
    expect(judgeRuns(run([], { status: 'failed', failure: 'exited with 2' }), null, defaultRules)).to.include({ verdict: 'failed', reason: 'exited with 2' });
    expect(judgeSamples(pairsOf(around(0, 9)).filter(({ arm }) => arm === 'base')).verdict).to.equal('not-comparable');
  });

  it('never passes values that cannot be, and never shows them', () => {
    for (const odd of [NaN, 0, -1, Infinity]) {
      const judged = judgeSamples(pairsOf(around(0, 18), (arm, place) => (arm === 'head' && place === 2 ? { wallSeconds: odd } : {})));
      expect(judged.verdict, String(odd)).to.equal('inconclusive');
      expect(judged.reason).to.match(/wall time is .* in 1 sample/);
      const everywhere = judgeSamples(pairsOf(around(0, 18), () => ({ wallSeconds: odd, cpuUserSeconds: odd, peakRssBytes: odd, counters: { assets: odd } })));
      expect(everywhere.verdict, `all ${odd}`).to.equal('inconclusive');
      expect(JSON.stringify([judged, everywhere])).to.not.match(/NaN|Infinity|–\s%/);
    }
  });

  it('explains odd pairs', () => {
    const pairs = pairsOf(around(0, 18));
    const odd = judgeSamples([...pairs, sample({ pair: 1 }), sample({ pair: 40 }), sample({ arm: 'base', pair: null })]);
    expect(odd.notes.map(({ code }) => code)).to.deep.equal(['incomplete-pairs', 'repeated-pairs']);
    expect(wallOf(odd)).to.include({ pairs: 17 });
    const none = judgeSamples([sample({ arm: 'base', pair: 1 }), sample({ pair: 2 })]);
    expect(none).to.include({ verdict: 'not-comparable' });
    expect(none.reason).to.contain('no complete pair');
  });

  it('asks for what a configured gate judges, and does without what a default gate would', () => {
    const samples = pairsOf(around(0, 18), () => ({ peakRssBytes: null, cpuUserSeconds: null }));
    expect(judgeSamples(samples).verdict).to.equal('pass');
    expect(judgeSamples(samples, rulesFor([wallGate, { ...wallGate, metric: 'rss' }])).verdict).to.equal('inconclusive');
    const oneArm = pairsOf(around(0, 18), (arm) => (arm === 'base' ? { peakRssBytes: null } : {}));
    expect(judgeSamples(oneArm)).to.include({ verdict: 'inconclusive', reason: 'sort, peak memory: peak memory was not measured in the base: nothing to compare' });
    const nothing = pairsOf(around(0, 18), () => ({ wallSeconds: null, cpuUserSeconds: null, peakRssBytes: null }));
    expect(judgeSamples(nothing)).to.include({ verdict: 'inconclusive' });
  });

  it('compares counters exactly, from 0 too', () => {
    const queries = (base: number, head: number, threshold: number): ReturnType<typeof judgeRuns> =>
      judgeSamples(pairsOf(around(0, 3), (arm) => ({ counters: { queries: arm === 'head' ? head : base } })), rulesFor([{ ...wallGate, metric: 'counter:queries', threshold }]));
    expect(queries(10, 10, 0).verdict).to.equal('pass');
    expect(queries(10, 11, 0).verdict).to.equal('fail');
    expect(queries(10, 11, 0.1).verdict).to.equal('pass');
    expect(queries(11, 10, 0).verdict).to.equal('improved');
    expect(queries(0, 5, 0.5).verdict).to.equal('fail');
    expect(queries(0, 0, 0).verdict).to.equal('pass');
    expect(queries(0, 5, 0.5).reason).to.equal('sort: queries changed (0 → 5)');
  });

  it('tells a counter called like a metric from the metric', () => {
    const samples = pairsOf(around(0, 18), (arm) => ({ counters: { wall: arm === 'head' ? 2 : 1 } }));
    expect(judgeSamples(samples, rulesFor([{ ...wallGate, metric: 'counter:wall' }])).gates[0]?.verdict).to.equal('fail');
  });

  it('refuses thresholds that are no share', () => {
    expect(() => rulesFor([{ ...wallGate, threshold: NaN }])).to.throw(RangeError, 'not a share');
  });
});
