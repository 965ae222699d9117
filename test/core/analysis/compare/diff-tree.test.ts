import { expect } from 'chai';
import { buildDiffTree, type DiffTree } from '../../../../src/core/analysis/compare/diff-tree.ts';
import { listGoneCalls } from '../../../../src/core/analysis/compare/diff-tree-gone.ts';
import { scaleDiffTree } from '../../../../src/core/analysis/compare/diff-tree-scale.ts';
import { buildFlameTree, type FlameTree } from '../../../../src/core/analysis/flame-tree.ts';
import { profileFromStacks } from '../../../helpers/stacks.ts';
import { flameFromStacks, type Placed } from '../../../report/flame-from-stacks.ts';

type Stacks = readonly (readonly [string, number])[];

/** A tree of "name" or "name@file:line" frames. */
function treeOf(stacks: Stacks): FlameTree {
  const keys = new Set(stacks.flatMap(([stack]) => stack.split(';')));
  const place = (key: string): Placed => {
    const [name = '', file = '', line = '0'] = key.split(/[@:]/);
    return { name, file, line: Number(line) };
  };
  return flameFromStacks(new Map([...keys].map((key): [string, Placed] => [key, place(key)])), stacks);
}

function pathOf(tree: DiffTree, node: number): string {
  const names: string[] = [];
  for (let at = node; at !== 0; at = tree.parent[at] as number) names.unshift(tree.frames.name[tree.frame[at] as number] as string);
  return names.join(';');
}

/** "path self before>now total before>now hidden before>now", in the tree's order. */
function rows(tree: DiffTree): string[] {
  return Array.from({ length: tree.length }, (_, node) => {
    const pair = ({ base, head }: DiffTree['self']): string => `${base[node]}>${head[node]}`;
    return `${pathOf(tree, node)} ${pair(tree.self)} ${pair(tree.total)}`;
  });
}

/** Sums of the stacks by hand: what is spent in a path itself, and in everything that begins with it. */
function expectSums(tree: DiffTree, side: 'base' | 'head', stacks: Stacks): void {
  for (let node = 0; node < tree.length; node++) {
    const path = pathOf(tree, node);
    const self = stacks.filter(([stack]) => stack === path).reduce((sum, [, weight]) => sum + weight, 0);
    const total = stacks.filter(([stack]) => path === '' || `${stack};`.startsWith(`${path};`)).reduce((sum, [, weight]) => sum + weight, 0);
    expect([tree.self[side][node], tree.total[side][node]], `${side} ${path}`).to.deep.equal([self, total]);
  }
}

describe('buildDiffTree', () => {
  const before: Stacks = [['main;load', 4], ['main;sort', 6], ['main;sort;compare', 10], ['main;old;help', 5], ['main', 1]];
  const after: Stacks = [['main;load', 4], ['main;sort', 16], ['main;sort;compare', 9], ['main;fresh', 7], ['start', 2]];

  it('has every path of both sides, with the sums of the stacks on each', () => {
    const tree = buildDiffTree(treeOf(before), treeOf(after));
    expectSums(tree, 'base', before);
    expectSums(tree, 'head', after);
    const paths = Array.from({ length: tree.length }, (_, node) => pathOf(tree, node));
    expect(paths).to.have.members(['', 'main', 'main;load', 'main;sort', 'main;sort;compare', 'main;old', 'main;old;help', 'main;fresh', 'start']);
  });

  it('conserves both totals: self weights add up to them', () => {
    const tree = buildDiffTree(treeOf(before), treeOf(after));
    const sum = (values: Float64Array): number => values.reduce((all, value) => all + value, 0);
    expect([sum(tree.self.base), sum(tree.self.head)]).to.deep.equal([26, 38]);
    expect([tree.total.base[0], tree.total.head[0]]).to.deep.equal([26, 38]);
  });

  it('lies in depth-first order, the heaviest on either side first', () => {
    const tree = buildDiffTree(treeOf(before), treeOf(after));
    expect(rows(tree).map((row) => row.split(' ')[0])).to.deep.equal(['', 'main', 'main;sort', 'main;sort;compare', 'main;fresh', 'main;old', 'main;old;help', 'main;load', 'start']);
    expect([...tree.end]).to.deep.equal([9, 8, 4, 4, 5, 7, 7, 8, 9]);
    expect([...tree.depth]).to.deep.equal([0, 1, 2, 3, 2, 2, 3, 2, 1]);
  });

  it('tells functions by name and file, not by line', () => {
    const tree = buildDiffTree(treeOf([['run@a.py:10', 3]]), treeOf([['run@a.py:14', 4], ['run@b.py:10', 5]]));
    expect(rows(tree)).to.deep.equal([' 0>0 3>9', 'run 0>5 0>5', 'run 3>4 3>4']);
    expect(tree.frames.line[tree.frame[2] as number], 'line of the head').to.equal(14);
  });

  it('takes another identity', () => {
    const tree = buildDiffTree(treeOf([['_run', 3]]), treeOf([['run', 4]]), (frames, frame) => (frames.name[frame] ?? '').replace('_', ''));
    expect(rows(tree)).to.deep.equal([' 0>0 3>4', 'run 3>4 3>4']);
  });

  it('says what an absent call may hide in the pruned rest of its caller', () => {
    const base = pruned([['main;hot', 90], ['main;small', 6], ['main;tiny', 4]], 0.1);
    const tree = buildDiffTree(base, treeOf([['main;hot', 90], ['main;small', 30], ['elsewhere', 1]]));
    const at = (path: string): number => Array.from({ length: tree.length }, (_, node) => pathOf(tree, node)).indexOf(path);
    // The rest weighs 10, and each pruned call less than a tenth of 100.
    expect(tree.hidden.base[at('main;small')]).to.equal(10);
    expect(tree.hidden.base[at('elsewhere')], 'nothing was pruned below the root').to.equal(0);
    expect([...tree.rest].reduce((sum, flag) => sum + flag, 0)).to.equal(1);
    expect(tree.rest[at('main;(pruned)')]).to.equal(1);
    expect([tree.self.base[at('main;(pruned)')], tree.self.head[at('main;(pruned)')], tree.restWeight]).to.deep.equal([10, 0, { base: 10, head: 0 }]);
    const bounded = buildDiffTree(pruned([['main;hot', 90], ...many(['main;x', 1], 10)], 0.05), treeOf([['main;hot', 90], ['main;small;below', 3]]));
    // Ten pruned calls weigh 10 together; none of them can have weighed more than a twentieth of 100.
    const nodes = Array.from({ length: bounded.length }, (_, node) => pathOf(bounded, node));
    expect(['main;small', 'main;small;below'].map((path) => bounded.hidden.base[nodes.indexOf(path)])).to.deep.equal([5, 5]);
  });

  it('merges stacks of 2,000 calls and wide trees without recursion, in little time', () => {
    const chain = Array.from({ length: 2000 }, (_, index) => `f${index}`).join(';');
    const deep = treeOf([[chain, 1]]);
    expect(buildDiffTree(deep, deep).length).to.equal(2001);
    const wide = treeOf(Array.from({ length: 20_000 }, (_, index): [string, number] => [`main;f${index}`, 1]));
    const began = process.cpuUsage();
    expect(buildDiffTree(wide, wide).length).to.equal(20_002);
    expect(process.cpuUsage(began).user / 1e6).to.be.lessThan(1);
  });
});

describe('scaleDiffTree', () => {
  it('brings each side to its known total', () => {
    const tree = scaleDiffTree(buildDiffTree(treeOf([['main', 300], ['main;work', 700]]), treeOf([['main', 3], ['main;work', 9]])), 1, 1.2);
    expect([...tree.total.base]).to.deep.equal([1, 1, 0.7]);
    expect([...tree.self.head].map((value) => value.toFixed(6))).to.deep.equal(['0.000000', '0.300000', '0.900000']);
    const none = scaleDiffTree(buildDiffTree(treeOf([['main', 300]]), treeOf([['main', 3]])), 0, NaN);
    expect([...none.total.base, ...none.total.head]).to.deep.equal([0, 0, 0, 0]);
  });
});

describe('listGoneCalls', () => {
  it('lists the uppermost calls that the head lost, by function, dearest first', () => {
    const tree = buildDiffTree(
      treeOf([['main;a;log;format', 3], ['main;a;log', 1], ['main;b;log', 2], ['main;b;once', 1], ['main;c', 9]]),
      treeOf([['main;a', 1], ['main;b', 1], ['main;d;once', 8]]),
    );
    const listed = listGoneCalls(tree).map(({ frame, ...row }) => ({ name: tree.frames.name[frame], ...row }));
    expect(listed).to.deep.equal([
      { name: 'c', total: 9, self: 9, places: 1, elsewhere: false },
      { name: 'log', total: 6, self: 3, places: 2, elsewhere: false },
      { name: 'once', total: 1, self: 1, places: 1, elsewhere: true },
    ]);
  });

  it('does not call gone what may be in the pruned rest', () => {
    const tree = buildDiffTree(treeOf([['main;hot', 90], ['main;small', 4], ['main;big', 20]]), pruned([['main;hot', 90], ['main;x', 6], ['main;tiny', 4]], 0.1));
    expect(listGoneCalls(tree).map(({ frame }) => tree.frames.name[frame])).to.deep.equal(['big']);
  });
});

function many(stack: readonly [string, number], times: number): [string, number][] {
  return Array.from({ length: times }, (_, index) => [`${stack[0]}${index}`, stack[1]]);
}

/** The tree that the program prunes below a share. */
function pruned(stacks: Stacks, pruneShare: number): FlameTree {
  const profile = profileFromStacks(stacks.map(([stack, weight]) => `${stack.replaceAll(';', ' > ')} ${weight}`).join('\n'));
  const tree = buildFlameTree(profile, { pruneShare, maxNodes: 1000, maxDepth: 100, frames: profile.frames });
  if (tree === null) throw new Error('no tree');
  return tree;
}
