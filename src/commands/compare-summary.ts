import { gateSentence, verdictWord } from '../core/gate/messages.ts';
import type { FunctionChange } from '../core/model/comparison.ts';
import type { ReportModel, Verdict } from '../core/model/report.ts';
import { quoteForShell } from '../core/quote-for-shell.ts';
import { formatQuantity } from '../core/units/quantity.ts';
import type { Palette } from '../terminal/color.ts';
import { escapeForTerminal } from '../terminal/escape.ts';
import { plain } from '../terminal/plain.ts';

/** Workloads and gates that the terminal names; the report has all. */
const maxLines = 8;

/** What a comparison says on the terminal: the verdict, each gate with its figures, the main cause, what it does to the build. */
export function comparisonLines(model: ReportModel, palette: Palette): string[] {
  const { gate, workloads, comparisons, headline } = model;
  if (gate === null) return [];
  const shown = (text: string): string => plain(escapeForTerminal(text));
  const paint = isBad(gate.verdict) ? palette.warn : palette.strong;
  const lines = [paint(shown(headline))];
  const said = new Set<string>();
  const isNew = (message: string): boolean => !said.has(message) && said.add(message).size > 0;
  const told = gate.gates.filter(({ verdict, message }) => verdict !== 'no-baseline' && isNew(message)).sort((a, b) => Number(isBad(b.verdict)) - Number(isBad(a.verdict)));
  lines.push(...told.slice(0, maxLines).map(({ verdict, message }) => `  ${verdictWord(verdict)}  ${shown(message)}`));
  if (told.length > maxLines) lines.push(`  and ${told.length - maxLines} more gates`);
  const culprit = workloads.flatMap(({ culprits }) => culprits)[0];
  const [first] = comparisons;
  if (first !== undefined && first.sentence !== headline) lines.push(`Cause:  ${shown(first.sentence)}`);
  else if (culprit !== undefined && first !== undefined) lines.push(`Cause:  ${shown(culpritText(culprit, first.unit))}`);
  const busy = workloads.filter(({ metrics }) => metrics.some(({ change }) => change !== null)).flatMap(({ notes }) => notes.filter(({ code }) => code === 'busy-machine'));
  lines.push(...busy.slice(0, 1).map(({ text }) => `Note:   ${shown(text)}`));
  lines.push(...model.notes.filter(({ code }) => code === 'profiles-alone' || code === 'empty-base').map(({ text }) => `Note:   ${shown(text)}`));
  return [...lines, plain(gateSentence(gate))];
}

function culpritText({ name, file, line, selfBase, selfHead }: FunctionChange, unit: 'seconds' | 'bytes' | 'count'): string {
  return `${name} (${file}${line > 0 ? `:${line}` : ''}) ${formatQuantity(selfBase, unit)} → ${formatQuantity(selfHead, unit)}`;
}

function isBad(verdict: Verdict): boolean {
  return verdict === 'fail' || verdict === 'failed' || verdict === 'warn';
}

/** How to measure it again, and how to live with it. */
export function reproduceLines({ workloads, gate }: ReportModel, palette: Palette): string[] {
  const bad = workloads.find(({ verdict }) => isBad(verdict)) ?? workloads[0];
  if (bad === undefined) return [];
  const base = bad.baseRef === undefined ? '' : ` --base ${escapeForTerminal(quoteForShell(bad.baseRef))}`;
  const again = `Again:  ${palette.strong(`perf-report run ${escapeForTerminal(quoteForShell(bad.name))}${base}`)}`;
  return gate?.result === 'failure' && bad.verdict === 'fail' ? [again, 'Accept: perf-report baseline accept <report.json> --workload … --metric … --why …'] : [again];
}
