import { expect } from 'chai';
import { nearest } from '../../src/core/nearest.ts';

describe('nearest', () => {
  const words = ['report', 'top', 'convert', 'formats', 'completion'];
  for (const [word, expected] of [
    ['repotr', 'report'],
    ['reprot', 'report'],
    ['tpo', 'top'],
    ['To', 'top'],
    ['fromats', 'formats'],
    ['converrt', 'convert'],
    ['completions', 'completion'],
    ['profiles', null],
    ['src', null],
    ['', null],
    ['x'.repeat(100_000), null],
  ] as const) {
    it(`${word.slice(0, 20) || 'nothing'} is ${expected ?? 'near to none'}`, () => expect(nearest(word, words)).to.equal(expected));
  }
});
