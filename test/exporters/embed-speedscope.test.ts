import { expect } from 'chai';
import { buildFlameTree, type FlameTree } from '../../src/core/analysis/flame-tree.ts';
import { viewerNames } from '../../src/core/analysis/viewer-names.ts';
import { UserError } from '../../src/core/errors.ts';
import type { StackProfile } from '../../src/core/model/profile.ts';
import { embedSpeedscope, type EmbeddedProfile } from '../../src/exporters/embed-speedscope.ts';
import { isValid, speedscopeSums, type SpeedscopeFile } from '../helpers/speedscope-file.ts';
import { deepProfile, profileFromStacks } from '../helpers/stacks.ts';

function treeOf(profile: StackProfile, maxDepth = 1e6): FlameTree {
  const tree = buildFlameTree(profile, { pruneShare: 0, maxNodes: 1e7, maxDepth, frames: profile.frames });
  if (tree === null) throw new Error('no tree');
  return tree;
}

function embedOnly(profile: StackProfile, withTime = false): EmbeddedProfile {
  const tree = treeOf(profile);
  const facts = { title: 'CPU', unit: profile.unit, fileTitle: 'run.cpuprofile', names: viewerNames(tree.frames) };
  return embedSpeedscope(tree, facts, withTime ? { stacks: profile.stacks, samples: profile.samples } : null);
}

function embed(profile: StackProfile, withTime = false): { file: SpeedscopeFile; result: EmbeddedProfile } {
  const result = embedOnly(profile, withTime);
  const file = JSON.parse(result.json) as SpeedscopeFile;
  expect(isValid(file)).to.equal(true);
  return { file, result };
}

function ordered(profile: StackProfile, rows: readonly [stack: number, weight: number][]): StackProfile {
  const samples = { stack: Uint32Array.from(rows, ([stack]) => stack), weight: Float64Array.from(rows, ([, weight]) => weight), timeOrdered: true };
  return { ...profile, samples };
}

describe('embedSpeedscope', () => {
  it('writes nodes with self weight, heaviest first, with used frames only', () => {
    const { file, result } = embed(profileFromStacks('main > light 1\nmain > heavy(h.py:7) > leaf 5\nmain 2\nunused 0', { unit: 'milliseconds' }));
    expect(result.timeOrderIncluded).to.equal(false);
    expect(result.json).not.to.match(/\s"/);
    expect(file).to.deep.include({ name: 'run.cpuprofile', activeProfileIndex: 0 });
    expect(file.shared.frames).to.deep.equal([{ name: 'main' }, { name: 'heavy', file: 'h.py', line: 7 }, { name: 'leaf' }, { name: 'light' }]);
    expect(file.profiles).to.deep.equal([
      { type: 'sampled', name: 'CPU', unit: 'milliseconds', startValue: 0, endValue: 8, samples: [[0], [0, 1, 2], [0, 3]], weights: [2, 5, 1] },
    ]);
  });

  it('opens every frame once: no node appears again after another took its place', () => {
    const profile = profileFromStacks(Array.from({ length: 60 }, (_, i) => `r > a${i % 7} > b${i % 5} > c${i} ${1 + (i % 4)}`).join('\n'));
    const { file } = embed(profile);
    const closed = new Set<string>();
    let open: string[] = [];
    for (const stack of file.profiles[0]?.samples ?? []) {
      const paths = stack.map((_, depth) => stack.slice(0, depth + 1).join());
      for (const path of paths) expect(closed.has(path), path).to.equal(false);
      for (const path of open) if (!paths.includes(path)) closed.add(path);
      open = paths;
    }
  });

  it('names frames as viewerNames does', () => {
    const { file } = embed(profileFromStacks('_Reader.read > run(a.py:1) 1\n_Reader.read > run(b.py:2) 2'));
    expect(file.shared.frames.map(({ name }) => name)).to.deep.equal(['\u200b_Reader.read', 'run b.py:2', 'run a.py:1']);
  });

  it('shows weight without a stack', () => {
    const profile = ordered(profileFromStacks('a 1'), [[0, 4], [1, 1]]);
    const { file } = embed({ ...profile, samples: { ...profile.samples, timeOrdered: false } }, true);
    expect(speedscopeSums(file, 0)).to.deep.equal(speedscopeSums(file, 1));
    expect(speedscopeSums(file, 0).self).to.deep.equal({ '(no frames)': 4, a: 1 });
  });

  it('cuts stacks at 1,000 frames and says how many are missing', () => {
    const { file } = embed(deepProfile(100_000), true);
    for (const profile of file.profiles) {
      expect(profile.samples[0]).to.have.length(1000);
      expect(file.shared.frames[profile.samples[0]?.[999] as number]?.name).to.equal('... 99001 frames elided');
    }
    const exact = embed(deepProfile(1000 - 1));
    expect(exact.file.profiles[0]?.samples[0]).to.have.length(999);
    expect(exact.result.json).not.to.contain('elided');
  });

  it('keeps the weight of all that is cut in one frame', () => {
    const spine = Array.from({ length: 998 }, (_, i) => `s${i}`).join(' > ');
    const { file } = embed(profileFromStacks(`${spine} > x > y 1\n${spine} > x > z > w 2\n${spine} > x 4\n${spine} > v 8`));
    expect(speedscopeSums(file, 0).self).to.deep.equal({ v: 8, x: 4, '... 2 frames elided': 3 });
  });

  it('adds the order of time, equal neighbours merged', () => {
    const profile = ordered(profileFromStacks('a > b 1\na > c 1'), [[2, 1], [2, 2], [3, 0], [3, 5], [2, 1]]);
    const { file, result } = embed(profile, true);
    expect(result.timeOrderIncluded).to.equal(true);
    const [, timeline] = file.profiles;
    expect(timeline?.name).to.equal('CPU, in order of time');
    expect(timeline?.weights).to.deep.equal([3, 5, 1]);
    expect(timeline?.samples.map((stack) => stack.map((index) => file.shared.frames[index]?.name))).to.deep.equal([['a', 'b'], ['a', 'c'], ['a', 'b']]);
  });

  it('leaves the order of time out when it opens more than 300,000 frames', () => {
    const profile = profileFromStacks('a > b 1\na > c 1');
    // Two frames at first, then one a row.
    const rows = (count: number): [number, number][] => Array.from({ length: count }, (_, i) => [2 + (i % 2), 1]);
    expect(embedOnly(ordered(profile, rows(299_999)), true).timeOrderIncluded).to.equal(true);
    const left = embed(ordered(profile, rows(300_000)), true);
    expect(left.result.timeOrderIncluded).to.equal(false);
    expect(left.file.profiles).to.have.length(1);
  });

  it('stays fast with a million samples that switch between two deep stacks', () => {
    const depth = 100_000;
    const parent = Uint32Array.from({ length: 2 * depth }, (_, i) => (i === depth ? 1000 : Math.max(0, i - 1)));
    const base = profileFromStacks('a 1');
    const profile = ordered(
      { ...base, stacks: { length: 2 * depth, parent, frame: new Uint32Array(2 * depth) } },
      Array.from({ length: 1_000_000 }, (_, i) => [i % 2 === 0 ? depth - 1 : 2 * depth - 1, 1]),
    );
    const before = process.cpuUsage().user;
    expect(embedOnly(profile, true).timeOrderIncluded).to.equal(false);
    expect((process.cpuUsage().user - before) / 1e6).to.be.below(5);
  });

  it('refuses negative and empty trees', () => {
    const tree = treeOf(profileFromStacks('a 1'));
    const facts = { title: 'x', unit: 'count' as const, fileTitle: 'x', names: ['a'] };
    expect(() => embedSpeedscope({ ...tree, self: Float64Array.of(0, -1) }, facts, null)).to.throw(UserError, 'negative');
    expect(() => embedSpeedscope({ ...tree, self: Float64Array.of(0, 0) }, facts, null)).to.throw(UserError, 'nothing to draw');
  });
});
