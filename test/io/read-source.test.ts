import { symlinkSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { sourceReader } from '../../src/io/read-source.ts';
import { useTempDir } from '../helpers/temp-dir.ts';

describe('sourceReader', () => {
  const dir = useTempDir();

  it('reads sources of the project by absolute path, relative path and file URL', () => {
    const path = dir.write('repo/app/x.py', 'a\r\nb\nc');
    const read = sourceReader([`${dir.path()}/repo`]);
    for (const name of [path, 'app/x.py', pathToFileURL(path).href]) expect(read(name), name).to.deep.equal(['a', 'b', 'c']);
  });

  it('reads nothing outside of the project, whatever the profile says', () => {
    const secret = dir.write('secret.py', 'key');
    dir.write('repo/x.py', '');
    symlinkSync(secret, `${dir.path()}/repo/link.py`);
    const read = sourceReader([`${dir.path()}/repo`]);
    for (const name of [secret, '../secret.py', 'link.py', 'app/../../secret.py', '/etc/passwd', 'file:///etc/passwd', 'file://host/x.py', 'x.py\0']) {
      expect(read(name), name).to.equal(null);
    }
  });

  it('reads no hidden files, no other kinds of files, no binary ones and no huge ones', () => {
    for (const name of ['.env', '.git/hook.sh', 'id_rsa', 'data.json', 'nul.py', 'big.py']) dir.write(name, name.startsWith('nul') ? 'a\0b' : name.startsWith('big') ? 'x'.repeat(5 * 1024 ** 2) : 'secret');
    const read = sourceReader([dir.path()]);
    for (const name of ['.env', '.git/hook.sh', 'id_rsa', 'data.json', 'nul.py', 'big.py', 'missing.py', '']) expect(read(name), name).to.equal(null);
  });
});
