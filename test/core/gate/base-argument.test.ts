import { expect } from 'chai';
import { baseArgument } from '../../../src/core/gate/base-argument.ts';

describe('baseArgument', () => {
  it('is what the program takes, for every way in which a base is found', () => {
    expect(['origin/main', 'v1.2.3', '62ae778ee'].map(baseArgument)).to.deep.equal(['origin/main', 'v1.2.3', '62ae778ee']);
    expect(['merge base with origin/main', 'commit before HEAD on main'].map(baseArgument)).to.deep.equal(['auto', 'auto']);
    expect(baseArgument('last good commit 62ae778ee')).to.equal('62ae778ee');
  });
});
