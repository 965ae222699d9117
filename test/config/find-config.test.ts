import { expect } from 'chai';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findConfig } from '../../src/config/find-config.ts';
import { useTempDir } from '../helpers/temp-dir.ts';

describe('findConfig', () => {
  const dir = useTempDir();
  const at = (...parts: string[]): string => join(dir.path(), ...parts);

  it('walks up to the git root and takes the nearest', () => {
    mkdirSync(at('repo/a/b'), { recursive: true });
    dir.write('repo/.git', 'gitdir: elsewhere');
    dir.write('perf-report.config.yaml', '');
    expect(findConfig(at('repo/a/b'))).to.deep.equal({ file: null, gitRoot: at('repo') });
    const top = dir.write('repo/perf-report.config.json', '');
    expect(findConfig(at('repo/a/b')).file).to.equal(top);
    const near = dir.write('repo/a/perf-report.config.mjs', '');
    expect(findConfig(at('repo/a/b')).file).to.equal(near);
    expect(findConfig(at('repo')).file).to.equal(top);
  });

  it('looks nowhere else outside of a repository', () => {
    mkdirSync(at('a'));
    const own = dir.write('perf-report.config.yml', '');
    expect(findConfig(at('a'))).to.deep.equal({ file: null, gitRoot: null });
    expect(findConfig(dir.path())).to.deep.equal({ file: own, gitRoot: null });
  });

  it('refuses two in one directory, naming both', () => {
    dir.write('perf-report.config.yaml', '');
    dir.write('perf-report.config.js', '');
    expect(() => findConfig(dir.path())).to.throw('holds two configuration files: perf-report.config.yaml and perf-report.config.js');
  });
});
