import { expect } from 'chai';
import { renderTable, wrapText } from '../../src/terminal/table.ts';

describe('renderTable', () => {
  it('aligns columns and ends lines without spaces', () => {
    const columns = [
      { header: 'n', align: 'right' },
      { header: 'name', align: 'left' },
      { header: 'note', align: 'left' },
    ] as const;
    expect(renderTable(columns, [['1', 'a', 'x'], ['100', 'longer', '']])).to.deep.equal([
      '  n  name    note',
      '  1  a       x',
      '100  longer',
    ]);
  });
});

describe('wrapText', () => {
  it('breaks at spaces and keeps long words whole', () => {
    expect(wrapText('one two three', 7)).to.deep.equal(['one two', 'three']);
    expect(wrapText('a incomprehensible b', 5)).to.deep.equal(['a', 'incomprehensible', 'b']);
  });
});
