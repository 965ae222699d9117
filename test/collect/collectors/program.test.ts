import { expect } from 'chai';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readProgram } from '../../../src/collect/program.ts';
import { useTempDir } from '../../helpers/temp-dir.ts';

describe('readProgram', () => {
  const temp = useTempDir();
  const script = (name: string, text: string): void => chmodSync(temp.write(name, text), 0o755);
  const read = (command: string, more: Record<string, string> = {}): ReturnType<typeof readProgram> => readProgram(command, { cwd: temp.path(), env: { PATH: `${temp.path()}/bin:${temp.path()}/other`, ...more } });
  const wordsOf = async (command: string): Promise<readonly string[] | null> => (await read(command)).words;

  it('splits words as sh does', async () => {
    const commands: Record<string, string[]> = {
      'a  b\tc': ['a', 'b', 'c'],
      [`a 'b c' "d \\"e\\" \\x" f\\ g ''`]: ['a', 'b c', 'd "e" \\x', 'f g', ''],
      [`a x'y'"z"'$HOME;*'`]: ['a', 'xyz$HOME;*'],
      'a \\\n b\n': ['a', 'b'],
      '\n a\n\n': ['a'],
      'a b#c d~e f!': ['a', 'b#c', 'd~e', 'f!'],
      'A=1 B="x y" c d=e': ['c', 'd=e'],
      'env -u X A=1 nice -n 5 time -f %e exec timeout -k 1 30 c -x': ['c', '-x'],
    };
    for (const [command, words] of Object.entries(commands)) expect(await wordsOf(command), command).to.deep.equal(words);
  });

  it('leaves to a shell what needs one', async () => {
    for (const command of ['a | b', 'a > b', 'a; b', 'a && b', 'a &', 'a\nb', 'a $X', 'a "$X"', 'a `b`', 'a "`b`"', 'a *.py', 'a [x]', 'a ?', 'a ~/x', '(a)', 'a {b,c}', 'a # b', 'a "b', "a 'b", 'A=$X b', '', '  ', 'A=1']) expect(await wordsOf(command), command).to.equal(null);
  });

  it('tells the language by the word, the file it names, or its first line', async () => {
    for (const name of ['python3', 'python3.12', 'node', 'npx', 'go']) script(`bin/${name}`, '');
    script('other/pytest', `#!${temp.path()}/bin/python3.12\n`);
    script('other/black', `#!/bin/sh\n'''exec' "${temp.path()}/a b/bin/python3" "$0" "$@"\n' '''\n`);
    script('other/eslint', '#!/usr/bin/env -S node --enable-source-maps\n');
    script('other/flask', '#!/usr/bin/env bash\nset -e\n[ -n "$PYENV_DEBUG" ] && set -x\n');
    script('other/native', '\x7fELF');
    script('run.sh', '#!/bin/bash\npython3 x.py\n');
    script('tool.py', '#!/usr/bin/env python3\n');
    script('node_modules/.bin/vite', '#!/bin/sh\nexec node "$@"\n');
    script('.venv/bin/python', '');
    mkdirSync(join(temp.path(), 'bin/python'));
    const inDir = (name: string): string => join(temp.path(), name);
    const expected: Record<string, [string, string | null]> = {
      'python3 x.py': ['python', inDir('bin/python3')],
      'A=1 python3.12 -m x': ['python', inDir('bin/python3.12')],
      'python x.py': ['python', null],
      'pypy3 x.py': ['python', null],
      pytest: ['python', inDir('bin/python3.12')],
      black: ['python', inDir('a b/bin/python3')],
      flask: ['python', inDir('bin/python3')],
      './tool.py x': ['python', inDir('bin/python3')],
      'uv run --frozen pytest -q': ['python', inDir('bin/python3.12')],
      'uv run main.py': ['python', inDir('.venv/bin/python')],
      'poetry run python x.py': ['python', inDir('.venv/bin/python')],
      'pipenv run node x.js': ['node', inDir('bin/node')],
      'node x.js': ['node', inDir('bin/node')],
      'npm run build': ['node', inDir('bin/node')],
      'tsx x.ts': ['node', inDir('bin/node')],
      eslint: ['node', inDir('bin/node')],
      'node_modules/.bin/vite build': ['node', inDir('bin/node')],
      'cd app && npm run build | tee log': ['node', inDir('bin/node')],
      'go test ./x': ['go-test', null],
      'go -C x test .': ['go-test', null],
      'go build': ['unknown', null],
      'bun x.ts': ['unknown', null],
      native: ['unknown', null],
      missing: ['unknown', null],
      'make test': ['unknown', null],
      './run.sh': ['unknown', null],
      'constructor x': ['unknown', null],
    };
    for (const [command, [language, interpreter]] of Object.entries(expected)) {
      const program = await read(command);
      expect([program.language, program.interpreter], command).to.deep.equal([language, interpreter]);
    }
  });
});
