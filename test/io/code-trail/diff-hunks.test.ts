import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { oldLineOf, parseHunks, showHunks, touches } from '../../../src/io/code-trail/diff-hunks.ts';
import { plainGit } from '../../helpers/git-history.ts';
import { useTempDir } from '../../helpers/temp-dir.ts';

describe('diff hunks', () => {
  const dir = useTempDir();
  const lines = Array.from({ length: 60 }, (_, index) => `line ${index + 1}`);
  const changed = ['first', ...lines.slice(0, 9), 'ten', ...lines.slice(10, 30), ...lines.slice(33, 50), '-- a', '++ b', ...lines.slice(50)];
  const diff = (context: number): string => spawnSync('git', ['diff', '--no-index', `-U${context}`, 'a', 'b'], { cwd: dir.path(), env: plainGit, encoding: 'utf8' }).stdout;

  it('cuts a wide diff to what git itself shows with three lines around', () => {
    dir.write('a', `${lines.join('\n')}\n`);
    dir.write('b', `${changed.join('\n')}\n`);
    const narrow = diff(3);
    const hunks = parseHunks(diff(1000));
    const headers = (text: string | null): string => (text ?? '').replace(/(@@ .* @@).*/g, '$1');
    expect(headers(showHunks(hunks, () => true))).to.equal(headers(narrow.slice(narrow.indexOf('@@')).trimEnd()));
    expect(headers(showHunks(hunks, (group) => touches(group, 2, 30)))).to.match(/^@@ -7,7 \+8,7 @@/).and.include('+ten').and.not.include('first');
    expect(showHunks(hunks, (group) => touches(group, 15, 20))).to.equal(null);
    for (const groups of [parseHunks(diff(0)), hunks].map((some) => some.flatMap((hunk) => hunk.groups))) {
      changed.forEach((text, index) => {
        if (text.startsWith('line')) expect(oldLineOf(groups, index + 1, true), text).to.equal(Number(text.slice(5)));
      });
    }
  });

  it('says how much it left out of a long one', () => {
    const long = showHunks(parseHunks(`@@ -1,0 +1,100 @@\n${'+x\n'.repeat(100)}`), () => true)?.split('\n') ?? [];
    expect(long).to.have.length(40);
    expect(long.at(-1)).to.equal('… 62 more lines');
    const groups = ' c\n-a\n+b\n'.repeat(100_000);
    expect(showHunks(parseHunks(`@@ -1,200000 +1,200000 @@\n${groups}`), () => true)).to.include('… 299962 more lines');
    const wide = showHunks(parseHunks(`@@ -1,0 +1,30 @@\n${`+${'é'.repeat(5000)}\n`.repeat(30)}`), () => true) ?? '';
    expect(Buffer.byteLength(wide)).to.be.within(3000, 4096);
  });
});
