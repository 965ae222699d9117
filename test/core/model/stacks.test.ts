import { expect } from 'chai';
import { StackTreeBuilder } from '../../../src/core/model/stacks.ts';

describe('StackTreeBuilder', () => {
  it('gives one node per (parent, frame), parents before children', () => {
    const builder = new StackTreeBuilder();
    const main = builder.child(0, 7);
    const run = builder.child(main, 3);
    expect(builder.child(0, 7)).to.equal(main);
    expect(builder.child(main, 3)).to.equal(run);
    expect(builder.child(0, 3)).not.to.equal(run);
    const { parent, frame, length } = builder.finish();
    expect(length).to.equal(4);
    for (let node = 1; node < length; node++) expect(parent[node]).to.be.lessThan(node);
    expect([frame[main], frame[run]]).to.deep.equal([7, 3]);
  });

  it('agrees with a plain map on narrow and wide nodes in any order', () => {
    const builder = new StackTreeBuilder(undefined, 4);
    const nodeOfKey = new Map<string, number>();
    let seed = 12345;
    const next = (n: number) => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) % n;
    const nodes = [0];
    for (let step = 0; step < 60_000; step++) {
      const parent = nodes[next(nodes.length > 40 ? 40 : nodes.length)] as number;
      const frame = next(step % 3 === 0 ? 5 : 700);
      const node = builder.child(parent, frame);
      const key = `${parent}:${frame}`;
      const known = nodeOfKey.get(key);
      if (known === undefined) {
        nodeOfKey.set(key, node);
        nodes.push(node);
      } else expect(node).to.equal(known);
    }
    expect(builder.length).to.equal(nodeOfKey.size + 1);
    const { parent, frame } = builder.finish();
    for (const [key, node] of nodeOfKey) expect(`${parent[node] as number}:${frame[node] as number}`).to.equal(key);
  });

  it('charges calls to the parent once the tree is full, and counts them', () => {
    const builder = new StackTreeBuilder({ maxStackNodes: 3 });
    const first = builder.child(0, 1);
    const second = builder.child(first, 2);
    expect(builder.child(second, 3)).to.equal(second);
    expect(builder.folded).to.equal(1);
    expect(builder.length).to.equal(3);
  });
});
