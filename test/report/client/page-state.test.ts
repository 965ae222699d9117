import { expect } from 'chai';
import { emptyState, readState, writeState, type PageState } from '../../../src/report/client/page-state.ts';

describe('state in the address', () => {
  it('leaves a plain anchor plain', () => {
    expect(writeState({ ...emptyState, anchor: 'p2' })).to.equal('p2');
    expect(readState('p2')).to.deep.equal({ ...emptyState, anchor: 'p2' });
  });

  it('comes back as it was written', () => {
    const state: PageState = {
      anchor: 'p1-f3',
      search: 'a&b=c #? é',
      ownOnly: true,
      show: 'fail',
      sorts: new Map([
        ['p1', { column: 'per-call', descending: true }],
        ['t0', { column: 'title', descending: false }],
      ]),
      viewer: 'p2',
      pivot: { profile: 'p1', index: 12 },
    };
    expect(readState(writeState(state))).to.deep.equal(state);
  });

  it('ignores what it does not understand', () => {
    expect(readState('%?sort=&pivot=p1&viewer&x=1&own=yes')).to.deep.equal({ ...emptyState, anchor: '%', viewer: '' });
  });
});
