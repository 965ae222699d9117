import { expect } from 'chai';
import { readInputs, type ReadInputs } from '../../src/io/read-inputs.ts';
import { useTempDir } from '../helpers/temp-dir.ts';

const silent = { file: () => undefined, bytes: () => undefined };

describe('readInputs', () => {
  const dir = useTempDir();
  const read = (...paths: string[]): Promise<ReadInputs> => readInputs(paths.map((path) => ({ path, label: path === dir.path() ? '' : 'named' })), null, silent);

  it('counts what is no profile in one note, and makes rows of broken profiles', async () => {
    for (let at = 10; at < 24; at++) dir.write(`src/${at}.py`, 'print(1)\n');
    dir.write('a.folded', 'main;a 1\n');
    dir.write('broken.prof', 'nonsense');
    dir.write('empty.stats', '');
    dir.write('packed.pb.zst', Buffer.from([0x28, 0xb5, 0x2f, 0xfd]));
    dir.write('__init__.py', '');
    dir.write('wheel.zip', Buffer.from('PK\u0003\u0004and so on'));
    const { files, notes, bugs } = await read(dir.path());
    expect(files.map(({ file, error }) => [file, error === null])).to.deep.equal([
      ['a.folded', true],
      ['broken.prof', false],
      ['empty.stats', false],
      ['packed.pb.zst', false],
    ]);
    expect(notes.map(({ text }) => text)).to.deep.equal(['16 files are no profiles: __init__.py, src/10.py, src/11.py, src/12.py, src/13.py, src/14.py, src/15.py, src/16.py, src/17.py, src/18.py and 6 more.']);
    expect(bugs).to.deep.equal([]);
  });

  it('makes a row of whatever the user named', async () => {
    const { files, notes } = await read(dir.write('README', 'hello'));
    expect(files.map(({ file, error }) => [file, error?.message])).to.deep.equal([['named', 'is in no format that perf-report reads']]);
    expect(notes).to.deep.equal([]);
  });

  it('reads 1,000 files', async () => {
    for (let at = 0; at < 1000; at++) dir.write(`${at % 7}/${at}.folded`, `main;f${at} ${at + 1}\n`);
    const { files } = await read(dir.path());
    expect(files.filter(({ set }) => set !== null).length).to.equal(1000);
  });
});
