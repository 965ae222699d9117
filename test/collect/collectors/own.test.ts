import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Collected, CollectorContext } from '../../../src/collect/collectors/collector.ts';
import { ownProfiles } from '../../../src/collect/collectors/own.ts';
import { useTempDir } from '../../helpers/temp-dir.ts';

describe("collector for the workload's own profiles", () => {
  const temp = useTempDir();
  const collect = (): Promise<Collected> => ownProfiles.collect(temp.path(), {} as CollectorContext);
  const codes = ({ notes }: Collected): string[] => notes.map(({ code }) => code);

  it('tells the workload where to write and takes what is there, in flat names', async () => {
    const { command, env } = await ownProfiles.prepare({ command: 'mkdir -p "$PERF_REPORT_PROFILE_DIR/a b" && echo x > "$PERF_REPORT_PROFILE_DIR/a b/ä.prof"', env: { PATH: process.env['PATH'] ?? '' } }, temp.path(), {} as CollectorContext);
    execFileSync('/bin/sh', ['-c', command], { env });
    temp.write('a/x.prof', '1');
    temp.write('a-x.prof', '2');
    temp.write('..hidden', '3');
    temp.write(`${'long'.repeat(50)}.folded`, '4');
    temp.write('---', '5');
    const collected = await collect();
    expect(Object.fromEntries(collected.files.map(({ path, name }) => [relative(temp.path(), path), name]))).to.deep.equal({
      'a b/ä.prof': 'a_b-_.prof', 'a-x.prof': 'a-x.prof', 'a/x.prof': 'a-x-2.prof', '..hidden': 'hidden', '---': 'profile', [`${'long'.repeat(50)}.folded`]: `${'long'.repeat(50)}.folded`.slice(-100),
    });
    expect(collected.notes).to.deep.equal([]);
  });

  it('says when nothing was written, and what was left out', async () => {
    expect((await collect()).notes.map(({ text }) => text)).to.deep.equal(['the workload wrote no profile into $PERF_REPORT_PROFILE_DIR']);
    temp.write('empty.prof', '');
    symlinkSync('/etc/passwd', join(temp.path(), 'link.prof'));
    mkdirSync(join(temp.path(), 'nothing'));
    expect(codes(await collect())).to.deep.equal(['no-profile', 'empty-files', 'odd-files']);
    for (let i = 0; i < 103; i++) temp.write(`${i}.prof`, 'x');
    const many = await collect();
    expect([many.files.length, codes(many)]).to.deep.equal([100, ['empty-files', 'odd-files', 'more-files']]);
    expect(many.notes.at(-1)?.text).to.match(/^3 further files/);
    rmSync(temp.path(), { recursive: true });
    expect(codes(await collect())).to.deep.equal(['no-profile']);
  });
});
