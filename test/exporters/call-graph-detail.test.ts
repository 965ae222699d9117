import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fg from 'fast-glob';
import { foldedExporter } from '../../src/exporters/folded.ts';
import { pstatsImporter } from '../../src/importers/pstats.ts';
import { importBytes } from '../helpers/memory-source.ts';

interface Oracle {
  readonly total_tt: number;
  readonly functions: readonly [string, number, string, number, number, number][];
}

const recorded = fg.sync('test/fixtures/pstats/cprofile-3*/*.stats').sort();

describe('a call graph converted to stacks', () => {
  for (const path of recorded) {
    it(`${path} keeps the self time of its functions to 0.2 % of the total, as pstats reads them`, async () => {
      const { total_tt: total, functions } = JSON.parse(readFileSync(`${path}.oracle.json`, 'utf8')) as Oracle;
      const text = Buffer.from(foldedExporter.write(await importBytes(pstatsImporter, readFileSync(path)))).toString();
      const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
      let sum = 0;
      let pruned = 0;
      for (const line of lines) {
        const value = Number(line.slice(line.lastIndexOf(' ') + 1));
        sum += value;
        if (/(?:^|;)\(pruned\) \S+$/.test(line)) pruned += value;
      }
      // The unit is the exporter's; shares are not.
      expect(pruned / sum).to.be.at.most(0.002);
      const unit = sum / total;
      const known = functions.filter(([, , , , , self]) => self > 1e-5 * total);
      expect(known.length).to.be.greaterThan(10);
      const missing = known.filter(([, , name]) => !lines.some((line) => line.includes(name)));
      expect(missing).to.deep.equal([]);
      expect([1, 1e3, 1e6, 1e9].some((step) => Math.abs(unit / step - 1) < 1e-3), `unit ${unit}`).to.equal(true);
    });
  }
});
