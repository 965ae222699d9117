import { expect } from 'chai';
import { compareProfiles } from '../../../../src/core/analysis/compare/compare-profiles.ts';
import type { ProfileComparison } from '../../../../src/core/model/comparison.ts';
import type { Profile, StackProfile } from '../../../../src/core/model/profile.ts';
import { profileFromStacks } from '../../../helpers/stacks.ts';
import { graphFromEdges } from './call-graph.ts';

const side = (profiles: readonly Profile[], name: string) => profiles.map((profile, run) => ({ file: `${name}-${run}`, format: 'drawn', profile }));

function compare(base: readonly Profile[], head: readonly Profile[]): ProfileComparison {
  return compareProfiles(side(base, 'base'), side(head, 'head'), { roots: [], top: 0, readSource: () => null }).comparisons[0]!;
}

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const quiet = /^No function stands out/;

/** Seconds of six functions, the first five of which differ by a hundredth between runs. */
const sampled = (run: number, more: string) => profileFromStacks(
  ['load', 'save', 'rank', 'sort', 'pack'].map((name, place) => `main(a.py:1) > ${name}(a.py:${place * 10 + 9}) ${1 + (((run + place) % 3) - 1) / 100}`).join('\n') + more,
  { sampleCount: 5000 },
);
const runsOf = (extras: readonly string[]) => extras.map((more, run) => sampled(run, more));

describe('noise of sampled profiles', () => {
  it('a small function that a run has no sample of is named once it is there in all runs of the head', () => {
    const tiny = (seconds: number) => `\nmain(a.py:1) > tiny(a.py:70) ${seconds}`;
    const { worse, sentence } = compare(runsOf([tiny(0.002), '', tiny(0.001)]), runsOf([tiny(0.25), tiny(0.26), tiny(0.25)]));
    expect(worse[0]).to.include({ name: 'tiny', significant: true });
    expect(sentence).to.match(/^tiny changed/);
    for (const head of [[tiny(0.25), '', tiny(0.26)], [tiny(0.001), tiny(0.26), tiny(0.25)]]) {
      const again = compare(runsOf([tiny(0.002), '', tiny(0.001)]), runsOf(head));
      expect(again.worse.filter(({ significant }) => significant)).to.deep.equal([]);
      expect(again.sentence).to.match(quiet);
    }
  });

  it('what rose in all runs is named though what comes and goes made the whole fall, and without a share of that', () => {
    const more = (poll: number, tag: number) => `\nmain(a.py:1) > poll(a.py:80) ${poll}\nmain(a.py:1) > tag(a.py:90) ${tag}`;
    const { sentence, totalBase, totalHead } = compare(runsOf([more(1.6, 1), more(0.1, 1.01), more(0.9, 0.99)]), runsOf([more(0.2, 1.4), more(0.5, 1.39), more(0.4, 1.41)]));
    expect(totalHead).to.be.lessThan(totalBase + 0.4);
    const lower = compare(runsOf([more(1.9, 1), more(0.4, 1.01), more(1.2, 0.99)]), runsOf([more(0.5, 1.4), more(0.8, 1.39), more(0.7, 1.41)]));
    expect(lower.totalHead).to.be.lessThan(lower.totalBase);
    for (const text of [sentence, lower.sentence]) expect(plain(text)).to.equal('tag changed (1 s → 1.4 s)');
  });

  it('a few long samples of one run are no evidence, as many short ones are', () => {
    const { stacks, frames, ...rest } = sampled(0, '');
    /** A thousand samples of a millisecond for each function, and `extra` more of the first. */
    const recorded = (extra: number, seconds: number): StackProfile => {
      const names = ['load', 'save', 'rank', 'sort', 'pack'];
      const nodeOf = (name: string) => stacks.frame.findIndex((frame) => frame >= 0 && frames.name[frame] === name);
      const stack = names.flatMap((name) => new Array<number>(1000).fill(nodeOf(name))).concat(new Array<number>(extra).fill(nodeOf('load')));
      const weight = stack.map((_, sample) => (sample < 5000 ? 0.001 : seconds));
      return { ...rest, stacks, frames, sampleCount: stack.length, samples: { ...rest.samples, stack: Uint32Array.from(stack), weight: Float64Array.from(weight), timeOrdered: true } };
    };
    const long = compare([recorded(0, 0)], [recorded(3, 0.1)]);
    expect(long.worse[0]).to.include({ name: 'load', significant: false });
    // 2,000 samples of a millisecond and three of a tenth of a second.
    expect(long.worse[0]!.z).to.be.closeTo(0.3 / Math.sqrt(2000 * 0.001 ** 2 + 3 * 0.1 ** 2), 1e-9);
    expect(long.sentence).to.match(quiet);
    expect(compare([recorded(0, 0)], [recorded(300, 0.001)]).worse[0]).to.include({ name: 'load', significant: true });
  });
});

describe('noise of one exact run a side', () => {
  const run = (costs: readonly number[], calls: number, tag: number, main = 0.01) => graphFromEdges(`
    > main(a.py:1) 1 ${main}
    main(a.py:1) > load(a.py:5) 10 ${costs[0]!}
    main(a.py:1) > save(a.py:15) 10 ${costs[1]!}
    main(a.py:1) > rank(a.py:25) 10 ${costs[2]!}
    main(a.py:1) > sort(a.py:35) 10 ${costs[3]!}
    main(a.py:1) > pack(a.py:45) 10 ${costs[4]!}
    main(a.py:1) > tag(a.py:55) ${calls} ${tag}`);
  const still = [1, 1, 1, 1, 1];

  it('multiplied calls are named though their times are noise, and not where each call became that much cheaper', () => {
    expect(compare([run(still, 2000, 0.1)], [run([1.4, 0.7, 1, 1.3, 0.75], 4600, 0.1)]).sentence).to.match(/^tag was called 2\.3 times as often \(2,000 → 4,600\)/);
    expect(compare([run(still, 2000, 0.1)], [run([1.001, 0.999, 1, 1.002, 0.998], 4600, 0.1)]).sentence).to.match(quiet);
  });

  it('a lost time slice in a function of little time is noise, the same cost in a large one is not', () => {
    const scattered = [1.15, 0.95, 1, 1.12, 0.91];
    expect(compare([run(still, 10, 1)], [run(scattered, 10, 1, 0.08)]).sentence).to.match(quiet);
    expect(compare([run(still, 10, 1)], [run(scattered, 10, 3)]).sentence).to.match(/^tag was called about as often, but each call costs 3\.0 times/);
  });
});

describe('runs of one side from several checkouts', () => {
  it('are runs of the same functions', () => {
    const run = (directory: string, tag: number) => graphFromEdges(`
      > main(${directory}/app/main.py:1) 1 1
      main(${directory}/app/main.py:1) > load(${directory}/app/photo/load.py:5) 10 1
      main(${directory}/app/main.py:1) > tag(${directory}/app/photo/tag.py:5) 10 ${tag}`);
    const { functionCount, worse } = compare([run('/builds/1', 1), run('/builds/2', 1)], [run('/builds/7', 2), run('/home/me/src', 2)]);
    expect(functionCount).to.equal(3);
    expect(worse.map(({ name, selfBase, selfHead }) => [name, selfBase, selfHead])).to.deep.equal([['tag', 1, 2]]);
  });
});
