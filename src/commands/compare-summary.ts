import { acceptCommands } from '../core/gate/accept-commands.ts';
import { baseArgument } from '../core/gate/base-argument.ts';
import { gateSentence, verdictWord } from '../core/gate/messages.ts';
import type { FunctionChange } from '../core/model/comparison.ts';
import type { ReportModel, Verdict } from '../core/model/report.ts';
import type { ExitCode } from '../exit-codes.ts';
import { leadOf, mainCulprit, nameless } from '../report/view/compared.ts';
import { comparedLook } from '../report/view/verdict-words.ts';
import { quoteForShell } from '../core/quote-for-shell.ts';
import { formatQuantity } from '../core/units/quantity.ts';
import type { Palette } from '../terminal/color.ts';
import { escapeForTerminal } from '../terminal/escape.ts';
import { plain } from '../terminal/plain.ts';

/** Workloads and gates that the terminal names; the report has all. */
const maxLines = 8;

/** Notes on a workload that say what the comparison stands on. */
const doubts: ReadonlySet<string> = new Set(['busy-machine', 'failed-pairs', 'incomplete-pairs', 'repeated-pairs', 'failed-samples', 'interrupted', 'unfinished', 'newest-base']);
const doubtsOfAll: ReadonlySet<string> = new Set(['profiles-alone', 'empty-base', 'nothing-in-common', 'accepted-idle']);
const maxNotes = 6;

/** What a comparison says on the terminal: the verdict, each gate with its figures, the main cause, what it does to the build, which ends with `exitCode`. */
export function comparisonLines(model: ReportModel, palette: Palette, exitCode: ExitCode): string[] {
  const { gate, workloads, comparisons, headline } = model;
  if (gate === null) return [];
  const paint = isBad(gate.verdict) ? palette.warn : palette.strong;
  // A name at the start of a line could be a command to a build service.
  const lines = [paint(shown(workloads.length + gate.gates.length === 0 && comparisons.length > 0 ? `${comparedLook.word}: ${headline}` : headline))];
  const said = new Set<string>();
  const isNew = (message: string): boolean => !said.has(message) && said.add(message).size > 0;
  const told = gate.gates.filter(({ verdict, message }) => verdict !== 'no-baseline' && isNew(message)).sort((a, b) => Number(isBad(b.verdict)) - Number(isBad(a.verdict)));
  lines.push(...told.slice(0, maxLines).map(({ verdict, message }) => `  ${verdictWord(verdict)}  ${shown(message)}`));
  if (told.length > maxLines) lines.push(`  and ${told.length - maxLines} more gates`);
  if (told.length === 0) lines.push(...workloads.filter(({ reason, verdict }) => reason !== '' && verdict !== 'failed').slice(0, maxLines).map(({ name, verdict, reason }) => `  ${verdictWord(verdict)}  ${shown(`${name}: ${reason}`)}`));
  const cause = causeText(model);
  if (cause !== null && cause !== headline) lines.push(`Cause:  ${shown(cause)}`);
  const notes = new Set([...workloads.filter(({ verdict }) => verdict !== 'failed').flatMap((workload) => workload.notes.filter(({ code }) => doubts.has(code))), ...model.notes.filter(({ code }) => doubtsOfAll.has(code))].map(({ text }) => text));
  lines.push(...[...notes].slice(0, maxNotes).map((text) => `Note:   ${shown(text)}`));
  if (notes.size > maxNotes) lines.push(`Note:   and ${notes.size - maxNotes} more, in the report`);
  return [...lines, plain(gateSentence(gate).replace(/\(exit \d\)/, `(exit ${exitCode})`))];
}

/** Text of others for a line of output; "##[" anywhere in a line is a command to GitHub's runner. */
function shown(text: string): string {
  return plain(escapeForTerminal(text)).replaceAll('##[', String.raw`#\x23[`);
}

/** Who did it, as the card says it; what the comparison says where it names no function; null where nothing got slower or the machine may have done it. */
function causeText(model: ReportModel): string | null {
  const culprit = mainCulprit(model);
  if (culprit === null) return nameless.has(model.verdict) ? null : (model.comparisons[0]?.sentence ?? null);
  const { change, comparison } = culprit;
  if (leadOf(comparison) === change) return comparison.sentence;
  return change.words === undefined ? culpritText(change, comparison.unit) : `${change.name} ${change.words}`;
}

function culpritText({ name, file, line, selfBase, selfHead }: FunctionChange, unit: 'seconds' | 'bytes' | 'count'): string {
  return `${name} (${file}${line > 0 ? `:${line}` : ''}) ${formatQuantity(selfBase, unit)} → ${formatQuantity(selfHead, unit)}`;
}

function isBad(verdict: Verdict): boolean {
  return verdict === 'fail' || verdict === 'failed' || verdict === 'warn';
}

/** How to measure it again, and how to live with it; `report` is the path of report.json, null where none was written. */
export function reproduceLines({ workloads, gate }: ReportModel, palette: Palette, report: string | null): string[] {
  const bad = workloads.find(({ verdict }) => isBad(verdict)) ?? workloads[0];
  if (bad === undefined) return [];
  const base = bad.baseRef === undefined ? '' : ` --base ${shown(quoteForShell(baseArgument(bad.baseRef)))}`;
  const again = `Again:  ${palette.strong(`perf-report run ${shown(quoteForShell(bad.name))}${base}`)}`;
  const accept = gate?.result === 'failure' && bad.verdict === 'fail' && report !== null ? acceptCommands(gate, report) : [];
  return [again, ...accept.slice(0, maxLines).map((command) => `Accept: ${plain(shown(command))}`)];
}
