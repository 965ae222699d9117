import { expect } from 'chai';
import { fixturePaths, readFixture, seededRandom } from '../helpers/fixtures.ts';
import { unpack } from '../helpers/memory-source.ts';
import { expectWellFormed, throughAll, type Outcome } from './whole-pipeline.ts';

/** Larger ones take their time and are damaged in fixtures.test.ts. */
const maxBytes = 40_000;
/** JSON and text formats hold numbers as words: these are the ones that arithmetic stumbles over. */
const numbers = ['1e308', '-1', '0', '-0', '1e-320', '9007199254740993', '4294967296', '2147483648', '1e999', 'null', '"__proto__"', '[]', '{}', '"\\ud800"'];

/** One to six damages, harsher than those of fixtures.test.ts: cuts, repeats, moved ranges, other numbers. */
function damage(bytes: Uint8Array, random: (n: number) => number): Uint8Array {
  let damaged = Buffer.from(bytes);
  for (let count = 1 + random(6); count > 0 && damaged.length > 0; count--) {
    const at = random(damaged.length);
    const other = random(damaged.length);
    const span = 1 + random(64);
    switch (random(7)) {
      case 0:
        damaged[at] = random(256);
        break;
      case 1:
        damaged = Buffer.concat([damaged.subarray(0, at), damaged.subarray(at + span)]);
        break;
      case 2:
        damaged = Buffer.concat([damaged.subarray(0, at), damaged.subarray(other, other + 2000), damaged.subarray(at)]);
        break;
      case 3:
        damaged.fill(random(2) * 0xff, at, Math.min(at + span, damaged.length));
        break;
      case 4:
        damaged = damaged.subarray(0, at + 1);
        break;
      default:
        damaged = otherNumber(damaged, at, numbers[random(numbers.length)] as string);
    }
  }
  return damaged;
}

function otherNumber(bytes: Buffer<ArrayBuffer>, from: number, number: string): Buffer<ArrayBuffer> {
  const found = /-?\d+(?:\.\d+)?/.exec(bytes.toString('latin1', from));
  if (found === null) return bytes;
  const at = from + found.index;
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(number), bytes.subarray(at + found[0].length)]);
}

describe('damaged fixtures through the whole program', () => {
  const paths = fixturePaths.filter((path) => readFixture(path).length <= maxBytes);

  it('give a page or a named error, a table and exports', async () => {
    const random = seededRandom(3);
    const drawn: Outcome[] = [];
    let refused = 0;
    for (const path of paths) {
      const outcome = await throughAll(damage(unpack(readFixture(path)), random), path);
      if (outcome.error === '') drawn.push(outcome);
      else refused += 1;
    }
    // Both kinds must have been met, else the damage proves nothing.
    expect(drawn.length).to.be.greaterThan(5);
    expect(refused).to.be.greaterThan(5);
    expectWellFormed(drawn);
  });
});
