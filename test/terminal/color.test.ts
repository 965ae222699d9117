import { expect } from 'chai';
import { decideColor, makePalette } from '../../src/terminal/color.ts';

describe('decideColor', () => {
  it('follows the flag, then NO_COLOR, then FORCE_COLOR, then the terminal', () => {
    expect(decideColor('always', { NO_COLOR: '1' }, false)).to.equal(true);
    expect(decideColor('never', { FORCE_COLOR: '1' }, true)).to.equal(false);
    expect(decideColor('auto', { NO_COLOR: '1', FORCE_COLOR: '1' }, true)).to.equal(false);
    expect(decideColor('auto', { NO_COLOR: '', FORCE_COLOR: '1' }, false)).to.equal(true);
    expect(decideColor('auto', { FORCE_COLOR: '0' }, true)).to.equal(false);
    expect(decideColor('auto', {}, true)).to.equal(true);
    expect(decideColor('auto', { TERM: 'dumb' }, true)).to.equal(false);
    // A build service is no terminal, whatever CI says.
    expect(decideColor('auto', { CI: 'true' }, false)).to.equal(false);
  });

  it('makes styles that leave text alone where colour is off', () => {
    expect(makePalette(false).strong('x')).to.equal('x');
    expect(makePalette(true).strong('x')).to.equal('\x1b[1mx\x1b[22m');
  });
});
