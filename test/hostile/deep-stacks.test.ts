import { expect } from 'chai';
import { profileTotal } from '../../src/core/analysis/function-table.ts';
import { inBaseUnit } from '../../src/core/units/value.ts';
import { importLimits } from '../../src/core/limits.ts';
import type { StackProfile } from '../../src/core/model/profile.ts';
import { exporters } from '../../src/exporters/index.ts';
import { pprofImporter } from '../../src/importers/pprof.ts';
import { memorySource } from '../helpers/memory-source.ts';
import { stackWriters } from './files-of-every-format.ts';
import { expectWellFormed, throughAll } from './whole-pipeline.ts';

const depth = 100_000;
const names = Array.from({ length: depth }, (_, i) => `f${i}`);

describe('a stack of 100,000 calls', () => {
  for (const [format, write] of Object.entries(stackWriters)) {
    // One model of each shape is exported: how it was read makes no difference there.
    const to = format === 'pprof' || format === 'pstats' ? exporters : [];
    it(`goes from ${format} to the page${to.length > 0 ? ', the table and every export' : ' and the table'}`, async () => {
      const outcome = await throughAll(write(names), 'unknown', to);
      expect(outcome.error).to.equal('');
      const [profile] = outcome.model.profiles;
      expect(profile?.total).to.equal(1);
      expect(profile?.hottest[0]?.name).to.contain(String(depth - 1));
      expect((outcome.files.get('index.html') as string).length).to.be.below(1e6);
      expectWellFormed([outcome]);
      for (const [id, bytes] of outcome.exports) if (typeof bytes === 'string') throw new Error(`${id}: ${bytes}`);
      if (to.length === 0) return;
      const again = await pprofImporter.read(memorySource(outcome.exports.get('pprof') as Uint8Array), importLimits);
      const exported = again.profiles[0] as StackProfile;
      expect([inBaseUnit(profileTotal(exported), exported.unit), exported.stacks.length]).to.deep.equal([1, depth + 1]);
    });
  }
});
