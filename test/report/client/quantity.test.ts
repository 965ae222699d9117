import { expect } from 'chai';
import { formatPercent as pagePercent } from '../../../src/core/units/percent.ts';
import { formatQuantity as pageQuantity } from '../../../src/core/units/quantity.ts';
import { formatPercent, formatQuantity } from '../../../src/report/client/quantity.ts';

/** Every power of ten with digits that round up, down and over a unit's edge. */
const values = [0, NaN, Infinity, -Infinity, ...Array.from({ length: 34 }, (_, index) => 10 ** (index - 16)).flatMap((power) => [1, 1.005, 9.949, 9.995, 9.9996, -2.5].map((digits) => digits * power))];

describe('numbers in the script', () => {
  it('reads as on the static page, whatever the size and unit', () => {
    for (const unit of ['seconds', 'bytes', 'count'] as const) {
      for (const value of values) expect(formatQuantity(value, unit), `${value} ${unit}`).to.equal(pageQuantity(value, unit));
    }
    for (const share of values) expect(formatPercent(share), `${share}`).to.equal(pagePercent(share));
  });
});
