import { readFileSync } from 'node:fs';
import fg from 'fast-glob';

/** Every recorded profile: files under test/fixtures but programs, oracles' answers and their scripts. */
export const fixturePaths: readonly string[] = fg
  .sync('test/fixtures/*/*/**', {
    cwd: new URL('../../', import.meta.url).pathname,
    ignore: ['test/fixtures/programs/**', '**/*.oracle*', '**/*.expected.*', '**/*.yappi.json', '**/*.top.txt', '**/*.raw.txt', '**/*.md', '**/*.py'],
  })
  .sort();

export function readFixture(path: string): Uint8Array {
  return readFileSync(new URL(`../../${path}`, import.meta.url));
}

/** A stable pseudo-random generator (mulberry32): integers below `n`. */
export function seededRandom(seed: number): (n: number) => number {
  let state = seed >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * n);
  };
}
