import { expect } from 'chai';
import { viewerNames } from '../../../src/core/analysis/viewer-names.ts';
import type { FrameTable } from '../../../src/core/model/frames.ts';

function table(...rows: [name: string, file?: string, line?: number][]): FrameTable {
  return { length: rows.length, name: rows.map(([name]) => name), file: rows.map(([, file]) => file ?? ''), line: rows.map(([, , line]) => line ?? 0) };
}

describe('viewerNames', () => {
  it('keeps names that are unique and harmless', () => {
    expect(viewerNames(table(['main', 'a.py', 1], ['read', 'a.py', 2]))).to.deep.equal(['main', 'read']);
  });

  it('adds file and line where a name is shared, and a number where that is not enough', () => {
    expect(viewerNames(table(['run', 'a.py', 1], ['run', 'b.py', 2], ['x'], ['x'], ['run', 'a.py', 1]))).to.deep.equal([
      'run a.py:1', 'run b.py:2', 'x', 'x #2', 'run a.py:1 #2',
    ]);
  });

  it('stays unique where a name looks like an added one', () => {
    expect(viewerNames(table(['x'], ['x #2'], ['x'], ['f', 'a', 1], ['f', 'b', 1], ['f a:1']))).to.deep.equal([
      'x', 'x #2', 'x #3', 'f a:1 #2', 'f b:1', 'f a:1',
    ]);
  });

  it('breaks the prefixes that start the demangler', () => {
    expect(viewerNames(table(['_Z3foov'], ['__Z3foov'], ['_Reader.read'], ['_read'], ['a_Z']))).to.deep.equal([
      '\u200b_Z3foov', '\u200b__Z3foov', '\u200b_Reader.read', '_read', 'a_Z',
    ]);
  });

  it('replaces what cannot be shown, and stays unique after it', () => {
    expect(viewerNames(table(['a\nb'], ['a\tb'], ['\u202egnp'], ['']))).to.deep.equal(['a\ufffdb', 'a\ufffdb #2', '\ufffdgnp', '(unnamed)']);
  });

  it('gives no name to frames that are not used, and none of theirs away', () => {
    expect(viewerNames(table(['run', 'a.py', 1], ['run', 'b.py', 2], ['x']), Uint8Array.of(0, 1, 1))).to.deep.equal(['', 'run', 'x']);
  });

  it('names 200,000 frames of one name in a moment', () => {
    const names = viewerNames({ length: 200_000, name: Array<string>(200_000).fill('f'), file: Array<string>(200_000).fill(''), line: new Uint32Array(200_000) });
    expect(new Set(names).size).to.equal(200_000);
  });
});
