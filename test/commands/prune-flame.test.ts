import { expect } from 'chai';
import { pruneFlame } from '../../src/commands/prune-flame.ts';
import { buildFlameTree, type FlameTree } from '../../src/core/analysis/flame-tree.ts';
import { deepProfile, profileFromStacks } from '../helpers/stacks.ts';

function treeOf(drawing: string, pruneShare = 0): FlameTree {
  const profile = profileFromStacks(drawing);
  const tree = buildFlameTree(profile, { pruneShare, maxNodes: 1000, maxDepth: 1000, frames: profile.frames });
  if (tree === null) throw new Error('nothing drawn');
  return tree;
}

/** One line a node: indent by depth, name, self/total. */
function draw(tree: FlameTree): string[] {
  return Array.from({ length: tree.length }, (_, node) => {
    const frame = tree.frame[node]!;
    const parent = tree.parent[node]!;
    expect(node === 0 || tree.depth[node] === tree.depth[parent]! + 1).to.equal(true);
    return `${' '.repeat(tree.depth[node]!)}${frame < 0 ? 'all' : tree.frames.name[frame]!} ${tree.self[node]!}/${tree.total[node]!}`;
  });
}

const drawing = `
main > a > hot 60
main > a > cold1 1
main > a > cold2 2
main > b 20
main > tiny > tinier 3
main 14`;

describe('pruneFlame', () => {
  it('keeps the weight of what it leaves out as one last child of the caller', () => {
    const pruned = pruneFlame(treeOf(drawing), 0.1);
    expect(draw(pruned)).to.deep.equal(['all 0/100', ' main 14/100', '  a 0/63', '   hot 60/60', '   (pruned) 3/3', '  b 20/20', '  (pruned) 3/3']);
    expect([pruned.prunedNodes, pruned.prunedWeight, pruned.maxDepth, pruned.pruneShare]).to.deep.equal([4, 6, 3, 0.1]);
    // Subtrees end where they are drawn to end.
    expect([...pruned.end]).to.deep.equal([7, 7, 5, 4, 5, 6, 7]);
  });

  it('counts what was pruned before once', () => {
    const once = pruneFlame(treeOf(drawing), 0.1);
    const twice = pruneFlame(treeOf(drawing, 0.03), 0.1);
    expect(draw(twice)).to.deep.equal(draw(once));
    expect(twice.prunedWeight).to.equal(once.prunedWeight);
    expect(twice.prunedNodes).to.equal(once.prunedNodes);
  });

  it('conserves the total at every share, on deep trees too', () => {
    const profile = deepProfile(900);
    const deep = buildFlameTree(profile, { pruneShare: 0, maxNodes: 10_000, maxDepth: 1000, frames: profile.frames });
    for (const tree of [treeOf(drawing), deep!]) {
      for (const share of [0, 1e-3, 0.05, 0.5, 1]) {
        const pruned = pruneFlame(tree, share);
        expect(pruned.self.reduce((sum, self) => sum + self, 0)).to.equal(tree.total[0]);
      }
    }
  });
});
