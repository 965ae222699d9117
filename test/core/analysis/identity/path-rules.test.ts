import { expect } from 'chai';
import { placePath } from '../../../../src/core/analysis/identity/path-rules.ts';
import { displayFrames, displayPaths } from '../../../../src/core/analysis/identity/display-paths.ts';
import { profileFromStacks } from '../../../helpers/stacks.ts';

describe('placePath', () => {
  const cases: readonly [string, string, string][] = [
    ['/home/me/venv/lib/python3.12/site-packages/requests/api.py', 'library', 'requests/api.py'],
    ['/usr/lib/python3/dist-packages/numpy/core.py', 'library', 'numpy/core.py'],
    ['/usr/lib/python3.11/json/decoder.py', 'runtime', 'json/decoder.py'],
    ['/opt/python/lib/python3.13t/threading.py', 'runtime', 'threading.py'],
    ['<frozen importlib._bootstrap>', 'runtime', '<frozen importlib._bootstrap>'],
    ['node:internal/modules/cjs/loader', 'runtime', 'node:internal/modules/cjs/loader'],
    ['file:///builds/app/node_modules/@babel/core/lib/index.js', 'library', 'node_modules/@babel/core/lib/index.js'],
    ['/root/go/pkg/mod/github.com/google/pprof@v0.0.0-2024/profile/encode.go', 'library', 'github.com/google/pprof/profile/encode.go'],
    ['/usr/local/go/src/runtime/proc.go', 'runtime', 'runtime/proc.go'],
    ['/root/.cargo/registry/src/index.crates.io-6f17/serde-1.0.200/src/de.rs', 'library', 'serde/src/de.rs'],
    ['/rustc/9fc6b43126469e3858e2fe86cafb4f0fd5068869/library/core/src/iter.rs', 'runtime', 'core/src/iter.rs'],
    ['/var/jenkins/workspace/tagger@2/photo/tag.py', 'own', 'photo/tag.py'],
    ['/var/jenkins/workspace/tagger/photo/tag.py', 'own', 'photo/tag.py'],
    ['/home/me/x/photo/tag.py', 'own', '~/x/photo/tag.py'],
    ['C:\\Users\\me\\x\\tag.py', 'own', '~/x/tag.py'],
    ['photo/tag.py', 'own', 'photo/tag.py'],
  ];
  for (const [file, origin, path] of cases) {
    it(`${file} is ${origin} code at ${path}`, () => {
      expect(placePath(file, [])).to.deep.equal({ origin, path });
    });
  }

  it('cuts the given roots, so that two checkouts read the same', () => {
    expect(placePath('/home/me/x/photo/tag.py', ['/home/me/x/']).path).to.equal('photo/tag.py');
    expect(placePath('/builds/x@2/photo/tag.py', ['/builds/x@2/']).path).to.equal('photo/tag.py');
  });
});

describe('displayFrames', () => {
  it('cuts the directory that all own files share, and only that', () => {
    const { frames } = profileFromStacks(`
      main(/builds/7/app/main.py:1) > tag(/builds/7/app/photo/tag.py:2) > loads(/usr/lib/python3.11/json/__init__.py:3) 1`);
    expect(displayFrames(frames, displayPaths(frames, [])).file).to.deep.equal(['main.py', 'photo/tag.py', 'json/__init__.py']);
  });

  it('never shows a home directory', () => {
    const { frames } = profileFromStacks('a(/home/ann/one/a.py:1) > b(/root/two/b.py:1) > c(/opt/x.py:3) 1');
    expect(displayFrames(frames, displayPaths(frames, [])).file).to.deep.equal(['~/one/a.py', '~/two/b.py', '/opt/x.py']);
  });
});
