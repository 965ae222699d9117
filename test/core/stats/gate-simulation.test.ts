import { expect } from 'chai';
import { noiseKinds } from '../../../scripts/gate-simulation/noise.ts';
import { simulateCell } from '../../../scripts/gate-simulation/simulate.ts';

/** Standard error of a share that was counted in `trials`. */
const standardError = (share: number, trials: number): number => Math.sqrt((share * (1 - share)) / trials);
const variations = [0.02, 0.05, 0.1, 0.2];
const changes = [0.05, 0.1, 0.15, 0.2, 0.3];

/** Percent of detected slowdowns of 5/10/15/20/30 %, a column for each variation, from an independent simulation of 4,000 trials a cell. */
const published: readonly { readonly design: string; readonly fixedPairs?: number; readonly rows: readonly string[] }[] = [
  { design: '10 pairs', fixedPairs: 10, rows: ['0/49/100/100/100', '1/49/97/100/100', '3/38/78/91/98', '5/23/41/55/78'] },
  { design: '20 pairs', fixedPairs: 20, rows: ['0/50/100/100/100', '0/50/100/100/100', '3/49/96/100/100', '5/36/71/86/98'] },
  { design: '9, 18 and 36 pairs', rows: ['0/61/100/100/100', '1/64/100/100/100', '4/62/99/100/100', '6/48/84/95/100'] },
];

describe('the rule in simulation', () => {
  it('fails at most 1 % of comparisons of unchanged code, for machines of any noise', () => {
    for (const variation of [0.05, 0.1, 0.2]) {
      const trials = 1800;
      const { fail, pass } = simulateCell({ seed: 31, trials, variation, change: 0 });
      expect(fail + 3 * standardError(Math.max(fail, 1 / trials), trials), `noise ${variation}`).to.be.lessThan(0.01);
      expect(pass, `passes at noise ${variation}`).to.be.greaterThan(variation > 0.1 ? 0.78 : 0.97);
    }
  });

  it('fails at most 1 % on the worst machine of each kind, within two standard errors', () => {
    for (const kind of Object.keys(noiseKinds)) {
      const trials = 1000;
      const { fail } = simulateCell({ seed: 32, trials, variation: 0.2, change: 0, kinds: [kind] });
      expect(fail - 2 * standardError(0.01, trials), kind).to.be.lessThan(0.01);
    }
  });

  for (const { design, fixedPairs, rows } of published) {
    it(`finds slowdowns as often as published: ${design}`, () => {
      const trials = 400;
      rows.forEach((row, column) => {
        row.split('/').forEach((percent, place) => {
          const expected = Number(percent) / 100;
          const variation = variations[column] as number;
          // What is always found at more noise need not be counted at less.
          if (variation < 0.1 && place > 2) return;
          const { fail } = simulateCell({ seed: 33 + place, trials, variation, change: changes[place] as number, ...(fixedPairs === undefined ? {} : { fixedPairs }) });
          // Three standard errors of both counts, and 5 points for noise that is described in words only.
          const doubt = 3 * Math.sqrt(standardError(fail, trials) ** 2 + standardError(expected, 4000) ** 2) + 0.05;
          expect(fail, `+${(changes[place] as number) * 100} % at noise ${variation}`).to.be.closeTo(expected, doubt);
        });
      });
    });
  }
});
