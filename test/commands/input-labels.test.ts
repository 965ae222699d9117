import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { inputLabels } from '../../src/commands/input-labels.ts';
import { useTempDir } from '../helpers/temp-dir.ts';

describe('inputLabels', () => {
  const dir = useTempDir();
  const labels = (inputs: readonly string[]): string[] => inputLabels(inputs, join(dir.path(), 'work')).map(({ label }) => label);

  it('names one directory not at all, and several as shortly as they differ', () => {
    mkdirSync(join(dir.path(), 'work/a'), { recursive: true });
    mkdirSync(join(dir.path(), 'x/profiles'), { recursive: true });
    expect(labels(['a'])).to.deep.equal(['']);
    expect(labels([join(dir.path(), 'x/profiles')])).to.deep.equal(['']);
    expect(labels(['./a/', '../x'])).to.deep.equal(['a', 'x']);
    expect(labels([join(dir.path(), 'x/profiles'), join(dir.path(), 'y/profiles')])).to.deep.equal(['x/profiles', 'y/profiles']);
  });

  it('names a file by its name, never by its home directory', () => {
    const path = dir.write('home/me/p.stats', 'x');
    expect(labels([path])).to.deep.equal(['p.stats']);
  });
});
