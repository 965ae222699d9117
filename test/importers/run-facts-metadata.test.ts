import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { InputError } from '../../src/core/errors.ts';
import { noRunFacts, type RunFacts } from '../../src/core/model/run.ts';
import { makeHead } from '../../src/importers/head.ts';
import { metadataTxtReader } from '../../src/importers/run-facts/metadata-txt.ts';

const read = (text: string): RunFacts => metadataTxtReader.read(text, 'metadata.txt').facts;
const codes = (text: string): string[] => metadataTxtReader.read(text, 'metadata.txt').notes.map((note) => note.code);
const recognised = (text: string): boolean => metadataTxtReader.recognise(makeHead(Buffer.from(text), true), 'unknown');

describe('metadata.txt reader', () => {
  it('reads every fact of a file as the design describes it', () => {
    const text = readFileSync('test/fixtures/run-facts/hand-written/metadata.txt', 'utf8');
    expect(recognised(text)).to.equal(true);
    const { facts, notes } = metadataTxtReader.read(text, 'run/metadata.txt');
    expect(facts).to.deep.equal({
      ...noRunFacts,
      workload: 'sample',
      command: '~/venv/bin/python3 -m photo_tagger --dataset fixtures/sample',
      startedAt: '2026-11-22T07:15:00Z',
      wallSeconds: 12.75,
      peakRssBytes: 209715200,
      exitCode: 0,
      gitSha: '4f1c2aa9d0b34c6f8a7e5d4c3b2a1908f7e6d5c4',
      gitBranch: 'feature/faster-tags',
      host: 'builder-7',
      runtime: 'Python 3.12.4',
      ciBuild: '412',
      ciUrl: 'https://ci.example.org/job/photo-app/412/',
      sources: ['run/metadata.txt'],
    });
    expect(notes).to.deep.equal([{ code: 'unknown-keys', text: 'not shown: assets' }]);
  });

  it('reads keys in any spelling, quotes, CRLF and a byte order mark', () => {
    expect(read('\ufeffGit SHA: "4f1c2aa"\r\nwork-load: x\r\nWORKLOAD : sample\r\n')).to.include({ gitSha: '4f1c2aa', workload: 'sample' });
  });

  for (const [text, iso] of [
    ['2026-11-22T07:15:00Z', '2026-11-22T07:15:00Z'],
    ['2026-11-22 08:15:00+01:00', '2026-11-22T07:15:00Z'],
    ['2026-11-22 07:15:00.123456', '2026-11-22T07:15:00.123Z'],
    ['20261122T071500Z', '2026-11-22T07:15:00Z'],
    ['20261122_071500', '2026-11-22T07:15:00Z'],
    ['Sun Nov 22 07:15:00 UTC 2026', '2026-11-22T07:15:00Z'],
    ['1795331700', '2026-11-22T07:15:00Z'],
    ['2026-13-22T07:15:00Z', null],
    ['yesterday', null],
  ] as const) {
    it(`takes ${text} for ${iso ?? 'no time'}`, () => {
      expect(read(`timestamp: ${text}\n`).startedAt).to.equal(iso);
    });
  }

  for (const [line, field, value] of [
    ['wall: 350 ms', 'wallSeconds', 0.35],
    ['wall_ms: 350', 'wallSeconds', 0.35],
    ['elapsed: 1:02:03', 'wallSeconds', 3723],
    ['user_time: 2.5s', 'cpuUserSeconds', 2.5],
    ['sys_seconds: 0.5', 'cpuSystemSeconds', 0.5],
    ['max_rss: 200 MiB', 'peakRssBytes', 209715200],
    ['peak_rss_bytes: 1024', 'peakRssBytes', 1024],
    ['peak_rss: 200', 'peakRssBytes', null],
    ['wall_seconds: NaN', 'wallSeconds', null],
    ['wall_seconds: Infinity', 'wallSeconds', null],
    ['wall_seconds: -1', 'wallSeconds', null],
    ['exit_code: 0x10', 'exitCode', null],
    ['git_sha: $(rm -rf)', 'gitSha', null],
    ['git_sha: 4f1c2aa-dirty', 'gitSha', '4f1c2aa-dirty'],
    ['build_url: javascript:alert(1)', 'ciUrl', null],
    ['build_url: https://me:secret@ci.example.org/1', 'ciUrl', 'https://ci.example.org/1'],
    ['node_version: v20.19.0', 'runtime', 'v20.19.0'],
  ] as const) {
    it(`takes "${line}" for ${String(value)}`, () => {
      expect(read(`${line}\n`)[field]).to.equal(value);
      if (value === null) expect(codes(`${line}\n`)).to.deep.equal(['unread-fact']);
    });
  }

  it('keeps the first of two values and says so', () => {
    expect(read('workload: a\nworkload: b\n').workload).to.equal('a');
    expect(codes('workload: a\nworkload: b\nworkload: a\n')).to.deep.equal(['repeated-fact']);
  });

  it('counts lines that are no facts and names few of the unknown keys', () => {
    const { notes } = metadataTxtReader.read(`workload: a\n  more\n${Array.from({ length: 30 }, (_, i) => `key${i}: x\n`).join('')}`, 'x');
    expect(notes.map((note) => note.text).join('\n')).to.include('1 lines').and.to.include('key9 and 20 more keys');
  });

  it('carries no environment and pollutes no prototype', () => {
    const facts = read('workload: a\n__proto__: x\nconstructor: y\nAWS_SECRET_ACCESS_KEY: hunter2\n');
    expect(JSON.stringify(facts)).not.to.include('hunter2');
    expect(({} as Record<string, unknown>)['workload']).to.equal(undefined);
  });

  it('bounds notes and lines', () => {
    expect(codes(Array.from({ length: 5000 }, (_, i) => `workload: w${i}\nwork${'-'.repeat(1 + (i % 9))}load_name: ${i}\n`).join('').slice(0, 90_000)).length).to.be.below(25);
    expect(() => read('a: b\n'.repeat(10_001))).to.throw(InputError, '10000 lines');
  });

  it('tells metadata from other files of `key: value` lines', () => {
    expect(recognised('workload: sample\ntimestamp: 20261122T071500Z\n')).to.equal(true);
    expect(recognised('# run\n\ngit_sha: 4f1c2aa\nbranch: main\nnote: x\n')).to.equal(true);
    expect(recognised('workload: sample\n')).to.equal(false);
    expect(recognised('date: today\nhost: example.org\n')).to.equal(false);
    expect(recognised('version: 1\ncreator: callgrind\ncommand: x\npid: 5\nevents: Ir\nfn=main\n')).to.equal(false);
    expect(recognised('git_sha: 1\nworkload: 2\nthis is prose\n')).to.equal(false);
    expect(recognised('main;git_sha: 5\nmain;workload 3\n')).to.equal(false);
    expect(recognised('')).to.equal(false);
  });
});
