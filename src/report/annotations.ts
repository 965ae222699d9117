import type { FunctionChange, GateResult } from '../core/model/comparison.ts';
import type { ReportModel, ReportWorkload } from '../core/model/report.ts';
import { showBidi, showControls } from './display-text.ts';

/** GitHub shows ten of each level per step and drops the rest without a word. */
const maxPerLevel = 10;
/** Characters of one message; GitHub cuts at 4,096 bytes. */
const maxLength = 1_000;

type Level = 'error' | 'warning' | 'notice';

interface Annotation {
  readonly level: Level;
  readonly title: string;
  readonly message: string;
  /** Where the culprit is, relative to the repository; null where nobody knows. */
  readonly place: { readonly file: string; readonly line: number } | null;
}

/**
 * Workflow commands that GitHub turns into annotations of the commit, one line each: an error for a failed gate or workload, a
 * warning for a suspected or tolerated one, a notice for what could not be judged. The main culprit's line is their place.
 * Format: docs.github.com, "Workflow commands for GitHub Actions"; escaping as in actions/toolkit, packages/core/src/command.ts.
 */
export function githubAnnotations(model: ReportModel): string[] {
  const gates = model.gate?.gates ?? [];
  const all = [...gates.flatMap((gate) => gateAnnotation(gate, model)), ...model.workloads.flatMap(failedAnnotation)];
  const lines: string[] = [];
  for (const level of ['error', 'warning', 'notice'] as const) {
    const own = all.filter((each) => each.level === level);
    const shown = own.length > maxPerLevel ? own.slice(0, maxPerLevel - 1) : own;
    lines.push(...shown.map(commandOf));
    if (own.length > shown.length) lines.push(commandOf({ level, title: 'perf-report', message: `and ${own.length - shown.length} more; the report lists all`, place: null }));
  }
  return lines;
}

function gateAnnotation(gate: GateResult, model: ReportModel): Annotation[] {
  const { verdict, criticality, message, metric, function: name } = gate;
  const level = verdict === 'fail' && criticality === 'FAILURE' ? 'error' : (verdict === 'fail' && criticality === 'UNSTABLE') || verdict === 'warn' ? 'warning' : ['pass', 'improved', 'failed', 'no-baseline'].includes(verdict) ? null : 'notice';
  if (level === null) return [];
  const culprit = model.workloads.find((workload) => workload.name === gate.workload)?.culprits[0];
  const title = [gate.workload, name === null ? metric : `${metric} of ${name}`].filter((part) => part !== '').join(': ');
  return [{ level, title, message, place: level === 'notice' || culprit === undefined ? null : placeOf(culprit) }];
}

function failedAnnotation({ name, verdict, reason }: ReportWorkload): Annotation[] {
  return verdict === 'failed' ? [{ level: 'error', title: `${name}: failed`, message: reason, place: null }] : [];
}

/** Only a path inside the repository is a place; a library's or a shortened one is none. */
function placeOf({ file, line, owner }: FunctionChange): Annotation['place'] {
  if (owner !== 'own' || line <= 0 || file === '' || /^(?:[~/\\<…]|[A-Za-z]:|\.\.)/.test(file)) return null;
  return { file, line };
}

function commandOf({ level, title, message, place }: Annotation): string {
  const properties = [...(place === null ? [] : [`file=${escapeProperty(place.file)}`, `line=${place.line}`]), `title=${escapeProperty(title)}`];
  return `::${level} ${properties.join(',')}::${escapeMessage(message)}`;
}

function escapeMessage(text: string): string {
  const cut = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
  // A carriage return is escaped, not shown: showControls would draw it.
  return cut.split('\r').map((part) => showBidi(showControls(part))).join('\r').replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
