import { expect } from 'chai';
import { makeProgress } from '../../src/terminal/progress.ts';

function record(options: { isTTY: boolean; ci?: boolean; quiet?: boolean }): string {
  let text = '';
  let time = 0;
  const stream = { isTTY: options.isTTY, columns: 80, write: (more: string): void => void (text += more) };
  const progress = makeProgress(stream, { quiet: options.quiet ?? false, ci: options.ci ?? false, now: () => (time += 60) });
  progress.file('small.folded', 0, 2, 1000);
  progress.file('large\x1b[2J.stats', 1, 2, 40 * 1024 ** 2);
  for (let read = 0; read <= 40; read += 10) progress.bytes(read * 1024 ** 2);
  progress.done();
  return text;
}

describe('makeProgress', () => {
  it('draws a bar on a terminal and clears it', () => {
    const text = record({ isTTY: true });
    expect(text).to.match(/█+░+ 2\/2 30 MiB of 40 MiB {2}large\\x1b\[2J\.stats/);
    expect(text.endsWith('\r\x1b[2K')).to.equal(true);
  });

  it('writes a line for a large file elsewhere and in CI', () => {
    const line = 'reading large\\x1b[2J.stats (40 MiB, file 2 of 2)\n';
    expect(record({ isTTY: false })).to.equal(line);
    expect(record({ isTTY: true, ci: true })).to.equal(line);
  });

  it('is silent when quiet', () => expect(record({ isTTY: true, quiet: true })).to.equal(''));
});
