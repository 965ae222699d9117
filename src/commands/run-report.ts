import { join } from 'node:path';
import { buildReport } from '../core/analysis/build-report.ts';
import type { BuiltReport } from '../core/analysis/build-report-input.ts';
import type { Note } from '../core/model/note.ts';
import type { ReportModel } from '../core/model/report.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { loadReportAssets } from '../io/assets.ts';
import { projectRoots } from '../io/git-root.ts';
import { gzip } from '../io/gzip.ts';
import { openPage } from '../io/open-page.ts';
import { readInputs, type ReadInputs } from '../io/read-inputs.ts';
import { sourceReader } from '../io/read-source.ts';
import { toolVersion } from '../io/version.ts';
import { writeReport } from '../io/write-report.ts';
import { renderReport } from '../report/render.ts';
import type { ReportFiles } from '../report/render-input.ts';
import { decideColor, makePalette, type ColorChoice } from '../terminal/color.ts';
import { makeProgress } from '../terminal/progress.ts';
import { viewerEmbedder } from './embed-viewers.ts';
import { factsOfRun } from './facts-of-run.ts';
import { fitBudget, type FittedReport } from './fit-budget.ts';
import { inputLabels } from './input-labels.ts';
import { failuresText, notesText } from './messages.ts';
import type { ReportFormat } from './report-formats.ts';
import { failureCount, summaryLines } from './report-summary.ts';
import { isCi, type Shell } from './shell.ts';

export interface ReportOptions {
  readonly inputs: readonly string[];
  readonly output: string;
  readonly formats: readonly ReportFormat[];
  readonly maxBytes: number;
  readonly top: number;
  readonly focus: RegExp | null;
  readonly ignore: RegExp | null;
  readonly open: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: ColorChoice;
}

/** Reads all inputs and writes the report, whatever could be read. Exit code 3 where nothing could, or a workload failed. */
export async function runReport(options: ReportOptions, shell: Shell): Promise<ExitCode> {
  const read = await readAll(options, shell);
  const built = analyse(read, options, shell);
  const { files, report } = await render(built, options);
  await writeReport(options.output, onlyFormats(files, options.formats));
  shell.stderr.write(failuresText(read.files));
  if (!options.quiet) shell.stderr.write(notesText([...read.notes, ...overrunNotes(report.model)]));
  const opened = await openIfWanted(options, shell);
  if (options.json) shell.stdout.write(files.get('report.json') ?? '');
  else if (!options.quiet) printSummary(built, options, opened, shell);
  // The report holds the rows; the exit code must still say whose fault it was.
  if (read.bugs.length > 0) throw read.bugs[0];
  return hasSomething(built.model) && built.model.verdict !== 'failed' ? exitCodes.done : exitCodes.input;
}

/** True for a report that shows more than why there is nothing to show. */
function hasSomething({ profiles, workloads, charts }: ReportModel): boolean {
  return profiles.length > 0 || workloads.length > 0 || charts.length > 0;
}

async function readAll(options: ReportOptions, shell: Shell): Promise<ReadInputs> {
  const progress = makeProgress(shell.stderr, { quiet: options.quiet, ci: isCi(shell.env), now: shell.now });
  try {
    return await readInputs(inputLabels(options.inputs, shell.cwd), options.output, progress);
  } finally {
    progress.done();
  }
}

function analyse(read: ReadInputs, options: ReportOptions, shell: Shell): BuiltReport {
  const roots = projectRoots(shell.cwd);
  const { run, notes } = factsOfRun(read.files);
  const built = buildReport(read.files, run, {
    toolVersion: toolVersion(),
    top: options.top,
    focus: options.focus,
    ignore: options.ignore,
    roots,
    readSource: sourceReader(roots),
  });
  return { ...built, model: { ...built.model, notes: [...built.model.notes, ...notes, ...read.notes] } };
}

async function render(built: BuiltReport, options: ReportOptions): Promise<FittedReport> {
  const assets = await loadReportAssets();
  return fitBudget({
    built,
    maxBytes: options.maxBytes,
    embed: options.formats.includes('html') ? viewerEmbedder(built) : () => null,
    render: ({ model, views }) => renderReport({ model, views, assets, gzip }),
    packedSize,
    viewerBytes: () => packedSize(assets.viewerHtml),
  });
}

/** A page that is larger than was asked for is worth a line where others are read. */
function overrunNotes({ limits }: ReportModel): readonly Note[] {
  return limits.filter(({ code }) => code === 'page-over-budget');
}

/** Bytes that a payload takes in the page: gzipped, then base64. */
function packedSize(text: string): number {
  return Math.ceil(gzip(Buffer.from(text)).length / 3) * 4;
}

const fileOfFormat: Readonly<Record<ReportFormat, string>> = { html: 'index.html', json: 'report.json', md: 'summary.md' };

function onlyFormats(files: ReportFiles, formats: readonly ReportFormat[]): ReportFiles {
  const others = new Set<string>([...Object.values(fileOfFormat)]);
  for (const format of formats) others.delete(fileOfFormat[format]);
  const html = formats.includes('html');
  return new Map([...files].filter(([name]) => !others.has(name) && (html || Object.values(fileOfFormat).includes(name))));
}

async function openIfWanted(options: ReportOptions, shell: Shell): Promise<boolean> {
  if (!options.open || !options.formats.includes('html') || !shell.stdout.isTTY || isCi(shell.env)) return false;
  return openPage(join(options.output, fileOfFormat.html));
}

function printSummary({ model }: BuiltReport, options: ReportOptions, opened: boolean, shell: Shell): void {
  const palette = makePalette(decideColor(options.color, shell.env, shell.stdout.isTTY));
  const failures = failureCount(model);
  const lines = [...summaryLines(model, palette), ...(failures === '' ? [] : [palette.warn(failures)])];
  const written = options.formats.map((format) => join(options.output, fileOfFormat[format]));
  lines.push(`Report: ${palette.strong(written[0] ?? options.output)}`);
  if (!hasSomething(model)) lines.push('Next:   perf-report formats lists what is read and how it is recognised');
  else if (!opened && options.formats.includes('html')) lines.push('Next:   open it in a browser; it needs no server and no network');
  shell.stdout.write(`${lines.join('\n')}\n`);
}
