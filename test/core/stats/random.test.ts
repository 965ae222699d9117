import { expect } from 'chai';
import { balancedOrder } from '../../../src/core/stats/balanced-order.ts';
import { normalCdf } from '../../../src/core/stats/normal.ts';
import { seededRandom } from '../../../src/core/stats/random.ts';

/** Largest distance between the shares below each value and the distribution, times the root of the count (Kolmogorov and Smirnov): above 1.63 in 1 % of cases. */
function distanceFrom(values: readonly number[], cdf: (value: number) => number): number {
  const sorted = Float64Array.from(values).sort();
  const distances = sorted.map((value, index) => Math.max(Math.abs(cdf(value) - index / sorted.length), Math.abs(cdf(value) - (index + 1) / sorted.length)));
  return distances.reduce((most, distance) => Math.max(most, distance), 0) * Math.sqrt(sorted.length);
}

describe('seededRandom', () => {
  it('repeats itself for a seed, and only for that', () => {
    const draw = (seed: number): number[] => {
      const random = seededRandom(seed);
      return [random.uniform(), random.normal(), random.normal(), random.uniform()];
    };
    expect(draw(1)).to.deep.equal(draw(1));
    expect(new Set([0, 1, 2, 3, -1, 2 ** 31].flatMap(draw)).size).to.equal(24);
  });

  it('draws uniform and normal values, each without memory of the last', () => {
    for (const seed of [1, 2, 3]) {
      const random = seededRandom(seed);
      const uniforms = Array.from({ length: 20_000 }, () => random.uniform());
      const normals = Array.from({ length: 20_000 }, () => random.normal());
      expect(distanceFrom(uniforms, (value) => value)).to.be.lessThan(1.63);
      expect(distanceFrom(normals, normalCdf)).to.be.lessThan(1.63);
      const products = normals.slice(1).reduce((sum, value, index) => sum + value * (normals[index] as number), 0);
      expect(Math.abs(products) / Math.sqrt(normals.length)).to.be.lessThan(3);
    }
  });
});

describe('balancedOrder', () => {
  it('gives each version the first place equally often in every two pairs', () => {
    const order = balancedOrder(200, seededRandom(4));
    for (let block = 0; block < 200; block += 2) expect(new Set(order.slice(block, block + 2)).size, `block ${block}`).to.equal(2);
    const abba = order.filter((first, pair) => pair % 2 === 0 && first === 'base-first').length;
    expect(abba, 'blocks that start with base, of 100').to.be.within(30, 70);
  });

  it('repeats itself for a seed and takes odd numbers and none', () => {
    expect(balancedOrder(9, seededRandom(7))).to.deep.equal(balancedOrder(9, seededRandom(7))).and.have.length(9);
    expect(balancedOrder(9, seededRandom(7))).to.deep.equal(balancedOrder(36, seededRandom(7)).slice(0, 9));
    expect(balancedOrder(0, seededRandom(7))).to.deep.equal([]);
  });
});
