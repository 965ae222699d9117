import { expect } from 'chai';
import { buildFlameTree, type FlameTree } from '../../../src/core/analysis/flame-tree.ts';
import type { StackProfile } from '../../../src/core/model/profile.ts';
import { deepProfile, profileFromStacks } from '../../helpers/stacks.ts';

function flame(profile: StackProfile, pruneShare = 0, maxNodes = 1000, maxDepth = 1000): FlameTree {
  const tree = buildFlameTree(profile, { pruneShare, maxNodes, maxDepth, frames: profile.frames });
  if (tree === null) throw new Error('no tree');
  return tree;
}

function draw(tree: FlameTree): string[] {
  return Array.from(tree.frame, (frame, node) => `${' '.repeat(tree.depth[node] as number)}${frame < 0 ? 'all' : tree.frames.name[frame]} ${tree.total[node]}`);
}

describe('buildFlameTree', () => {
  const drawing = `
    main > b > c  2
    main > a      5
    main > b      1
    lone          4`;

  it('orders depth first, heaviest first, and knows subtrees', () => {
    const tree = flame(profileFromStacks(drawing));
    expect(draw(tree)).to.deep.equal(['all 12', ' main 8', '  a 5', '  b 3', '   c 2', ' lone 4']);
    expect([...tree.end]).to.deep.equal([6, 5, 3, 5, 5, 6]);
    expect([...tree.parent]).to.deep.equal([0, 0, 1, 1, 3, 0]);
  });

  it('prunes into named children and conserves the total', () => {
    const tree = flame(profileFromStacks(drawing), 0.2);
    expect(draw(tree)).to.deep.equal(['all 12', ' main 8', '  a 5', '  b 3', '   (pruned) 2', ' lone 4']);
    expect(tree.self.reduce((sum, value) => sum + value, 0)).to.equal(12);
    expect([tree.prunedNodes, tree.prunedWeight]).to.deep.equal([1, 2]);
  });

  it('raises the cut until the nodes fit', () => {
    const many = Array.from({ length: 500 }, (_, i) => `main > f${i} ${i + 1}`).join('\n');
    const tree = flame(profileFromStacks(many), 0, 50);
    expect(tree.length).to.be.at.most(102);
    expect(tree.self.reduce((sum, value) => sum + value, 0)).to.equal(125_250);
  });

  it('merges lines of one function', () => {
    const profile = profileFromStacks('main(a.py:1) > f(a.py:5) 1\nmain(a.py:2) > f(a.py:6) 2', { frameLine: 'executing' });
    expect(draw(flame(profile))).to.deep.equal(['all 3', ' main 3', '  f 3']);
  });

  it('takes a node with 200,000 children', () => {
    const wide = Array.from({ length: 200_000 }, (_, i) => `main > f${i} 1`).join('\n');
    expect(flame(profileFromStacks(wide), 0, 300_000).length).to.equal(200_002);
  });

  it('gives nothing to draw for negative or empty profiles', () => {
    const none = (text: string) => buildFlameTree(profileFromStacks(text), { pruneShare: 0, maxNodes: 9, maxDepth: 9, frames: profileFromStacks(text).frames });
    expect(none('a -1\nb 3')).to.equal(null);
    expect(none('a 0')).to.equal(null);
  });

  it('caps the depth of a stack of 100,000 frames and keeps its weight', () => {
    const tree = flame(deepProfile(100_000), 0, 2_000);
    expect([tree.length, tree.maxDepth]).to.deep.equal([1_002, 1_001]);
    expect(draw(tree).at(-1)?.trim()).to.equal('(deeper calls) 1');
  });
});
