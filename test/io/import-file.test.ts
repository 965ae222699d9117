import { appendFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { InputError } from '../../src/core/errors.ts';
import { noRunFacts } from '../../src/core/model/run.ts';
import { importFile, tryImport, type ImportedFile } from '../../src/io/import-file.ts';
import type { KnownFormats } from '../../src/io/known-formats.ts';
import { useTempDir } from '../helpers/temp-dir.ts';
import { profileFromStacks } from '../helpers/stacks.ts';

/** Formats that are told apart by their first word. */
const formats: KnownFormats = {
  importers: [
    {
      id: 'good',
      title: 'Good',
      recognisedBy: 'the word good',
      recognise: ({ text }) => text.startsWith('good'),
      async read(source) {
        await source.bytes();
        return { format: 'good', profiles: [profileFromStacks('a 1')], defaultProfile: 0, notes: [] };
      },
    },
    { id: 'bad', title: 'Bad', recognisedBy: 'the word bad', recognise: ({ text }) => text.startsWith('bad'), read: () => Promise.reject(new InputError('is cut', { offset: 31 }, 'record it again')) },
    { id: 'bug', title: 'Bug', recognisedBy: 'the word bug', recognise: ({ text }) => text.startsWith('bug'), read: () => Promise.reject(new TypeError('x is undefined')) },
  ],
  runFacts: [
    {
      id: 'facts',
      title: 'Facts',
      recognisedBy: 'the word facts',
      recognise: ({ text }) => text.startsWith('facts'),
      read: (text, file) => ({ facts: { ...noRunFacts, command: text.trim(), sources: [file] }, notes: [] }),
    },
  ],
  declined: [
    { id: 'zip', title: 'a zip archive', recognisedBy: 'the word PK', advice: 'unpack it', recognise: ({ text }) => text.startsWith('PK') },
    { id: 'other', title: 'another tool', recognisedBy: 'the word other', advice: 'run other --to folded', recognise: ({ text }) => text.startsWith('other') },
  ],
};

describe('tryImport', () => {
  const dir = useTempDir();
  const read = (content: string | Uint8Array): Promise<ImportedFile> => tryImport(dir.write('x', content), 'shown', () => undefined, formats);

  it('reads a profile, packed or not', async () => {
    for (const content of ['good', gzipSync('good')]) {
      const { file, unrecognised, bug } = await read(content);
      expect([file.file, file.bytes, file.format, file.formatTitle, file.set?.profiles.length, file.error, file.notes, unrecognised, bug]).to.deep.equal(['shown', content.length, 'good', 'Good', 1, null, [], false, null]);
    }
  });

  it('reads run facts', async () => {
    const { file } = await read('facts: yes\n');
    expect([file.format, file.set, file.facts?.command]).to.deep.equal(['facts', null, 'facts: yes']);
  });

  it('makes a row of a broken profile, with place and hint', async () => {
    const { file, unrecognised } = await read('bad');
    expect(file.error).to.deep.equal({ message: 'is cut', place: 'byte 31', hint: 'record it again' });
    expect([file.format, unrecognised]).to.deep.equal(['bad', false]);
  });

  it('makes a row of our own bug, and hands the bug on', async () => {
    const { file, bug } = await read('bug');
    expect(file.error?.message).to.equal('perf-report failed on this file (TypeError: x is undefined)');
    expect(bug).to.be.instanceOf(TypeError);
  });

  it('names a declined format and what to run instead', async () => {
    const { file, unrecognised } = await read('other');
    expect([file.format, file.error?.hint, unrecognised]).to.deep.equal(['other', 'run other --to folded', false]);
    expect(file.error?.message).to.match(/^is another tool, which is recognised and not read/);
  });

  it('tells files that say nothing of a profile: empty, unknown, or an archive of anything', async () => {
    for (const [content, hint] of [
      ['', /did the program end early/],
      ['hello', /perf-report formats/],
      ['PK rest', /unpack it/],
    ] as const) {
      const { file, unrecognised } = await read(content);
      expect(unrecognised).to.equal(true);
      expect(file.error?.hint).to.match(hint);
    }
  });

  it('tells a file that cannot be opened from one that is no profile', async () => {
    const { file, unrecognised } = await tryImport(`${dir.path()}/missing`, 'missing', () => undefined, formats);
    expect([file.error?.message, unrecognised]).to.deep.equal(['cannot be opened: it does not exist (ENOENT)', false]);
  });

  it('notes that a file grew while it was read', async () => {
    const path = dir.write('x', 'good');
    const growing: KnownFormats = {
      ...formats,
      importers: formats.importers.map((importer) => ({
        ...importer,
        read(source, limits) {
          appendFileSync(path, 'more');
          return importer.read(source, limits);
        },
      })),
    };
    const { file } = await tryImport(path, 'x', () => undefined, growing);
    expect(file.notes.map(({ code }) => code)).to.deep.equal(['changed-while-read']);
    expect(file.notes[0]?.text).to.contain('its first 4 bytes');
  });
});

describe('importFile', () => {
  const dir = useTempDir();

  it('reads by content, whatever the name', async () => {
    const file = await importFile(dir.write('unknown', 'main;a 1\nmain;b 2\n'), 'unknown');
    expect([file.format, file.set?.profiles.length, file.error]).to.deep.equal(['folded', 1, null]);
  });
});
