import { expect } from 'chai';
import { middleOf, pairDifferences, walshAverages } from '../../../src/core/stats/ordered-pairs.ts';
import { seededRandom } from '../../../src/core/stats/random.ts';

const random = seededRandom(13);
const places = (length: number): number[] => [0, 1, length >> 2, (length - 1) >> 1, length >> 1, length - 7, length - 1];

/** Sorted by brute force. */
function allWalsh(values: readonly number[]): Float64Array {
  return Float64Array.from(values.flatMap((a, i) => values.slice(i).map((b) => (a + b) / 2))).sort();
}

describe('ordered pairs', () => {
  it('finds the places of more Walsh averages than are sorted', () => {
    for (const draw of [() => random.normal(), () => Math.round(random.normal() * 3), () => 7, () => Math.exp(5 * random.normal())]) {
      const values = Array.from({ length: 505 }, draw);
      const [ordered, sorted] = [walshAverages(values), allWalsh(values)];
      expect(ordered.length).to.equal(sorted.length);
      for (const place of places(sorted.length)) expect(ordered.at(place), `place ${place}`).to.equal(sorted[place]);
    }
  });

  it('finds the places of more differences than are sorted', () => {
    const base = Array.from({ length: 300 }, () => random.normal());
    const head = Array.from({ length: 700 }, () => random.normal() + 1);
    const [ordered, sorted] = [pairDifferences(base, head), Float64Array.from(base.flatMap((b) => head.map((h) => h - b))).sort()];
    for (const place of places(sorted.length)) expect(ordered.at(place), `place ${place}`).to.equal(sorted[place]);
  });

  it('takes 10,000 values in less than two seconds', () => {
    const values = Array.from({ length: 10_000 }, () => random.normal() + 3);
    const start = process.cpuUsage().user;
    expect(middleOf(walshAverages(values))).to.be.closeTo(3, 0.05);
    expect((process.cpuUsage().user - start) / 1e6).to.be.lessThan(2);
  });
});
