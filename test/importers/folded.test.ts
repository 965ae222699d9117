import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { ProfileSet, StackProfile } from '../../src/core/model/profile.ts';
import { foldedImporter } from '../../src/importers/folded.ts';
import { checkProfileSet } from '../helpers/invariants.ts';
import { headOf, importBytes } from '../helpers/memory-source.ts';
import { sumsOf, type Sums } from '../helpers/stack-sums.ts';

const fixtures = new URL('../fixtures/folded/', import.meta.url);

interface Oracle {
  readonly lines: number;
  readonly bad: number;
  readonly columns: readonly Sums[];
}

/** Frame texts as the tools wrote them, from the parts that the importer made of them. */
const pySpyText = (name: string, file: string, line: number): string => (file === '' ? name : `${name} (${file}:${line})`);
const austinText = (name: string, file: string, line: number): string => (file === '' ? name : `${file}:${name}:${line}`);

function profileOf(set: ProfileSet, index = set.defaultProfile): StackProfile {
  const profile = set.profiles[index];
  if (profile?.shape !== 'stacks') throw new Error('no stack profile');
  return profile;
}

const importText = (text: string): Promise<ProfileSet> => importBytes(foldedImporter, Buffer.from(text));

function sums(text: string): Promise<Sums> {
  return importText(text).then((set) => sumsOf(profileOf(set)));
}

describe('folded fixtures', () => {
  const cases: [string, (name: string, file: string, line: number) => string][] = [
    ['py-spy-0.4.3/photo_app.txt', pySpyText],
    ['py-spy-0.4.3/threads_idle.txt', pySpyText],
    ['py-spy-0.4.3/utf16le.txt', pySpyText],
    ['py-spy-0.4.3/utf16be.txt', pySpyText],
    ['py-spy-0.4.3/utf8_mark_crlf.txt', pySpyText],
    ['austin-3.7.0/wall.austin', austinText],
    ['austin-3.7.0/cpu.austin', austinText],
    ['austin-3.7.0/memory.austin', austinText],
    ['inferno-0.12.8/before.folded', pySpyText],
    ['inferno-0.12.8/two_counts.folded', pySpyText],
  ];
  for (const [path, text] of cases) {
    it(`sums ${path} as the oracle does`, async () => {
      const bytes = readFileSync(new URL(path, fixtures));
      const oracle = JSON.parse(readFileSync(new URL(`${path}.oracle.json`, fixtures), 'utf8')) as Oracle;
      expect(foldedImporter.recognise(headOf(bytes), 'unknown')).to.equal(true);
      for (const chunkSize of [7, 4096, 1024 * 1024]) {
        const set = await importBytes(foldedImporter, bytes, 'unknown', chunkSize);
        checkProfileSet(set);
        expect(set.profiles.length).to.equal(oracle.columns.length);
        oracle.columns.forEach((column, index) => {
          expect(sumsOf(profileOf(set, index), text)).to.deep.equal(withoutZeros(column));
        });
        expect(set.notes.some(({ code }) => code === 'bad-lines')).to.equal(oracle.bad > 0);
      }
    });
  }

  it('counts the samples that py-spy says it took', async () => {
    const said = readFileSync(new URL('py-spy-0.4.3/photo_app.txt.oracle.txt', fixtures), 'utf8');
    const set = await importBytes(foldedImporter, readFileSync(new URL('py-spy-0.4.3/photo_app.txt', fixtures)));
    expect(profileOf(set).sampleCount).to.equal(Number(/Samples: (\d+)/.exec(said)?.[1]));
    expect(profileOf(set)).to.include({ kind: 'samples', unit: 'count', frameLine: 'executing' });
  });

  it('takes kind, unit and duration from austin', async () => {
    for (const [mode, kind, unit] of [['wall', 'wall', 'microseconds'], ['cpu', 'cpu', 'microseconds'], ['memory', 'live-bytes', 'bytes']] as const) {
      const bytes = readFileSync(new URL(`austin-3.7.0/${mode}.austin`, fixtures));
      const profile = profileOf(await importBytes(foldedImporter, bytes));
      expect(profile).to.include({ kind, unit, sampleCount: null });
      expect(profile.durationSeconds).to.equal(Number(/# duration: (\d+)/.exec(bytes.toString())?.[1]) / 1e6);
    }
  });

  it('shows two counts as before and after, after first', async () => {
    const set = await importBytes(foldedImporter, readFileSync(new URL('inferno-0.12.8/two_counts.folded', fixtures)));
    expect(set.profiles.map(({ title }) => title)).to.deep.equal(['before', 'after']);
    expect(set.defaultProfile).to.equal(1);
    expect(set.notes.map(({ code }) => code)).to.include('two-counts');
  });
});

function withoutZeros({ total, self, inclusive }: Sums): Sums {
  const nonZero = (record: Readonly<Record<string, number>>): Record<string, number> =>
    Object.fromEntries(Object.entries(record).filter(([, value]) => value !== 0));
  return { total, self: nonZero(self), inclusive: nonZero(inclusive) };
}

describe('folded lines', () => {
  it('splits at the last blank, so names may hold blanks and numbers', async () => {
    expect((await sums('main;operator new(int) 3;GC thread 1 5\nmain 2\n')).self).to.deep.equal({ 'GC thread 1': 5, main: 2 });
  });

  it('sums decimals exactly', async () => {
    const { total, self } = await sums(`${'a;b 0.1\n'.repeat(3)}a 31.23\na;c 1\n`);
    expect(self).to.deep.equal({ b: 0.3, a: 31.23, c: 1 });
    expect(total).to.equal(32.53);
  });

  it('keeps weights of very different size', async () => {
    expect((await sums('a;b 1e-3\na;c 123456789012345678\na;d 0.0000000000001\na;e 1e20\n')).self)
      .to.deep.equal({ b: 0.001, c: 123456789012345680, d: 1e-13, e: 1e20 });
  });

  it('keeps negative counts', async () => {
    expect(await sums('a;b -5\na;c 2\n')).to.deep.equal({ total: -3, self: { b: -5, c: 2 }, inclusive: { a: -3, b: -5, c: 2 } });
  });

  it('counts bad lines and names the first', async () => {
    const set = await importText('a;b 1\nno count here\na;c NaN\na;d inf\na;e 1e999\n\na;f 2\n');
    expect(sumsOf(profileOf(set)).total).to.equal(3);
    expect(set.notes).to.have.length(1);
    expect(set.notes[0]?.text).to.equal('4 of 6 lines do not end in a count and were left out; the first is line 2.');
  });

  it('refuses a file without one good line, and says where', async () => {
    const failure = await importText('\nonly words\nmore words\n').then(() => null, (error: Error) => error);
    expect(failure).to.include({ name: 'InputError', message: 'none of its 2 lines ends in a count' });
    expect(failure).to.have.nested.property('place.line', 2);
    const empty = await importText('# mode: wall\n# interval: 100\n').then(() => null, (error: Error) => error);
    expect(empty).to.include({ name: 'InputError', message: 'holds no stacks' });
    const full = await importText('# austin: 3.7.0\n# mode: full\n\nP1;T0:1;a.py:f:606 12200,0,1003520\n').then(() => null, (error: Error) => error);
    expect(full?.message).to.contain('austin --full');
  });

  it('tells comments from frames that start with #', async () => {
    const set = await importText('# interval: 100\n#\n## more 7\n#<Class:0x1>;f 3\n#priv 4\n');
    expect(sumsOf(profileOf(set)).self).to.deep.equal({ f: 3, '#priv': 4 });
  });

  it('shows stacks without frames', async () => {
    const set = await importText(' 4\na;b 1\n\t2\n');
    expect(sumsOf(profileOf(set))).to.deep.equal({ total: 7, self: { '(no frames)': 6, b: 1 }, inclusive: { '(no frames)': 6, a: 1, b: 1 } });
    expect(set.notes.map(({ code }) => code)).to.deep.equal(['empty-stacks']);
  });

  it('takes a last line without newline, carriage returns, tabs and trailing blanks', async () => {
    expect((await sums('a;b 1\r\na;c\t2  \r\na;d 3')).self).to.deep.equal({ b: 1, c: 2, d: 3 });
  });

  it('keeps empty frames, drops a trailing semicolon', async () => {
    expect(await sums('a;;b 1\na;b; 2\n')).to.deep.equal({ total: 3, self: { b: 3 }, inclusive: { a: 3, '(unnamed)': 1, b: 3 } });
  });

  it('keeps NUL bytes and invalid UTF-8 readable', async () => {
    const set = await importBytes(foldedImporter, Buffer.concat([Buffer.from('a;b\0c 1\na;'), Buffer.of(0xff, 0xfe, 0x80), Buffer.from(' 2\n')]));
    expect(sumsOf(profileOf(set)).self).to.deep.equal({ 'b\0c': 1, '\ufffd\ufffd\ufffd': 2 });
  });

  it('takes locations off in the forms that tools write', async () => {
    const profile = profileOf(await importText([
      'tid:12;/srv/app.py:Loader.read:31 1',
      'main;read (src/x (old).py:7) 1',
      'main;block in run - lib/app.rb:9 1',
      'main;std::get<1>:5 1',
      'main;JS:*f /srv/app.js:10:5 1',
      'main;C:\\app\\x.py:f:3 1',
      'main;malloc_[k] 1',
    ].join('\n')));
    const shown = profile.frames.name.map((name, i) => [name, profile.frames.file[i], profile.frames.line[i]]);
    expect(shown).to.deep.equal([
      ['tid:12', '', 0],
      ['Loader.read', '/srv/app.py', 31],
      ['main', '', 0],
      ['read', 'src/x (old).py', 7],
      ['block in run', 'lib/app.rb', 9],
      ['std::get<1>:5', '', 0],
      ['JS:*f /srv/app.js:10:5', '', 0],
      ['f', 'C:\\app\\x.py', 3],
      ['malloc_[k]', '', 0],
    ]);
  });

  it('needs two counts on every line to take them for a difference', async () => {
    expect((await importText('a;b 1 2\na;c 3 4\n')).profiles).to.have.length(2);
    expect((await importText('a;b 1 2\na;c 3\n')).profiles).to.have.length(1);
  });
});

describe('folded recognition', () => {
  const yes: [string, string][] = [
    ['stacks', 'main;a 1\nmain;b 2\n'],
    ['one stack', 'main;a 1'],
    ['one frame a line', 'os_write 12\ndecode_image 31\nmain 3\n'],
    ['one frame with a location', 'main (app.py:3) 100\n'],
    ['templates with blanks', 'std::map<int, char>::at(int const&) 5\nmain 6\n'],
    ['py-spy without frames', ' 5\nmain (app.py:3) 100\n'],
    ['one line in five bad', 'a;b 1\na;c 2\na;d 3\na;e 4\nbroken\n'],
    ['austin with three metrics', '# austin: 3.7.0\n# mode: full\n\nP1;T0:1;a.py:f:606 12200,0,1003520\n'],
    ['a head that ends in the first line', `main;${'level_of_recursion;'.repeat(5000)}leaf 1\n`],
  ];
  const no: [string, string][] = [
    ['prose', 'chapter 3\n'],
    ['a table of contents', 'Introduction to it 1\nMethods of work 5\nResults of work 12\n'],
    ['prose with semicolons', 'We came; we saw chapter 3\nand then; at last 4\n'],
    ['JSON', '{"a": 1,\n"b": 2\n}\n'],
    ['key: value lines', 'wall_ms: 12\ncpu_ms: 31\n'],
    ['numbers', '1 2\n3 4\n'],
    ['callgrind', 'events: Ir\nfn=(1) main\n1 5\n2 7\n3 8\n'],
    ['mprof', 'CMDLINE python x.py\nMEM 1.2 1600.1\nMEM 1.3 1600.2\nMEM 1.4 1600.3\nMEM 1.5 1600.4\n'],
    ['Prometheus', '# HELP a_total x\n# TYPE a_total counter\na_total{x="y"}: 5\n'],
    ['a minified script', `var a=1;${'function(x){return x+1};b="c";'.repeat(4000)}`],
    ['binary', '\u0000\u0001\u0002;\u0003 5\n\u0004;\u0005 6\n'],
    ['nothing', '\n\n'],
  ];
  for (const [what, text] of yes) it(`takes ${what}`, () => expect(foldedImporter.recognise(headOf(Buffer.from(text)), 'x')).to.equal(true));
  for (const [what, text] of no) it(`refuses ${what}`, () => expect(foldedImporter.recognise(headOf(Buffer.from(text)), 'x')).to.equal(false));
});
