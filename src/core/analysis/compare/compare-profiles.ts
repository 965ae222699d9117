import type { FunctionChange, ProfileComparison } from '../../model/comparison.ts';
import type { Note } from '../../model/note.ts';
import type { LimitHit } from '../../model/report.ts';
import { formatNumber } from '../../units/digits.ts';
import { chargeToOwnCode, isChargedElsewhere, type ChargedValues } from './charge.ts';
import { matchDimensions, type MatchedDimension, type SideProfile } from './dimensions.ts';
import { callerEdges } from './edges.ts';
import { describeChange } from './function-change.ts';
import type { ComparedFunctions, Side } from './compared-functions.ts';
import { numberFunctions } from './functions.ts';
import { findLead, type Lead } from './lead.ts';
import { lineChanges } from './line-changes.ts';
import { ownByLine } from './line-owners.ts';
import { applyRenames, findRenames } from './renames.ts';
import { leadSentence, quietSentence, uniformSentence } from './sentences.ts';
import { judgeChanges, pacePerCall } from './significance.ts';
import { uniformSlowdown } from './uniform.ts';

export type { SideProfile };

/** Typical cost per call, head over base, from which on (or below whose inverse) it is told. */
const paceTold = 1.2;

export interface CompareOptions {
  /** Directories to cut from the front of paths, / at the end. */
  readonly roots: readonly string[];
  /** Functions listed as worse and as better; 0 is all. */
  readonly top: number;
  /** Lines of a source file of the project as the profiler wrote its path, or null where it is not at hand. */
  readonly readSource: (file: string) => readonly string[] | null;
}

/**
 * Compares two sides of one program, dimension by dimension: which functions changed, by how much, why, and who did it.
 * Several profiles of one dimension on a side are its runs; profiles without a partner are notes of the first comparison.
 */
export function compareProfiles(base: readonly SideProfile[], head: readonly SideProfile[], options: CompareOptions): { comparisons: ProfileComparison[]; limits: LimitHit[] } {
  const { matched, left, limits } = matchDimensions(base, head);
  const hits = [...limits];
  const comparisons = matched.map((dimension, place) => compareDimension(dimension, `d${place + 1}`, options, place === 0 ? left : [], hits));
  if (comparisons.length === 0) for (const { code, text } of left) hits.push({ code, where: '', text });
  return { comparisons, limits: hits };
}

function compareDimension(dimension: MatchedDimension, id: string, options: CompareOptions, left: readonly Note[], hits: LimitHit[]): ProfileComparison {
  const { functions: numbered, notes: owned } = ownByLine(numberFunctions(dimension, options.roots), options.readSource);
  const found = callerEdges(numbered);
  const renames = findRenames(numbered, found);
  const functions = applyRenames(numbered, renames);
  const edges = renames.length === 0 ? found : callerEdges(functions);
  const charged = chargeToOwnCode(functions, edges);
  const judged = judgeChanges(functions);
  const uniform = uniformSlowdown(functions);
  const lead = uniform === null ? findLead(functions, edges, charged, judged) : null;
  const order = orderChanges(functions, charged, lead);
  const title = (dimension.head[0] ?? dimension.base[0])?.profile.title ?? '';
  const shown = (all: readonly number[]): readonly number[] => (options.top > 0 ? all.slice(0, options.top) : all);
  const worse = shown(order.worse);
  const better = shown(order.better);
  for (const [all, part, word] of [[order.worse, worse, 'slower'], [order.better, better, 'faster']] as const) {
    if (part.length < all.length) hits.push({ code: 'changes-capped', where: title, text: `${part.length} of ${all.length} functions that became ${word} are listed for ${title}; --top 0 lists all` });
  }
  const lines = lineChanges(functions, new Set([...worse, ...better]), options.readSource);
  const before = new Map(renames.map((rename) => [rename.after, rename.before]));
  const context = { functions, edges, charged, judged, lead, before, lines };
  const describe = (index: number): FunctionChange => describeChange(context, index).change;
  const { base, head, unit } = functions;
  const rose = head.sum >= base.sum;
  const notes: Note[] = [...left, ...owned];
  if (!judged.known) notes.push({ code: 'one-run', text: 'One run on each side: how much of the changes in time is noise is not known; calls are exact' });
  const pace = pacePerCall(functions);
  if (uniform === null && !(pace < paceTold && pace > 1 / paceTold)) {
    notes.push({ code: 'other-pace', text: `The typical call takes ${formatNumber(pace)} times as long in the head as in the base: the machine was probably not equally fast, so read costs per call against that` });
  }
  const sentence =
    uniform !== null ? uniformSentence(uniform) : lead === null ? quietSentence(base.sum, head.sum, unit) : leadSentence(describeChange(context, lead.index), unit, rose);
  return {
    id,
    title,
    kind: functions.head.runs[0]?.profile.kind ?? 'wall',
    unit,
    baseFiles: dimension.base.map(({ file }) => file),
    headFiles: dimension.head.map(({ file }) => file),
    totalBase: base.sum,
    totalHead: head.sum,
    callsBase: allCalls(functions, base),
    callsHead: allCalls(functions, head),
    worse: worse.map(describe),
    better: better.map(describe),
    functionCount: countFunctions(functions),
    uniform,
    sentence,
    notes,
  };
}

/** Functions by charged change (by their own where it was charged to another), largest first; the one that did it leads its list. */
function orderChanges(functions: ComparedFunctions, charged: ChargedValues, lead: Lead | null): { worse: number[]; better: number[] } {
  const changes = new Float64Array(functions.count);
  const worse: number[] = [];
  const better: number[] = [];
  for (let i = 0; i < functions.count; i++) {
    const own = (functions.head.self[i] as number) - (functions.base.self[i] as number);
    const change = isChargedElsewhere(functions, charged, i) ? own : (charged.head[i] as number) - (charged.base[i] as number);
    changes[i] = change;
    const direction = lead?.index === i ? lead.explained : change === 0 ? own : change;
    if (direction > 0) worse.push(i);
    else if (direction < 0) better.push(i);
  }
  const rank = (list: number[], sign: number): void => {
    list.sort((a, b) => Number(b === lead?.index) - Number(a === lead?.index) || sign * ((changes[b] as number) - (changes[a] as number)) || a - b);
  };
  rank(worse, 1);
  rank(better, -1);
  return { worse, better };
}

/** Null where not every function's calls are known. */
function allCalls({ callsKnown, count }: ComparedFunctions, { calls }: Side): number | null {
  if (!callsKnown) return null;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += calls[i] as number;
  return Number.isFinite(sum) ? sum : null;
}

function countFunctions({ base, head, count }: ComparedFunctions): number {
  let found = 0;
  for (let i = 0; i < count; i++) if ((base.seen[i] as number) + (head.seen[i] as number) > 0) found += 1;
  return found;
}

