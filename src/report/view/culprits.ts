import type { FunctionChange, ProfileComparison } from '../../core/model/comparison.ts';
import { formatCount } from '../../core/units/count.ts';
import { formatNumber, nbsp } from '../../core/units/digits.ts';
import { formatPercent } from '../../core/units/percent.ts';
import { formatQuantity } from '../../core/units/quantity.ts';
import { countFigure, quantityFigure, shareFigure, type Figure } from './figure.ts';
import { isLong, namedPlace, nameWithPlace } from './place.ts';
import { formatMoment, ownerWord, plural } from './words.ts';
import { signedQuantityFigure } from './verdict-words.ts';

/** Letters of a commit hash that people read. */
const shortSha = 7;

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
  readonly why: string;
  readonly trail: CodeTrail | null;
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
export function culpritsView(changes: readonly FunctionChange[], comparison: ProfileComparison, caption: string, idPrefix: string, open: boolean): CulpritsView | null {
  if (changes.length === 0) return null;
  const hasCalls = changes.some(({ callsBase, callsHead }) => callsBase !== null || callsHead !== null);
  return {
    caption,
    hasCalls,
    columns: hasCalls ? 7 : 5,
    rows: changes.map((change, index) => culpritRow(change, comparison, idPrefix === '' ? '' : `${idPrefix}${index}`, open && index === 0)),
  };
}

function culpritRow(change: FunctionChange, { unit }: ProfileComparison, id: string, open: boolean): CulpritRow {
  const difference = change.selfHead - change.selfBase;
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
    base: quantityFigure(change.selfBase, unit),
    head: quantityFigure(change.selfHead, unit),
    callsBase: change.callsBase === null ? null : countFigure(change.callsBase),
    callsHead: change.callsHead === null ? null : countFigure(change.callsHead),
    symbol: rose ? '▲' : difference < 0 ? '▼' : '=',
    tone: rose ? 'fail' : difference < 0 ? 'better' : 'unsure',
    change: signedQuantityFigure(difference, unit),
    share: shareFigure(change.share),
    why: whyWords(change),
    trail: trailOf(change, unit, open),
  };
}

/** Why a function's cost changed, in words. */
export function whyWords({ why, callsBase, callsHead, selfBase, selfHead }: FunctionChange): string {
  const calls = ratio(callsBase, callsHead);
  const perCall = callsBase === null || callsHead === null || callsBase <= 0 || callsHead <= 0 ? null : ratio(selfBase / callsBase, selfHead / callsHead);
  const often = calls === null ? 'called a different number of times' : `called ${calls} times as often`;
  const dear = perCall === null ? 'each call costs a different amount' : `each call costs ${perCall} times as much`;
  switch (why) {
    case 'more-work':
    case 'less-work':
      return `${often}, at the same cost per call`;
    case 'dearer-calls':
    case 'cheaper-calls':
      return `${dear}, called as often as before`;
    case 'both':
      return `${often}, and ${dear}`;
    case 'new':
      return `new: not in the base${callsHead === null ? '' : `, ${callsWords(callsHead)} now`}`;
    case 'gone':
      return 'gone: not in the head';
    case 'unknown':
      return 'more or less of its own cost; the recording does not count calls';
  }
}

function callsWords(calls: number): string {
  return `${formatCount(calls)}${nbsp}${calls === 1 ? 'call' : 'calls'}`;
}

function ratio(base: number | null, head: number | null): string | null {
  return base === null || head === null || !(base > 0) || !(head > 0) ? null : formatNumber(Number((head / base).toPrecision(2)));
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

/** The main cause in one sentence without the name: "63 ms → 1.04 s itself, 97 % of the slowdown; called …". */
export function causeWords(change: FunctionChange, { unit, totalBase, totalHead }: ProfileComparison): string {
  const whole = totalHead < totalBase ? 'the saving' : unit === 'seconds' ? 'the slowdown' : 'the growth';
  const self = change.why === 'new' ? `${formatQuantity(change.selfHead, unit)} itself` : `${formatQuantity(change.selfBase, unit)} → ${formatQuantity(change.selfHead, unit)} itself`;
  const share = Number.isFinite(change.share) && change.share > 0 ? `, ${change.share > 1 ? 'more than all' : formatPercent(change.share)} of ${whole}` : '';
  return `${self}${share}`;
}
