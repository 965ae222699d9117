import { signedPercent } from '../core/gate/messages.ts';
import { shownMetrics } from '../core/analysis/workload-metrics.ts';
import type { ReportMetric, ReportModel, ReportWorkload } from '../core/model/report.ts';
import { formatCount } from '../core/units/count.ts';
import { formatQuantity } from '../core/units/quantity.ts';
import { codeSpan, escapeMarkdown } from './markdown.ts';
import { acceptedSentences } from './view/accepted.ts';
import { isComparedMetric, leadMetric, worstFirst } from './view/compared.ts';
import { costOf } from './view/culprits.ts';
import { nameWithPlace, placeOf } from './view/place.ts';
import { selfCheckLines } from './summary-self-check.ts';
import { runLine } from './view/run.ts';
import { verdictCard } from './view/verdict-card.ts';
import { lookOf } from './view/verdict-words.ts';

/** Rows of the table, the line that counts the rest among them. */
const maxRows = 7;
/** Sentences on how sure the verdict is, and steps to take. */
const maxSentences = 2;

/** A pull request's summary: verdict, how sure, cause, gate, next step, table, where the rest is; at most 28 lines. */
export function verdictLines(model: ReportModel): string[] {
  const card = verdictCard(model);
  const lines = [`# ${card.symbol} ${card.word}: ${escapeMarkdown(card.headline)}`, ''];
  if (card.others !== '') lines.push(escapeMarkdown(card.others), '');
  const accepted = acceptedSentences(model);
  const sure = [card.figures, ...card.sure].filter((text) => text !== '' && !accepted.includes(text)).slice(0, maxSentences);
  if (sure.length > 0) lines.push(`**How sure:** ${sure.map((text) => escapeMarkdown(text.replace(/\.$/, ''))).join('; ')}  `);
  lines.push(...causeLines(card));
  lines.push(`**Gate:** ${escapeMarkdown(card.gate)}${card.missed === '' ? '' : `; ${escapeMarkdown(card.missed)}`}  `);
  if (accepted.length > 0) lines.push(`**Accepted:** ${accepted.map(escapeMarkdown).join('; ')}  `);
  const next = card.next.slice(0, maxSentences).map(({ text, code, after }) => `${escapeMarkdown(text)}${code === '' ? '' : codeSpan(code)}${code !== '' && after === '' ? '.' : escapeMarkdown(after)}`);
  lines.push(`**Next:** ${next.join(' ')}`, '');
  lines.push(...table(model));
  lines.push(...selfCheckLines(model));
  lines.push(...whereTheRestIs(model));
  return lines;
}

function causeLines({ cause, noCause }: ReturnType<typeof verdictCard>): string[] {
  if (cause !== null) {
    const { name, place, before, figures, words, doubt } = cause;
    const was = before === '' ? '' : `, was ${codeSpan(before)}`;
    return [`**Main cause:** ${codeSpan(place === '' ? name : `${name} (${place})`)}${was}: ${escapeMarkdown(`${figures}; ${words}`)}${doubt === '' ? '' : `. ${escapeMarkdown(doubt)}`}  `];
  }
  return noCause === '' ? [] : [`**Main cause:** ${escapeMarkdown(noCause)}  `];
}

function table(model: ReportModel): string[] {
  const [first] = model.workloads;
  if (first === undefined) return functionTable(model);
  if (model.workloads.length === 1) {
    const rows = shownMetrics(first.metrics).rows.filter(isComparedMetric).map((metric) => [escapeMarkdown(metric.title), ...figures(metric), verdictOf(metric)]);
    return tableLines(['metric', 'base', 'head', 'change', 'interval', 'verdict'], rows, 'metrics');
  }
  const rows = worstFirst(model.workloads).map(({ workload }) => {
    const metric = leadMetric(workload);
    return [cell(workload.name), ...(metric === null ? ['', '', '', ''] : figures(metric)), verdictOf(workload), culpritOf(workload)];
  });
  return tableLines(['workload', 'base', 'head', 'change', 'interval', 'verdict', 'culprit'], rows, 'workloads');
}

/** Two bare recordings: the functions that rose most. */
function functionTable({ comparisons }: ReportModel): string[] {
  const [first] = comparisons;
  if (first === undefined) return [];
  const rows = first.worse.map((change) => [cell(nameWithPlace(change)), formatQuantity(costOf(change).base, first.unit), formatQuantity(costOf(change).head, first.unit), change.callsBase === null || change.callsHead === null ? '' : `${formatCount(change.callsBase)} → ${formatCount(change.callsHead)}`]);
  return tableLines(['function', 'cost, base', 'cost, head', 'calls'], rows, 'functions');
}

function figures(metric: ReportMetric): string[] {
  const { base, head, change, lower, upper, unit } = metric;
  const value = (number: number | null): string => (number === null ? '' : formatQuantity(number, unit));
  return [value(base), value(head), change === null ? '' : `**${signedPercent(change)}**`, lower === null || upper === null ? '' : `${signedPercent(lower)} to ${signedPercent(upper)}`];
}

function verdictOf({ verdict }: Pick<ReportMetric, 'verdict'>): string {
  const { symbol, word } = lookOf(verdict);
  return `${symbol} ${word}`;
}

function culpritOf({ culprits }: ReportWorkload): string {
  const [first] = culprits;
  return first === undefined ? '' : cell(`${first.name} ${placeOf(first.file, first.line)}`.trim());
}

/** A pipe ends a table cell even inside a code span. */
function cell(text: string): string {
  return codeSpan(text).replaceAll('|', String.raw`\|`);
}

function tableLines(headings: readonly string[], all: readonly (readonly string[])[], what: string): string[] {
  if (all.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rows = all.length <= maxRows ? all : all.slice(0, maxRows - 1);
  const more = all.length > rows.length ? [line([`and ${all.length - rows.length} more ${what}`, ...headings.slice(1).map(() => '')])] : [];
  return [line(headings), line(headings.map((heading, index) => (index === 0 || heading === 'verdict' || heading === 'culprit' ? '---' : '---:'))), ...rows.map(line), ...more, ''];
}

function whereTheRestIs(model: ReportModel): string[] {
  const { strong, sha } = runLine(model);
  const run = [strong, sha].filter((part) => part !== '').join(' ');
  const build = model.run?.ciUrl ?? '';
  return [`${run === '' ? '' : `${escapeMarkdown(run)}: `}the functions, their lines and the flame graphs are in \`index.html\`${build === '' ? '' : ` of ${codeSpan(build)}`}`, ''];
}
