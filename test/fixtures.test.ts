import { expect } from 'chai';
import { InputError } from '../src/core/errors.ts';
import { declinedFormats } from '../src/importers/declined.ts';
import type { Importer } from '../src/importers/importer.ts';
import { findImporter, importers } from '../src/importers/index.ts';
import { runFactsReaders } from '../src/importers/run-facts/index.ts';
import { fixturePaths, readFixture, seededRandom } from './helpers/fixtures.ts';
import { checkProfileSet } from './helpers/invariants.ts';
import { headOf, importBytes, unpack } from './helpers/memory-source.ts';

/** The same ones each time; more of them by MUTATIONS=1000. */
const mutationsPerFixture = Number(process.env['MUTATIONS'] ?? 60);

/** Imports damaged bytes: a valid set or a named error, nothing else. */
async function importDamaged(importer: Importer, bytes: Uint8Array): Promise<void> {
  let set;
  try {
    set = await importBytes(importer, bytes);
  } catch (error) {
    expect(error, error instanceof Error ? error.stack : '').to.be.instanceOf(InputError);
    expect((error as InputError).message).not.to.equal('');
    return;
  }
  checkProfileSet(set);
}

describe('every fixture', () => {
  for (const path of fixturePaths) {
    const format = path.split('/')[2] as string;
    if (format === 'run-facts') continue;
    it(`${path} is claimed by its importer alone, reads, and survives ${mutationsPerFixture} mutations`, async () => {
      const bytes = unpack(readFixture(path));
      const head = headOf(bytes);
      const claims = importers.filter((importer) => importer.recognise(head, 'unknown')).map(({ id }) => id);
      expect(claims).to.deep.equal([format]);
      expect(declinedFormats.filter((declined) => declined.recognise(head)).map(({ id }) => id)).to.deep.equal([]);
      expect(runFactsReaders.filter((reader) => reader.recognise(head, 'unknown')).map(({ id }) => id)).to.deep.equal([]);
      const importer = findImporter(head, 'unknown') as Importer;
      checkProfileSet(await importBytes(importer, bytes, 'unknown', 997));
      for (const part of [0, 1 / 3, 1 / 2, 0.999]) await importDamaged(importer, bytes.subarray(0, Math.floor(bytes.length * part)));
      const random = seededRandom(bytes.length);
      for (let round = 0; round < mutationsPerFixture; round++) await importDamaged(importer, mutate(bytes, random));
    });
  }
});

/** One to four damages: a bit turned, a byte replaced by a telling one, a range cut, doubled or filled. */
function mutate(bytes: Uint8Array, random: (n: number) => number): Uint8Array {
  let damaged = Uint8Array.from(bytes);
  for (let count = 1 + random(4); count > 0; count--) {
    const at = random(damaged.length);
    const span = 1 + random(16);
    switch (random(5)) {
      case 0:
        damaged[at] = (damaged[at] as number) ^ (1 << random(8));
        break;
      case 1:
        damaged[at] = [0, 0xff, 0x7f, 0x80, 0x2d, 0x7b, 0x5b, 0x22, 0x0a][random(9)] as number;
        break;
      case 2:
        damaged = Uint8Array.from([...damaged.subarray(0, at), ...damaged.subarray(at + span)]);
        break;
      case 3:
        damaged = Buffer.concat([damaged.subarray(0, at + span), damaged.subarray(at)]);
        break;
      default:
        damaged.fill(random(2) * 0xff, at, Math.min(at + span, damaged.length));
    }
    if (damaged.length === 0) return damaged;
  }
  return damaged;
}
