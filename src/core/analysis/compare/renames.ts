import { groupBy } from '../../group-by.ts';
import type { CallerEdges } from './edges.ts';
import type { ComparedFunctions, Run } from './compared-functions.ts';
import { sideOf } from './functions.ts';
import { renumberOwners } from './line-owners.ts';

/** A function of the base under its number of the head. */
export interface Rename {
  readonly before: number;
  readonly after: number;
}

/** Share of the whole (inclusive) from which on a vanished or new function is looked at. */
const worthPairing = 0.001;
/** Common part of callers and callees that makes two functions of one file the same. */
const alike = 0.5;
/** How far self values may be apart: the smaller over the larger. */
const close = 0.5;
/** Vanished functions of one name or file that a new one is held against. */
const maxCandidates = 50;
// Names that many files have: the name alone says nothing.
const common = /^(?:<.*>|\(anonymous\)|anonymous|__\w+__|main|run|get|set|call|init|constructor|)$/;

/** Pairs of a vanished and a new function that are one: same name in another file, or the same file and alike in cost and neighbours. */
export function findRenames(functions: ComparedFunctions, edges: CallerEdges): Rename[] {
  const { base, head, count } = functions;
  const vanished: number[] = [];
  const appeared: number[] = [];
  for (let i = 0; i < count; i++) {
    if (functions.owner[i] === 'runtime') continue;
    if (head.seen[i] === 0 && (base.total[i] as number) >= worthPairing * base.sum) vanished.push(i);
    if (base.seen[i] === 0 && (head.total[i] as number) >= worthPairing * head.sum) appeared.push(i);
  }
  const byName = groupBy(vanished, (i) => functions.name[i] as string);
  const byFile = groupBy(vanished, (i) => functions.file[i] as string);
  const namesakes = groupBy(appeared, (i) => functions.name[i] as string);
  const taken = new Set<number>();
  const renames: Rename[] = [];
  const pair = (before: number | undefined, after: number): boolean => {
    if (before === undefined) return false;
    taken.add(before);
    renames.push({ before, after });
    return true;
  };
  const left = appeared.filter((after) => {
    const name = functions.name[after] as string;
    const same = (byName.get(name) ?? []).filter((before) => !taken.has(before));
    const onlyOne = same.length === 1 && namesakes.get(name)?.length === 1;
    const match = onlyOne && !common.test(name) ? same[0] : same.slice(0, maxCandidates).find((before) => likeness(functions, edges, before, after) >= alike);
    return !pair(match, after);
  });
  for (const after of left) {
    let best: number | undefined;
    let most = 0;
    for (const before of (byFile.get(functions.file[after] as string) ?? []).slice(0, maxCandidates)) {
      if (taken.has(before) || !isClose(base.self[before] as number, head.self[after] as number)) continue;
      const found = likeness(functions, edges, before, after);
      if (found >= alike && found > most) {
        most = found;
        best = before;
      }
    }
    pair(best, after);
  }
  return renames;
}

/** The functions with the base values of each renamed one moved to its new number. */
export function applyRenames(functions: ComparedFunctions, renames: readonly Rename[]): ComparedFunctions {
  if (renames.length === 0) return functions;
  const now = new Map(renames.map(({ before, after }) => [before, after]));
  const runs = functions.base.runs.map((run): Run => {
    const moved = { self: run.self.slice(), total: run.total.slice(), calls: run.calls.slice(), present: run.present.slice() };
    for (const { before, after } of renames) {
      for (const column of Object.values(moved)) {
        column[after] = column[before] as number;
        column[before] = 0;
      }
    }
    const numberNow = (number: number): number => now.get(number) ?? number;
    const lineOwners = run.lineOwners === undefined ? {} : { lineOwners: renumberOwners(run.lineOwners, numberNow) };
    return { ...run, ...moved, ...lineOwners, functionOfRow: run.functionOfRow.map(numberNow) };
  });
  return { ...functions, base: sideOf(runs, functions.count) };
}

/** Jaccard's share of common callers and callees, by name, so that functions moved together are found together. */
function likeness({ name }: ComparedFunctions, edges: CallerEdges, before: number, after: number): number {
  const around = (index: number, side: 'totalBase' | 'totalHead', calls: 'callsBase' | 'callsHead'): Set<string> => {
    const set = new Set<string>();
    const there = (edge: { totalBase: number; totalHead: number; callsBase: number; callsHead: number }): boolean => edge[side] !== 0 || edge[calls] > 0;
    for (const edge of edges.into(index)) if (there(edge)) set.add(`<${name[edge.caller] as string}`);
    for (const edge of edges.outOf(index)) if (there(edge)) set.add(`>${name[edge.callee] as string}`);
    return set;
  };
  const old = around(before, 'totalBase', 'callsBase');
  const fresh = around(after, 'totalHead', 'callsHead');
  let shared = 0;
  for (const neighbour of old) if (fresh.has(neighbour)) shared += 1;
  const all = old.size + fresh.size - shared;
  return all === 0 ? 0 : shared / all;
}

function isClose(a: number, b: number): boolean {
  const larger = Math.max(Math.abs(a), Math.abs(b));
  return larger === 0 || Math.min(Math.abs(a), Math.abs(b)) / larger >= close;
}
