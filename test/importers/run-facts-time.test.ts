import { readFileSync, readdirSync } from 'node:fs';
import { expect } from 'chai';
import { InputError } from '../../src/core/errors.ts';
import { makeHead } from '../../src/importers/head.ts';
import type { ReadFacts } from '../../src/importers/run-facts/reader.ts';
import { timeVerboseReader } from '../../src/importers/run-facts/time-verbose.ts';

const folder = `test/fixtures/run-facts/${readdirSync('test/fixtures/run-facts').find((name) => name.startsWith('gnu-time-')) ?? ''}`;

function readFixture(name: string): ReadFacts {
  const bytes = readFileSync(`${folder}/${name}.txt`);
  const head = makeHead(bytes, true);
  expect(timeVerboseReader.recognise(head, 'unknown')).to.equal(true);
  return timeVerboseReader.read(head.text, `logs/${name}.txt`);
}

const block = (lines: string): string => `\tCommand being timed: "x"\n\tUser time (seconds): 1.50\n\tSystem time (seconds): 0.25\n${lines}`;

describe('time -v reader', () => {
  for (const name of ['success', 'failure', 'killed', 'unfinished-line', 'two-line-command', 'nested']) {
    it(`reads what awk reads from a recorded block: ${name}`, () => {
      const [elapsed, user, system, kibibytes, status] = readFileSync(`${folder}/${name}.oracle`, 'utf8').trim().split(' ').map(Number);
      const { facts } = readFixture(name);
      expect([facts.wallSeconds, facts.cpuUserSeconds, facts.cpuSystemSeconds, (facts.peakRssBytes ?? 0) / 1024]).to.deep.equal([elapsed, user, system, kibibytes]);
      if (name !== 'killed') expect(facts.exitCode).to.equal(status);
      expect(facts.sources).to.deep.equal([`logs/${name}.txt`]);
    });
  }

  it('gives a killed program the exit code of shells, and says so', () => {
    const { facts, notes } = readFixture('killed');
    expect(facts.exitCode).to.equal(137);
    expect(notes.map((note) => note.code)).to.deep.equal(['killed']);
  });

  it('shows the command as it was given', () => {
    expect(readFixture('success').facts.command).to.equal('python3 photo_app.py 20 5');
    expect(readFixture('failure').facts.command).to.equal('sh -c echo "photo album is missing" >&2; exit 3');
    expect(readFixture('two-line-command').facts.command).to.equal('sh -c echo one >&2\necho two >&2');
    expect(readFixture('unfinished-line').facts.command).to.equal('sh -c printf "50 %% done" >&2');
  });

  it('shows the outermost of nested commands', () => {
    const { facts, notes } = readFixture('nested');
    expect(facts.command).to.equal('/usr/bin/time -v sh -c exit 4');
    expect(notes.map((note) => note.code)).to.deep.equal(['several-blocks']);
  });

  it('reads hours, and the times of BusyBox', () => {
    const elapsed = (text: string): number | null => timeVerboseReader.read(block(`\tElapsed (wall clock) time (h:mm:ss or m:ss): ${text}\n`), 'x').facts.wallSeconds;
    expect(elapsed('1:02:03')).to.equal(3723);
    expect(elapsed('2:03.45')).to.equal(123.45);
    expect(elapsed('0m 1.50s')).to.equal(1.5);
    expect(elapsed('1h 2m 03s')).to.equal(3723);
    expect(elapsed('soon')).to.equal(null);
  });

  it('says what a cut block lacks', () => {
    const { facts, notes } = timeVerboseReader.read(block(''), 'x');
    expect(facts.cpuUserSeconds).to.equal(1.5);
    expect(facts.wallSeconds).to.equal(null);
    expect(notes.map((note) => note.text).join()).to.include('Elapsed').and.to.include('Maximum resident set size');
  });

  it('leaves out numbers that are none', () => {
    const { facts, notes } = timeVerboseReader.read(block('').replace('1.50', 'NaN').replace('0.25', '1e999'), 'x');
    expect([facts.cpuUserSeconds, facts.cpuSystemSeconds]).to.deep.equal([null, null]);
    expect(notes.map((note) => note.text).join()).to.include('"User time" is no number');
  });

  it('hides home directories', () => {
    const command = (text: string): string | null => timeVerboseReader.read(`\tCommand being timed: "${text}"\n\tUser time (seconds): 1\n`, 'x').facts.command;
    expect(command('/home/alex/venv/bin/python -I/home/alex/lib /root/x.py --out=/Users/Sam/out')).to.equal('~/venv/bin/python -I~/lib ~/x.py --out=~/out');
    expect(command(String.raw`C:\Users\Kim Lee\app.exe D:\Users\kim`)).to.equal(String.raw`~\app.exe ~`);
    expect(command('/rootfs/x /srv/chroot/y file:///home/alex')).to.equal('/rootfs/x /srv/chroot/y file://~');
  });

  it('is not taken in by other text', () => {
    const recognised = (text: string): boolean => timeVerboseReader.recognise(makeHead(Buffer.from(text), true), 'time.txt');
    expect(recognised('main;run 5\n')).to.equal(false);
    expect(recognised('echo Command being timed: "x"\nUser time (seconds): 1\n')).to.equal(false);
    expect(recognised('\tCommand being timed: "x"\n')).to.equal(false);
    expect(() => timeVerboseReader.read('nothing', 'x')).to.throw(InputError, 'Command being timed');
  });

  it('stays fast on megabytes of other output and of cut blocks', () => {
    const start = process.cpuUsage();
    timeVerboseReader.read(`${'warning: a line of stderr\n'.repeat(80_000)}${block('')}`, 'x');
    timeVerboseReader.read('\tCommand being timed: "'.repeat(80_000), 'x');
    timeVerboseReader.read(`\tCommand being timed: "${'C:\\Users\\a b '.repeat(80_000)}`, 'x');
    const spent = process.cpuUsage(start);
    expect((spent.user + spent.system) / 1e6).to.be.below(2);
  });
});
