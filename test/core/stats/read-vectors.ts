import { readFileSync } from 'node:fs';
import { expect } from 'chai';

/** Vectors that scripts/stats-vectors.py wrote. */
export function readVectors<Content>(name: string): Content {
  return JSON.parse(readFileSync(new URL(`vectors/${name}`, import.meta.url), 'utf8')) as Content;
}

/** Expects agreement to `digits` significant digits, or that both know no answer. */
export function expectSame(actual: number | null, expected: number | null, what: string, digits = 9): void {
  if (expected === null || actual === null) expect(actual, what).to.equal(expected);
  else expect(actual, what).to.be.closeTo(expected, Math.max(Math.abs(expected) * 10 ** -digits, 1e-300));
}
