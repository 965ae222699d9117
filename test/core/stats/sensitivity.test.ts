import { expect } from 'chai';
import { seededRandom } from '../../../src/core/stats/random.ts';
import { logSpread, pairsNeeded, smallestVisibleChange, storedFloor } from '../../../src/core/stats/sensitivity.ts';
import { testSignedRank } from '../../../src/core/stats/signed-rank.ts';

/** Spread of log ratios of two runs that each vary by `variation`. */
const pairSpread = (variation: number): number => Math.SQRT2 * variation;
const percent = (share: number | null): string => (share === null ? '-' : (share * 100).toPrecision(2).replace(/\.0$/, ''));

describe('sensitivity', () => {
  it('needs as many pairs as the published table', () => {
    const rows = [0.01, 0.02, 0.05, 0.1, 0.15, 0.2].map((variation) => [0.05, 0.1, 0.15, 0.2].map((change) => pairsNeeded(pairSpread(variation), change, 9).pairs));
    expect(rows).to.deep.equal([[7, 7, 7, 7], [8, 7, 7, 7], [32, 11, 7, 7], [118, 33, 17, 11], [261, 71, 35, 22], [461, 123, 59, 36]]);
  });

  it('sees changes as small as the published table', () => {
    const row = (variation: number): string => [10, 20, 30].map((pairs) => percent(smallestVisibleChange(pairSpread(variation), pairs))).join('/');
    expect([0.01, 0.02, 0.05, 0.1, 0.2].map(row)).to.deep.equal(['2/1.3/1', '3.9/2.5/2', '10/6.5/5.1', '21/13/11', '47/29/22']);
  });

  it('has the published floors of stored baselines', () => {
    const row = (spread: number): string => [1, 5, 20].map((builds) => Math.round(storedFloor(spread, builds) * 100)).join('/');
    expect([0.02, 0.05, 0.1].map(row)).to.deep.equal(['11/8/8', '29/22/20', '67/48/45']);
  });

  it('sees nothing with pairs that no test could be certain of', () => {
    expect([0, 1, 2, 3, 6].map((pairs) => smallestVisibleChange(0.1, pairs))).to.deep.equal([null, null, null, null, null]);
    expect(smallestVisibleChange(0.1, 7)).to.be.greaterThan(0);
    expect(smallestVisibleChange(0.1, 9, { alpha: 0.01 / 30 })).to.equal(null);
    expect(pairsNeeded(0, 0.1, 9)).to.deep.equal({ low: 7, pairs: 7, high: 7 });
    expect(pairsNeeded(0, 0.1, 9, { alpha: 0.01 / 30 }).pairs).to.equal(12);
    expect([logSpread([]), logSpread([3]), logSpread([2, 2, 2])]).to.deep.equal([0, 0, 0]);
  });

  it('gives a range of pairs that holds the right number 8 times in 10, from 9 and from 36 pairs', () => {
    const random = seededRandom(21);
    const spread = pairSpread(0.1);
    const right = pairsNeeded(spread, 0.1, 9).pairs;
    const trials = 1500;
    for (const pilot of [9, 36]) {
      let held = 0;
      const guesses: number[] = [];
      for (let trial = 0; trial < trials; trial++) {
        const guess = pairsNeeded(logSpread(Array.from({ length: pilot }, () => spread * random.normal())), 0.1, pilot);
        if (guess.low <= right && right <= guess.high) held++;
        guesses.push(guess.pairs);
      }
      // Standard error 1 point.
      expect(held / trials, `${pilot} pairs`).to.be.within(0.77, 0.84);
      guesses.sort((a, b) => a - b);
      // The published simulation: 18 to 67 around 35.
      if (pilot === 9) expect([0.1, 0.5, 0.9].map((share) => guesses[share * trials]).join()).to.match(/^1[789],3[3-7],6[3-9]$|^1[789],3[3-7],7[01]$/);
    }
  });

  it('finds the demanded change in 9 of 10 comparisons of as many pairs', () => {
    const random = seededRandom(22);
    const { pairs } = pairsNeeded(pairSpread(0.1), 0.1, 9);
    const trials = 1500;
    let seen = 0;
    for (let trial = 0; trial < trials; trial++) {
      const values = Array.from({ length: pairs }, () => Math.log(1.1) + pairSpread(0.1) * random.normal());
      if (testSignedRank(values).pGreater <= 0.01) seen++;
    }
    // Standard error 0.8 points.
    expect(seen / trials).to.be.within(0.87, 0.93);
  });
});
