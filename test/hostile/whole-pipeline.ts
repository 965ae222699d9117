import { expect } from 'chai';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { ReadFile } from '../../src/core/analysis/build-report-input.ts';
import { buildReport } from '../../src/core/analysis/build-report.ts';
import { UserError } from '../../src/core/errors.ts';
import type { ProfileSet } from '../../src/core/model/profile.ts';
import type { ReportModel } from '../../src/core/model/report.ts';
import { viewerEmbedder } from '../../src/commands/embed-viewers.ts';
import { applyDetail, fullDetail } from '../../src/commands/page-detail.ts';
import { rankFunctions } from '../../src/commands/ranking.ts';
import { topResult } from '../../src/commands/top-json.ts';
import { topText } from '../../src/commands/top-text.ts';
import type { Exporter } from '../../src/exporters/exporter.ts';
import { exporters } from '../../src/exporters/index.ts';
import { tryImport } from '../../src/io/import-file.ts';
import { renderReport } from '../../src/report/render.ts';
import type { ReportFiles } from '../../src/report/render-input.ts';
import { makePalette } from '../../src/terminal/color.ts';
import { readAssets } from '../report/sample-model.ts';
import { visibleText, withoutScripts } from '../report/page-text.ts';

/** What the whole program makes of one file. */
export interface Outcome {
  /** Why it was refused, '' where it was read. */
  readonly error: string;
  readonly hint: string;
  readonly set: ProfileSet | null;
  readonly model: ReportModel;
  readonly files: ReportFiles;
  readonly topLines: readonly string[];
  /** By exporter id; an explanation where the format cannot hold the profile. */
  readonly exports: ReadonlyMap<string, Uint8Array | string>;
}

const assets = readAssets('start()', 'viewer');
const schema = JSON.parse(readFileSync(new URL('../../schemas/report-v1.schema.json', import.meta.url), 'utf8')) as object;
const validate = new Ajv2020({ strict: false }).compile(schema);
const palette = makePalette(false);

/** Imports the bytes from a file, analyses, renders, prints and exports them, and checks what must hold for any input. */
export async function throughAll(bytes: Uint8Array | string, name = 'unknown', to = exporters): Promise<Outcome> {
  const directory = mkdtempSync(join(tmpdir(), 'perf-report-hostile-'));
  try {
    const path = join(directory, 'unknown');
    writeFileSync(path, bytes);
    const { file, bug } = await tryImport(path, name);
    if (bug !== null) throw bug as Error;
    return followThrough(file, to);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The same for a file that was imported. */
export function followThrough(file: ReadFile, to: readonly Exporter[] = exporters): Outcome {
  const built = buildReport([file], null, { toolVersion: '0', top: 200, focus: null, ignore: null, roots: [], readSource: () => null });
  const { model, views } = applyDetail(built, fullDetail, 25e6, viewerEmbedder(built));
  const files = renderReport({ model, views, assets, gzip: (content) => gzipSync(content, { level: 1 }) });
  checkFiles(files);
  const rankings = (file.set?.profiles ?? []).map((profile) => rankFunctions(profile, 'self'));
  const topLines = rankings.flatMap((ranking) => topText(`${file.file}: ${ranking.profile.title}`, ranking, { top: 30, sort: 'self', stripDirs: false, palette }));
  checkTerminal(topLines);
  const json = JSON.stringify(topResult([file], rankings.map((ranking) => ({ file, ranking })), [], { top: 0, stripDirs: false }));
  expect(json).to.not.match(/"(?:total|self)":null/);
  const exports = new Map<string, Uint8Array | string>();
  if (file.set !== null) for (const exporter of to) exports.set(exporter.id, exported(() => exporter.write(file.set as ProfileSet)));
  return { error: file.error?.message ?? '', hint: file.error?.hint ?? '', set: file.set, model, files, topLines, exports };
}

function exported(write: () => Uint8Array): Uint8Array | string {
  try {
    return write();
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

function checkFiles(files: ReportFiles): void {
  const json: unknown = JSON.parse(files.get('report.json') as string);
  if (!validate(json)) throw new Error(JSON.stringify(validate.errors?.slice(0, 3)));
  const html = files.get('index.html') as string;
  expect(html).to.not.match(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
  for (const [path, content] of files) if (path.endsWith('.svg')) expect(content).to.not.match(/="[^"]*NaN/);
  expect(withoutScripts(html)).to.not.match(/(?:width|height|x|y|value)="[^"]*(?:NaN|Infinity)/);
  expect(html.match(/<script/g)?.length).to.equal(html.match(/<\/script>/g)?.length);
  const summary = files.get('summary.md') as string;
  expect(summary.split('\n').length).to.be.at.most(31);
  expect(summary.length).to.be.at.most(20_000);
}

function checkTerminal(lines: readonly string[]): void {
  for (const line of lines) {
    expect(line).to.not.match(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/u);
    expect(line.length).to.be.at.most(1000);
  }
}

/** Fails unless every flame graph of the outcomes is well-formed XML, by Python's parser. */
export function expectWellFormed(outcomes: readonly Outcome[]): void {
  const drawings = outcomes.flatMap(({ files }) => [...files].filter(([path]) => path.endsWith('.svg')).map(([, content]) => content));
  const code = 'import sys,json,xml.parsers.expat as x\nfor s in json.load(sys.stdin): x.ParserCreate().Parse(s.encode("utf-8"),True)\nprint("well-formed")';
  expect(execFileSync('python3', ['-c', code], { input: JSON.stringify(drawings), encoding: 'utf8', maxBuffer: 1e8 }).trim()).to.equal('well-formed');
}

/** What `code` writes to its standard output `out`; `input` is its variable `data`. For formats that Python writes itself. */
export function fromPython(code: string, input: unknown): Uint8Array {
  const script = `import sys,json,marshal,pickle\ndata=json.load(sys.stdin)\nout=sys.stdout.buffer\n${code}`;
  return execFileSync('python3', ['-c', script], { input: JSON.stringify(input), maxBuffer: 1e9 });
}

/** The page's text, for names that must be read there. */
export function textOfPage({ files }: Outcome): string {
  return visibleText(files.get('index.html') as string);
}
