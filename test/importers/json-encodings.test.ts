import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fg from 'fast-glob';
import { headBytes } from '../../src/core/limits.ts';
import { cpuprofileImporter } from '../../src/importers/cpuprofile.ts';
import { findImporter } from '../../src/importers/index.ts';
import { headOf, importBytes } from '../helpers/memory-source.ts';

const paths = fg.sync(['test/fixtures/cpuprofile/*/*.cpuprofile', 'test/fixtures/speedscope/*/*.speedscope.json']).sort();

describe('JSON profiles that were written anew', () => {
  for (const path of paths) {
    it(`${path} as UTF-16, either byte order`, async () => {
      const text = readFileSync(path, 'utf8');
      const little = Buffer.from(`\uFEFF${text}`, 'utf16le');
      const importer = findImporter(headOf(Buffer.from(text)), 'unknown');
      if (importer === undefined) throw new Error('no importer');
      const expected = await importBytes(importer, Buffer.from(text));
      for (const bytes of [little, Buffer.from(little).swap16()]) {
        expect(findImporter(headOf(bytes), 'unknown')).to.equal(importer);
        expect(await importBytes(importer, bytes, 'unknown', 1001)).to.deep.equal(expected);
      }
    });
  }

  it('a .cpuprofile whose samples come first and are longer than the head', async () => {
    const nodes = [
      { id: 1, callFrame: { functionName: '(root)', scriptId: '0', url: '', lineNumber: -1, columnNumber: -1 }, children: [2] },
      { id: 2, callFrame: { functionName: 'resize', scriptId: '1', url: 'app.js', lineNumber: 4, columnNumber: 0 } },
    ];
    const count = headBytes;
    const profile = { samples: new Array<number>(count).fill(2), timeDeltas: new Array<number>(count).fill(10), endTime: 10 * count, startTime: 0, nodes };
    const bytes = Buffer.from(JSON.stringify(profile));
    expect(findImporter(headOf(bytes), 'unknown')).to.equal(cpuprofileImporter);
    const { profiles } = await importBytes(cpuprofileImporter, bytes);
    expect(profiles[0]?.sampleCount).to.equal(count);
    expect(findImporter(headOf(Buffer.from('{"samples":[1,2,3]}')), 'unknown')).to.not.equal(cpuprofileImporter);
  });
});
