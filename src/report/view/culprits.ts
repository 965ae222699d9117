import { shareWords } from '../../core/analysis/compare/sentences.ts';
import type { FunctionChange, ProfileComparison } from '../../core/model/comparison.ts';
import { formatCount } from '../../core/units/count.ts';
import { formatQuantity } from '../../core/units/quantity.ts';
import { countFigure, quantityFigure, shareFigure, type Figure } from './figure.ts';
import type { functionGates, FunctionGateMark } from './function-changes.ts';
import { isLong, namedPlace, nameWithPlace } from './place.ts';
import { formatMoment, ownerWord, plural } from './words.ts';
import { fromTo, signedQuantityFigure } from './verdict-words.ts';

/** Letters of a commit hash that people read. */
const shortSha = 7;

/** Part of what is put down to a function that its own cost must show. */
const shown = 0.8;

/** Functions whose cost changed, with what is known of each. */
export interface CulpritsView {
  readonly caption: string;
  readonly hasCalls: boolean;
  readonly columns: number;
  readonly rows: readonly CulpritRow[];
}

export interface CulpritRow {
  /** '' where no link leads here. */
  readonly id: string;
  readonly shown: { readonly name: string; readonly place: string };
  readonly long: boolean;
  readonly own: boolean;
  readonly ownerWord: string;
  readonly waiting: boolean;
  /** "new", "gone" or what it was called before; '' for the rest. */
  readonly mark: string;
  readonly before: string;
  readonly base: Figure;
  readonly head: Figure;
  readonly callsBase: Figure | null;
  readonly callsHead: Figure | null;
  readonly symbol: string;
  readonly tone: string;
  readonly change: Figure;
  readonly share: Figure;
  /** What happened, in words. */
  readonly why: string;
  readonly trail: CodeTrail | null;
  readonly gates: readonly FunctionGateMark[];
}

/** Where in the code: lines, caller, commits. */
export interface CodeTrail {
  readonly summary: string;
  readonly open: boolean;
  readonly file: string;
  readonly hasText: boolean;
  readonly lines: readonly { readonly line: number; readonly base: string; readonly head: string; readonly change: string; readonly text: string; readonly hot: boolean }[];
  readonly caller: { readonly name: string; readonly place: string; readonly calls: string } | null;
  readonly commits: readonly { readonly sha: string; readonly date: string; readonly subject: string; readonly hunk: string; readonly open: boolean }[];
}

/** The table of these functions; null where there is none. `idPrefix` '' makes no link targets, `open` unfolds the first one's code. */
export function culpritsView(changes: readonly FunctionChange[], comparison: ProfileComparison, gates: ReturnType<typeof functionGates>, caption: string, idPrefix: string, open: boolean): CulpritsView | null {
  if (changes.length === 0) return null;
  const hasCalls = changes.some(({ callsBase, callsHead }) => callsBase !== null || callsHead !== null);
  return {
    caption,
    hasCalls,
    columns: hasCalls ? 7 : 5,
    rows: changes.map((change, index) => ({ ...culpritRow(change, comparison, idPrefix === '' ? '' : `${idPrefix}${index}`, open && index === 0), gates: gates(change.name) })),
  };
}

function culpritRow(change: FunctionChange, comparison: ProfileComparison, id: string, open: boolean): Omit<CulpritRow, 'gates'> {
  const { unit } = comparison;
  const below = belowWords(change, comparison);
  const cost = costOf(change);
  const difference = cost.head - cost.base;
  const rose = difference > 0;
  return {
    id,
    shown: namedPlace(change),
    long: isLong(change.name),
    own: change.owner === 'own',
    ownerWord: ownerWord(change.owner),
    waiting: change.waiting,
    mark: change.why === 'new' ? 'new' : change.why === 'gone' ? 'gone' : change.before === null ? '' : 'was',
    before: change.before === null ? '' : nameWithPlace({ ...change.before, line: 0 }),
    base: quantityFigure(cost.base, unit),
    head: quantityFigure(cost.head, unit),
    callsBase: change.callsBase === null ? null : countFigure(change.callsBase),
    callsHead: change.callsHead === null ? null : countFigure(change.callsHead),
    symbol: rose ? '▲' : difference < 0 ? '▼' : '=',
    tone: rose ? 'fail' : difference < 0 ? 'better' : 'unsure',
    change: signedQuantityFigure(difference, unit),
    share: shareFigure(change.share),
    why: [changeWords(change), below].filter((part) => part !== '').join('; '),
    trail: trailOf(change, unit, open),
  };
}

/** A function's own cost with that of the builtins, library and anonymous functions charged to it, as its sentence says it. */
export function costOf({ charged, selfBase, selfHead }: FunctionChange): { readonly base: number; readonly head: number } {
  return charged ?? { base: selfBase, head: selfHead };
}

/** What happened to a function, in the words of the comparison's sentence. */
export function changeWords({ words, why, before, callsHead }: FunctionChange): string {
  if (words !== undefined && words !== '') return words;
  return why === 'new' ? `is new${callsHead === null ? '' : `, called ${formatCount(callsHead)} times`}` : why === 'gone' ? 'is gone' : before === null ? 'changed' : 'changed, and has another name';
}

/** "with what it calls: 1.30 s → 2.28 s" where a function's own cost does not show what is put down to it; '' where it does. */
function belowWords(change: FunctionChange, { unit, totalBase, totalHead }: ProfileComparison): string {
  const { base, head } = costOf(change);
  const explained = change.share * (totalHead - totalBase);
  if (!Number.isFinite(explained) || explained === 0 || Math.abs(head - base) >= shown * Math.abs(explained)) return '';
  return `with what it calls: ${fromTo(change.totalBase, change.totalHead, unit)}`;
}

function trailOf({ file, lines, caller, commits }: FunctionChange, unit: ProfileComparison['unit'], open: boolean): CodeTrail | null {
  if (lines.length === 0 && caller === null && commits.length === 0) return null;
  const largest = lines.reduce((most, { base, head }) => Math.max(most, head - base), 0);
  const parts = [lines.length > 0 ? plural(lines.length, 'line') : '', caller === null ? '' : 'caller', commits.length > 0 ? plural(commits.length, 'commit') : ''];
  return {
    summary: parts.filter((part) => part !== '').join(', '),
    open,
    file,
    hasText: lines.some(({ text }) => text !== null),
    // In the order of the source, as people read it; the model has the largest change first.
    lines: [...lines].sort((a, b) => a.line - b.line).map(({ line, base, head, text }) => ({ line, base: formatQuantity(base, unit), head: formatQuantity(head, unit), change: signedQuantityFigure(head - base, unit).text, text: text ?? '', hot: largest > 0 && head - base >= largest / 2 })),
    caller: caller === null ? null : { ...namedPlace({ ...caller, line: 0 }), calls: caller.callsBase === null || caller.callsHead === null ? '' : `${formatCount(caller.callsBase)} → ${formatCount(caller.callsHead)} calls` },
    commits: commits.map(({ sha, date, subject, hunk }, index) => ({ sha: sha.slice(0, shortSha), date: formatMoment(date).slice(0, 10), subject, hunk: hunk ?? '', open: open && index === 0 })),
  };
}

/** The main cause: its cost on both sides as in its row, and what happened as in the comparison's sentence. */
export function causeWords(change: FunctionChange, comparison: ProfileComparison): { readonly figures: string; readonly words: string } {
  const { unit, totalBase, totalHead, sentence } = comparison;
  const { base, head } = costOf(change);
  const below = belowWords(change, comparison);
  const words = changeWords(change);
  const told = sentence.startsWith(`${change.name} ${words}`);
  const share = Number.isFinite(change.share) && change.share > 0 ? `: ${shareWords(change.share, unit, totalHead >= totalBase)}` : '';
  return { figures: `${fromTo(base, head, unit)}${below === '' ? '' : ` itself, ${below}`}`, words: told ? sentence.slice(change.name.length + 1) : `${words}${share}` };
}
