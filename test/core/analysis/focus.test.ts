import { expect } from 'chai';
import { focusProfile } from '../../../src/core/analysis/focus.ts';
import { profileTotal } from '../../../src/core/analysis/function-table.ts';
import { profileFromStacks } from '../../helpers/stacks.ts';

describe('focusProfile', () => {
  const profile = profileFromStacks(`
    main > load > decode   2
    main > tag > match     3
    main > tag             5
    other(lib/x.py:1)      7`);
  const total = (focus: RegExp | null, ignore: RegExp | null) => profileTotal(focusProfile(profile, { focus, ignore }));

  it('keeps stacks that hold a match, by name or file', () => {
    expect(total(/^tag$/, null)).to.equal(8);
    expect(total(/lib\//, null)).to.equal(7);
  });
  it('drops stacks that hold an ignored function', () => expect(total(null, /match|decode/)).to.equal(12));
  it('applies both', () => expect(total(/main/, /^tag$/)).to.equal(2));
  it('counts the samples that are left, where all weigh the same', () => {
    const counted = (sampleCount: number | null) => focusProfile({ ...profile, sampleCount }, { focus: /^tag$/, ignore: null }).sampleCount;
    expect(counted(17)).to.equal(8);
    expect(counted(null)).to.equal(null);
    // 17 of weight in 4 samples: which of them weigh what is not known.
    expect(counted(4)).to.equal(null);
  });
  it('leaves the profile alone without patterns', () => expect(focusProfile(profile, { focus: null, ignore: null })).to.equal(profile));
});
