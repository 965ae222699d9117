import { expect } from 'chai';
import { once, parseChoice, parseCount, parseList, parsePattern, parseSize } from '../../src/commands/flags.ts';
import { UserError } from '../../src/core/errors.ts';

describe('flags', () => {
  it('reads sizes as people write them', () => {
    expect(['25MiB', '25 mib', '1.5k', '1KB', '1000000', '2G', '3m'].map((text) => parseSize('max-size', text))).to.deep.equal([26_214_400, 26_214_400, 1536, 1000, 1_000_000, 2_147_483_648, 3_145_728]);
    for (const text of ['', '0', '-1', 'MiB', '25 apples', '1e9', 'NaN', '99999999999999999999']) expect(() => parseSize('max-size', text), text).to.throw(UserError, '--max-size needs a size');
  });

  it('reads counts', () => {
    expect([parseCount('top', '0'), parseCount('top', '30'), parseCount('top', undefined)]).to.deep.equal([0, 30, undefined]);
    for (const text of ['', '-1', '1.5', 'all', '1e3', '99999999999']) expect(() => parseCount('top', text), text).to.throw(UserError, '--top needs a whole number');
  });

  it('reads lists given with commas, repeated, or both, in one order', () => {
    const allowed = ['html', 'json', 'md'] as const;
    expect(parseList('format', ['md,HTML', 'md'], allowed)).to.deep.equal(['html', 'md']);
    expect(parseList('format', undefined, allowed)).to.deep.equal(allowed);
    for (const value of ['htm', 'html,', '']) expect(() => parseList('format', value, allowed)).to.throw(UserError, 'is none of html, json, md');
  });

  it('says what is wrong with a pattern', () => {
    expect(parsePattern('focus', 'a|b')?.test('xb')).to.equal(true);
    expect(parsePattern('focus', undefined)).to.equal(null);
    expect(() => parsePattern('focus', '(')).to.throw(UserError, '--focus: ');
    expect(() => parsePattern('focus', '')).to.throw(UserError, '--focus needs a pattern');
  });

  it('refuses a flag that is given twice and a word that is no choice', () => {
    expect(() => once('top', ['3', '4'])).to.throw(UserError, '--top is given 2 times');
    expect(parseChoice('sort', 'calls', ['self', 'calls'])).to.equal('calls');
    expect(() => parseChoice('sort', 'cum', ['self', 'calls'])).to.throw(UserError, '--sort: "cum" is none of self, calls');
  });
});
