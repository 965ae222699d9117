import type { CallerEdges } from './edges.ts';
import type { ComparedFunctions, Side } from './compared-functions.ts';

/** One function of an anonymous name in one run. */
export interface AnonymousRow {
  readonly line: number;
  /** Negative where unknown. */
  readonly calls: number;
  readonly self: number;
  /** Name of the function whose definition stands last above it, '' where there is none. */
  readonly within: string;
}

/** Alike functions of a run up to which all pairs are weighed; beyond, their order decides. */
const maxWeighed = 100;
const anonymousNames = new Set(['<genexpr>', '<listcomp>', '<dictcomp>', '<setcomp>', '<lambda>', '(anonymous)', 'anonymous']);

/** Whether a name says nothing about which function it is. */
export function isAnonymous(name: string): boolean {
  if (name.startsWith('(anonymous):')) return true;
  // Python 3.11 and later qualify names: `render.<locals>.<genexpr>`.
  return anonymousNames.has(name.slice(name.lastIndexOf('.') + 1));
}

/**
 * Tells the functions of one anonymous name and file apart over all runs: the number of the function, from 0, of each row of each
 * run. Within a side the line decides. Between the sides those whose calls agree best are one (self values, inside the
 * same function first, where calls are unknown); the rest are new or gone.
 */
export function matchAnonymous(base: readonly (readonly AnonymousRow[])[], head: readonly (readonly AnonymousRow[])[]): { base: number[][]; head: number[][]; count: number } {
  const slots: { row: AnonymousRow; baseLine: number | null; headLine: number | null }[] = [];
  const numberRun = (rows: readonly AnonymousRow[], side: 'baseLine' | 'headLine'): number[] => {
    const numbers = rows.map(() => -1);
    const taken = new Set<number>();
    const take = (row: number, slot: number): void => {
      numbers[row] = slot;
      taken.add(slot);
      (slots[slot] as (typeof slots)[number])[side] = (rows[row] as AnonymousRow).line;
    };
    const byLine = new Map<number, number[]>();
    slots.forEach((slot, number) => {
      const line = slot[side];
      if (line === null) return;
      const list = byLine.get(line);
      if (list === undefined) byLine.set(line, [number]);
      else list.push(number);
    });
    for (const list of byLine.values()) list.reverse();
    rows.forEach(({ line }, row) => {
      const slot = byLine.get(line)?.pop();
      if (slot !== undefined) take(row, slot);
    });
    const openRows = [...rows.keys()].filter((row) => numbers[row] === -1);
    const openSlots = side === 'headLine' ? [] : [...slots.keys()].filter((slot) => slots[slot]?.[side] === null);
    for (const { row, slot } of pairsByLikeness(openRows, openSlots, (row, slot) => likeness(rows[row] as AnonymousRow, (slots[slot] as (typeof slots)[number]).row))) {
      if (numbers[row] === -1 && !taken.has(slot)) take(row, slot);
    }
    for (const row of openRows) {
      if (numbers[row] === -1) take(row, slots.push({ row: rows[row] as AnonymousRow, baseLine: null, headLine: null }) - 1);
    }
    return numbers;
  };
  const headNumbers = head.map((rows) => numberRun(rows, 'headLine'));
  return { head: headNumbers, base: base.map((rows) => numberRun(rows, 'baseLine')), count: slots.length };
}

/** Pairs of rows and slots, most alike first. */
function pairsByLikeness(rows: readonly number[], slots: readonly number[], likenessOf: (row: number, slot: number) => number): { row: number; slot: number }[] {
  if (rows.length > maxWeighed || slots.length > maxWeighed) {
    return rows.slice(0, slots.length).map((row, place) => ({ row, slot: slots[place] as number }));
  }
  return rows
    .flatMap((row) => slots.map((slot) => ({ row, slot, likeness: likenessOf(row, slot) })))
    .sort((a, b) => b.likeness - a.likeness || a.row - b.row || a.slot - b.slot);
}

function likeness(a: AnonymousRow, b: AnonymousRow): number {
  const known = a.calls >= 0 && b.calls >= 0;
  const [x, y] = known ? [a.calls, b.calls] : [a.self, b.self];
  const ratio = x === y ? 1 : Math.min(x, y) / Math.max(x, y);
  const inside = a.within === b.within ? 1 : 0;
  // Equal counts are common in small numbers; there the function around it decides.
  return known ? ratio + inside * 1e-6 : ratio / 2 + inside;
}

/** For ascending definition lines: the last one at or above `line`, -1 where there is none. */
export function lastAtOrAbove(lines: readonly number[], line: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle] as number) <= line) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * By function: the named function of one side that an anonymous function stands in, -1 elsewhere. It is the one whose definition
 * stands last above it in the file. What a file's top level calls itself stands in none.
 */
export function enclosingFunctions(functions: ComparedFunctions, edges: CallerEdges, { runs }: Side): Int32Array {
  const { count, name, owner, rawFile } = functions;
  const line = new Int32Array(count).fill(-1);
  for (const { profile, table, functionOfRow } of runs) {
    if (profile.frameLine !== 'definition') continue;
    for (let row = 0; row < table.length; row++) line[functionOfRow[row] as number] = profile.frames.line[table.frame[row] as number] as number;
  }
  const candidates: number[] = [];
  for (let i = 0; i < count; i++) if (owner[i] === 'own' && rawFile[i] !== '' && (line[i] as number) > 0 && isAnonymous(name[i] as string)) candidates.push(i);
  const enclosing = new Int32Array(count).fill(-1);
  if (candidates.length === 0) return enclosing;
  const files = new Set(candidates.map((i) => functions.file[i] as string));
  const named = new Map<string, number[]>();
  for (let i = 0; i < count; i++) {
    const file = functions.file[i] as string;
    if (owner[i] !== 'own' || !((line[i] as number) > 0) || !files.has(file) || !isNamed(name[i] as string)) continue;
    const list = named.get(file);
    if (list === undefined) named.set(file, [i]);
    else list.push(i);
  }
  const lines = new Map<string, number[]>();
  for (const [file, list] of named) {
    list.sort((a, b) => (line[a] as number) - (line[b] as number) || a - b);
    lines.set(file, list.map((i) => line[i] as number));
  }
  for (const i of candidates) {
    const file = functions.file[i] as string;
    const at = lastAtOrAbove(lines.get(file) ?? [], line[i] as number);
    const topLevel = edges.into(i).some(({ caller }) => name[caller] === '<module>' && functions.file[caller] === file);
    if (at >= 0 && !topLevel) enclosing[i] = named.get(file)?.[at] ?? -1;
  }
  return enclosing;
}

/** Whether a name is one that source text gives a function. */
export function isNamed(name: string): boolean {
  return name !== '' && !isAnonymous(name) && !/^[<({].*[>)}]$/.test(name);
}
