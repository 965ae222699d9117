import { expect } from 'chai';
import { exactBytes, formatBytes } from '../../../src/core/units/bytes.ts';
import { exactCount, formatCount } from '../../../src/core/units/count.ts';
import { exactDuration, formatDuration } from '../../../src/core/units/duration.ts';
import { formatPercent } from '../../../src/core/units/percent.ts';
import { exactQuantity, formatQuantity } from '../../../src/core/units/quantity.ts';

function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

describe('formatDuration', () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, '0 s'],
    [1.5531, '1.55 s'],
    [0.1412, '141 ms'],
    [0.0000123, '12.3 µs'],
    [4.2e-8, '42 ns'],
    [3e-12, '0.003 ns'],
    [0.9996, '1.00 s'],
    [0.00099996, '1.00 ms'],
    [59.96, '60.0 s'],
    [1.3024, '1.30 s'],
    [119, '119 s'],
    [1236, '20.6 min'],
    [86400, '24 h'],
    [-0.25, '−250 ms'],
  ];
  for (const [seconds, text] of cases) it(`says ${String(seconds)} s as "${text}"`, () => expect(plain(formatDuration(seconds))).to.equal(text));

  it('puts a space that does not break before the unit', () => expect(formatDuration(1)).to.equal('1\u00a0s'));
  it('keeps at most three significant digits between a nanosecond and a day', () => {
    for (let seconds = 1.23456e-9; seconds < 86400; seconds *= 1.37) {
      const digits = plain(formatDuration(seconds)).replace(/[^\d]/g, '').replace(/^0+/, '');
      expect(digits.length, String(seconds)).to.be.within(1, 3);
    }
  });
  it('gives every digit where asked', () => expect(plain(exactDuration(1234.56789))).to.equal('1,234.56789 s'));
});

describe('formatBytes', () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, '0 B'],
    [812, '812 B'],
    [1023, '1,023 B'],
    [1024, '1 KiB'],
    [23_383_245, '22.3 MiB'],
    [1024 * 1024 - 1, '1.00 MiB'],
    [-3 * 1024 * 1024, '−3 MiB'],
    [5 * 1024 ** 3, '5 GiB'],
  ];
  for (const [bytes, text] of cases) it(`says ${String(bytes)} bytes as "${text}"`, () => expect(plain(formatBytes(bytes))).to.equal(text));
  it('gives every byte where asked', () => expect(plain(exactBytes(23_383_245))).to.equal('23,383,245 bytes'));
});

describe('formatCount', () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, '0'],
    [84_808, '84,808'],
    [1_000_000_000, '1,000,000,000'],
    [999, '999'],
    [2.5, '2.5'],
    [0.333333, '0.333'],
    [1e18, '1.00e18'],
    [-12, '−12'],
  ];
  for (const [count, text] of cases) it(`says ${String(count)} as "${text}"`, () => expect(formatCount(count)).to.equal(text));
  it('gives every digit where asked', () => expect(exactCount(1234567.25)).to.equal('1,234,567.25'));
});

describe('formatPercent', () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, '0 %'],
    [0.41, '41 %'],
    [0.052, '5.2 %'],
    [0.004, '0.4 %'],
    [0.0001, '<0.1 %'],
    [1, '100 %'],
    [0.9998, '99.9 %'],
    [1.5, '150 %'],
    [-0.12, '−12 %'],
  ];
  for (const [share, text] of cases) it(`says ${String(share)} as "${text}"`, () => expect(plain(formatPercent(share))).to.equal(text));
});

describe('formatQuantity', () => {
  it('knows the three base units', () => {
    expect(plain(formatQuantity(2.5, 'seconds'))).to.equal('2.5 s');
    expect(plain(formatQuantity(2048, 'bytes'))).to.equal('2 KiB');
    expect(formatQuantity(2048, 'count')).to.equal('2,048');
    expect(plain(exactQuantity(0.1, 'seconds'))).to.equal('0.1 s');
    expect(plain(exactQuantity(1e6, 'bytes'))).to.equal('1,000,000 bytes');
    expect(exactQuantity(1e6, 'count')).to.equal('1,000,000');
  });
});
