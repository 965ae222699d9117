import { join } from 'node:path';
import { ownBaseOnly, type CompareRequest } from '../core/analysis/build-comparison.ts';
import { buildReport } from '../core/analysis/build-report.ts';
import type { BuiltReport, ReadFile } from '../core/analysis/build-report-input.ts';
import type { Note } from '../core/model/note.ts';
import type { ReportModel } from '../core/model/report.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { loadReportAssets } from '../io/assets.ts';
import { findGitRoot, projectRoots } from '../io/git-root.ts';
import { gzip } from '../io/gzip.ts';
import { openPage } from '../io/open-page.ts';
import { addCodeTrail } from '../io/code-trail.ts';
import type { ReadInputs } from '../io/read-inputs.ts';
import { sourceReader } from '../io/read-source.ts';
import { toolVersion } from '../io/version.ts';
import { writeReport } from '../io/write-report.ts';
import { githubAnnotations } from '../report/annotations.ts';
import { junitXml } from '../report/junit.ts';
import { renderReport } from '../report/render.ts';
import type { ReportFiles } from '../report/render-input.ts';
import { decideColor, makePalette, type ColorChoice } from '../terminal/color.ts';
import { makeProgress } from '../terminal/progress.ts';
import { readSide } from './compare-inputs.ts';
import type { GateOptions } from './compare-options.ts';
import { chooseRules } from './compare-rules.ts';
import { comparisonLines, reproduceLines } from './compare-summary.ts';
import { viewerEmbedder } from './embed-viewers.ts';
import { factsOfRun } from './facts-of-run.ts';
import { fitBudget, type FittedReport } from './fit-budget.ts';
import { inputLabels } from './input-labels.ts';
import { failuresText, notesText } from './messages.ts';
import { defaultFormats, type ReportFormat } from './report-formats.ts';
import { failureCount, summaryLines } from './report-summary.ts';
import type { PageOptions } from './page-options.ts';
import { isCi, type Shell } from './shell.ts';

export interface ReportOptions extends PageOptions {
  readonly inputs: readonly string[];
  /** What to compare with; null leaves it to runs that measured their base. */
  readonly baseline: string | null;
  /** True where the base that a run measured itself is better than `baseline`. */
  readonly preferPairs: boolean;
  readonly gate: GateOptions;
  /** What the call knows of its inputs beside them. */
  readonly notes?: readonly Note[];
  readonly open: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: ColorChoice;
}

/**
 * Reads all inputs and writes the report, whatever could be read; then the gate decides. Exit code 3 where nothing could be read, or a workload
 * failed, 1 where the gate failed.
 */
export async function runReport(options: ReportOptions, shell: Shell): Promise<ExitCode> {
  const { head, base } = await readAll(options, shell);
  const built = await analyse(head, base, options, shell);
  const formats = options.formats ?? (built.model.gate === null ? defaultFormats : [...defaultFormats, 'junit']);
  const { files, report } = await render(built, formats, options);
  await writeReport(options.output, onlyFormats(new Map([...files, [fileOfFormat.junit, junitXml(built.model)]]), formats));
  const read = [...head.files, ...(base?.files ?? [])];
  shell.stderr.write(failuresText(read));
  const left = built.model.gate === null ? [] : leftOutNotes(read);
  if (!options.quiet) shell.stderr.write(notesText([...head.notes, ...(base?.notes ?? []), ...left, ...overrunNotes(report.model)]));
  const opened = await openIfWanted(formats, options, shell);
  const baseIsEmpty = base !== null && base.files.every(({ set, run }) => set === null && run === null);
  const code = exitCodeOf(built.model, baseIsEmpty, options);
  if (options.json) shell.stdout.write(files.get('report.json') ?? '');
  else {
    if (!options.quiet) printSummary(built, formats, options, { opened, code }, shell);
    if (shell.env['GITHUB_ACTIONS'] === 'true') shell.stdout.write(githubAnnotations(built.model).map((line) => `${line}\n`).join(''));
  }
  // The report holds the rows; the exit code must still say whose fault it was.
  const [bug] = [...head.bugs, ...(base?.bugs ?? [])];
  if (bug !== undefined) throw bug;
  return code;
}

function exitCodeOf(model: ReportModel, baseIsEmpty: boolean, { gate }: ReportOptions): ExitCode {
  if (!hasSomething(model) || model.verdict === 'failed' || baseIsEmpty || model.notes.some(({ code }) => code === 'nothing-in-common')) return exitCodes.input;
  return model.gate?.result === 'failure' && gate.failOn !== 'never' ? exitCodes.gateFailed : exitCodes.done;
}

/** What was left out of the samples that are judged; the first of each file, the report lists all. */
function leftOutNotes(files: readonly ReadFile[]): Note[] {
  return files.flatMap(({ file, run, notes }) => {
    const left = run === null ? [] : notes.filter(({ code }) => code === 'wrong-type' || code === 'unknown-arm' || code === 'unknown-schema' || code === 'too-many');
    const [first] = left;
    return first === undefined ? [] : [{ code: first.code, text: `${file}: ${first.text}${left.length > 1 ? `, and ${left.length - 1} more like it` : ''}` }];
  });
}

/** True for a report that shows more than why there is nothing to show. */
function hasSomething({ profiles, workloads, charts }: ReportModel): boolean {
  return profiles.length > 0 || workloads.length > 0 || charts.length > 0;
}

interface BothSides {
  readonly head: ReadInputs;
  readonly base: ReadInputs | null;
}

async function readAll({ inputs, baseline, preferPairs, output, quiet }: ReportOptions, shell: Shell): Promise<BothSides> {
  const progress = makeProgress(shell.stderr, { quiet, ci: isCi(shell.env), now: shell.now });
  // Two sides are told apart by their names; a report of one directory needs none.
  const labels = inputLabels(baseline === null ? inputs : [...inputs, baseline], shell.cwd);
  const headLabels = baseline === null || preferPairs ? inputLabels(inputs, shell.cwd) : labels.slice(0, inputs.length);
  try {
    const head = await readSide(headLabels, output, progress);
    return { head, base: baseline === null ? null : await readSide(labels.slice(-1), output, progress) };
  } finally {
    progress.done();
  }
}

async function analyse(head: ReadInputs, base: ReadInputs | null, options: ReportOptions, shell: Shell): Promise<BuiltReport> {
  const roots = projectRoots(shell.cwd);
  const { run, notes } = factsOfRun(head.files);
  const request = await requestOf(head, base, run?.startedAt ?? null, options, shell);
  const buildOptions = { toolVersion: toolVersion(), top: options.top, focus: options.focus, ignore: options.ignore, roots, readSource: sourceReader(roots) };
  const built = buildReport(head.files, run, buildOptions, request);
  const [own] = head.files.flatMap((file) => (file.run === null ? [] : [file.run]));
  const baseSha = base === null ? (own?.baseSha ?? null) : (factsOfRun(base.files).run?.gitSha ?? null);
  const place = { root: findGitRoot(shell.cwd), baseSha, headSha: own?.headSha ?? run?.gitSha ?? null, readSource: buildOptions.readSource };
  const comparisons = built.model.comparisons.length === 0 ? [] : await addCodeTrail(built.model.comparisons, place);
  return { ...built, model: { ...built.model, comparisons, notes: [...(options.notes ?? []), ...built.model.notes, ...notes, ...head.notes, ...(base?.notes ?? [])] } };
}

async function requestOf(head: ReadInputs, base: ReadInputs | null, startedAt: string | null, { gate, preferPairs }: ReportOptions, shell: Shell): Promise<CompareRequest> {
  const runs = head.files.flatMap(({ run }) => (run === null ? [] : [run]));
  // A project's gates are no business of a report that compares nothing.
  if (base === null && !runs.some(({ samples, profiles, baseFailure }) => (baseFailure ?? null) !== null || [...samples, ...profiles].some(({ arm }) => arm === 'base'))) return ownBaseOnly;
  const rules = await chooseRules(gate, new Set(runs.map(({ workload }) => workload)).size, shell);
  return { base: base?.files ?? null, preferPairs, ...rules, today: (startedAt ?? new Date().toISOString()).slice(0, 10), stored: null };
}

async function render(built: BuiltReport, formats: readonly ReportFormat[], options: ReportOptions): Promise<FittedReport> {
  const assets = await loadReportAssets();
  return fitBudget({
    built,
    maxBytes: options.maxBytes,
    embed: formats.includes('html') ? viewerEmbedder(built) : () => null,
    render: ({ model, views }) => renderReport({ model, views, assets, gzip, ...(built.diffs === undefined ? {} : { diffs: built.diffs }) }),
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

const fileOfFormat: Readonly<Record<ReportFormat, string>> = { html: 'index.html', json: 'report.json', md: 'summary.md', junit: 'junit.xml' };

function onlyFormats(files: ReportFiles, formats: readonly ReportFormat[]): ReportFiles {
  const others = new Set<string>([...Object.values(fileOfFormat)]);
  for (const format of formats) others.delete(fileOfFormat[format]);
  const html = formats.includes('html');
  return new Map([...files].filter(([name]) => !others.has(name) && (html || Object.values(fileOfFormat).includes(name))));
}

async function openIfWanted(formats: readonly ReportFormat[], options: ReportOptions, shell: Shell): Promise<boolean> {
  if (!options.open || !formats.includes('html') || !shell.stdout.isTTY || isCi(shell.env)) return false;
  return openPage(join(options.output, fileOfFormat.html));
}

function printSummary({ model }: BuiltReport, formats: readonly ReportFormat[], options: ReportOptions, { opened, code }: { readonly opened: boolean; readonly code: ExitCode }, shell: Shell): void {
  const palette = makePalette(decideColor(options.color, shell.env, shell.stdout.isTTY));
  const failures = failureCount(model);
  const lines = [...(model.gate === null ? summaryLines(model, palette) : comparisonLines(model, palette, code)), ...(failures === '' ? [] : [palette.warn(failures)])];
  const written = formats.map((format) => join(options.output, fileOfFormat[format]));
  lines.push(`Report: ${palette.strong(written[0] ?? options.output)}`);
  if (!hasSomething(model)) lines.push('Next:   perf-report formats lists what is read and how it is recognised');
  else if (!opened && model.gate === null && formats.includes('html')) lines.push('Next:   open it in a browser; it needs no server and no network');
  if (model.gate !== null) lines.push(...reproduceLines(model, palette, formats.includes('json') ? join(options.output, fileOfFormat.json) : null));
  shell.stdout.write(`${lines.join('\n')}\n`);
}
