import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import fg from 'fast-glob';

const root = new URL('../', import.meta.url).pathname;
const sources = fg.sync(['src/**/*.ts'], { cwd: root }).sort();

/** Folders that each folder may import; `cli` and `index` are the files at the top of src. */
const allowed: Record<string, readonly string[]> = {
  core: ['core'],
  importers: ['importers', 'core'],
  exporters: ['exporters', 'core'],
  report: ['report', 'core'],
  'report/client': ['report/client'],
  terminal: ['terminal', 'core'],
  io: ['io', 'importers', 'report', 'core'],
  config: ['config', 'core'],
  collect: ['collect', 'core'],
  commands: ['commands', 'config', 'collect', 'io', 'importers', 'exporters', 'report', 'terminal', 'core', 'top'],
  top: ['commands', 'config', 'collect', 'io', 'importers', 'exporters', 'report', 'terminal', 'core', 'top'],
};
const pure = ['core', 'importers', 'exporters', 'report', 'report/client'];

function folderOf(file: string): string {
  if (file.startsWith('src/report/client/')) return 'report/client';
  const parts = file.split('/');
  return parts.length === 2 ? 'top' : (parts[1] as string);
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/^(?:import|export)\b[^;]*?\bfrom '([^']+)';|\bimport\('([^']+)'\)|^import '([^']+)';/gm)].map((match) => (match[1] ?? match[2] ?? match[3]) as string);
}

describe('architecture', () => {
  it('imports run in the directions of docs/architecture.md', () => {
    const wrong: string[] = [];
    for (const file of sources) {
      const from = folderOf(file);
      for (const name of importsOf(file)) {
        if (name.startsWith('.')) {
          const to = folderOf(relative(root, join(root, dirname(file), name)));
          if (!(allowed[from] ?? []).includes(to)) wrong.push(`${file} -> ${name}`);
        } else if (pure.includes(from) && !name.startsWith('handlebars')) wrong.push(`${file} -> ${name}`);
      }
    }
    expect(wrong).to.deep.equal([]);
  });

  it('no importer knows another', () => {
    const wrong: string[] = [];
    const formats = new Set(sources.map((file) => /^src\/importers\/([^/]+)\/[^/]+$/.exec(file)?.[1]).filter((name) => name !== undefined && !['shared', 'declined', 'run-facts'].includes(name)));
    for (const file of sources) {
      const own = /^src\/importers\/([^/.]+)/.exec(file)?.[1];
      if (own === undefined || !formats.has(own)) continue;
      for (const name of importsOf(file)) {
        const to = /^src\/importers\/([^/.]+)/.exec(relative(root, join(root, dirname(file), name)))?.[1];
        if (to !== undefined && to !== own && formats.has(to)) wrong.push(`${file} -> ${name}`);
      }
    }
    expect(wrong).to.deep.equal([]);
  });

  it('files hold one thing: none over 400 lines, half of them below 120', () => {
    const files = fg.sync(['src/**/*.ts', 'test/**/*.ts', 'scripts/**/*.{ts,sh}', 'templates/**/*.hbs'], { cwd: root, ignore: ['test/fixtures/**'] });
    const lengths = files.map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length }));
    expect(lengths.filter(({ lines }) => lines > 400)).to.deep.equal([]);
    const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).to.be.at.most(120);
    expect(files.filter((file) => /(?:^|\/)utils?\./.test(file))).to.deep.equal([]);
  });

  it('every folder of src says what it holds', () => {
    const folders = [...new Set(sources.map((file) => file.split('/').slice(0, -1).join('/')))].filter((folder) => folder.split('/').length <= 2);
    for (const folder of folders) expect(readFileSync(join(root, folder, 'README.md'), 'utf8').length, folder).to.be.greaterThan(40);
  });

  it('no import makes a circle', () => {
    const edges = new Map(sources.map((file) => [file, importsOf(file).filter((name) => name.startsWith('.')).map((name) => relative(root, join(root, dirname(file), name)))]));
    const state = new Map<string, 'open' | 'done'>();
    const circles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (state.get(file) === 'done') return;
      if (state.get(file) === 'open') return void circles.push([...path, file].join(' -> '));
      state.set(file, 'open');
      for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
      state.set(file, 'done');
    };
    for (const file of sources) visit(file, []);
    expect(circles).to.deep.equal([]);
  });
});
