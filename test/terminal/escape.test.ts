import { expect } from 'chai';
import { escapeForTerminal, shorten } from '../../src/terminal/escape.ts';

describe('escapeForTerminal', () => {
  for (const [what, hostile, shown] of [
    ['an ANSI sequence', 'a\x1b[2Jb', 'a\\x1b[2Jb'],
    ['an 8-bit control', 'a\x9b2Jb', 'a\\x9b2Jb'],
    ['line breaks and tabs', 'a\r\n\tb', 'a\\r\\n\\tb'],
    ['NUL, bell, backspace and delete', '\0\x07\b\x7f', '\\x00\\x07\\x08\\x7f'],
    ['a right-to-left override', 'abc\u202Egnp.exe', 'abc\\u202egnp.exe'],
    ['bidi isolates and marks', '\u2066\u2069\u200e\u061c', '\\u2066\\u2069\\u200e\\u061c'],
    ['line and paragraph separators', '\u2028\u2029', '\\u2028\\u2029'],
    ['zero-width characters and tags', 'a\u200bb\ufeff\u{e0041}', 'a\\u200bb\\ufeff\\u{e0041}'],
    ['a lone surrogate', 'a\ud800b', 'a\\ud800b'],
  ] as const) {
    it(`shows ${what}`, () => expect(escapeForTerminal(hostile)).to.equal(shown));
  }

  it('leaves other text alone', () => {
    for (const text of ['std::vector<int>::push_back', '日本語', 'שלום', 'é', '😀', '$& </script>']) expect(escapeForTerminal(text)).to.equal(text);
  });
});

describe('shorten', () => {
  it('keeps both ends and never cuts a character in two', () => {
    expect(shorten('abcdefghij', 5)).to.equal('ab…ij');
    expect(shorten('abc', 3)).to.equal('abc');
    expect(shorten('😀😀😀😀', 3)).to.equal('😀…😀');
  });
});
