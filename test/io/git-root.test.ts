import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { findGitRoot, projectRoots } from '../../src/io/git-root.ts';
import { useTempDir } from '../helpers/temp-dir.ts';

describe('findGitRoot', () => {
  const dir = useTempDir();

  it('finds the nearest .git, directory or file', () => {
    dir.write('repo/.git/HEAD', 'ref: x');
    dir.write('repo/tree/.git', 'gitdir: elsewhere');
    mkdirSync(join(dir.path(), 'repo/tree/a/b'), { recursive: true });
    mkdirSync(join(dir.path(), 'repo/c'));
    expect(findGitRoot(join(dir.path(), 'repo/c'))).to.equal(join(dir.path(), 'repo'));
    expect(findGitRoot(join(dir.path(), 'repo/tree/a/b'))).to.equal(join(dir.path(), 'repo/tree'));
    expect(findGitRoot('/')).to.equal(null);
    expect(projectRoots(join(dir.path(), 'repo/c'))).to.include.members([join(dir.path(), 'repo'), join(dir.path(), 'repo/c')]);
  });
});
