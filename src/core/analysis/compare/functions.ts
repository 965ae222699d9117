import type { CodeOwner } from '../../model/code-owner.ts';
import type { Profile } from '../../model/profile.ts';
import { baseUnit, inBaseUnit } from '../../units/value.ts';
import { ownerOf } from '../code-owner.ts';
import { functionTable, profileTotal, type FunctionTable } from '../function-table.ts';
import { displayPaths, type DisplayPaths } from '../identity/display-paths.ts';
import { placePath } from '../identity/path-rules.ts';
import { isAnonymous, isNamed, lastAtOrAbove, matchAnonymous, type AnonymousRow } from './anonymous.ts';
import { alignCheckouts } from './checkouts.ts';
import type { ComparedFunctions, Run, Side } from './compared-functions.ts';
import type { MatchedDimension, SideProfile } from './dimensions.ts';

interface Prepared {
  readonly profile: Profile;
  readonly table: FunctionTable;
  readonly paths: DisplayPaths;
  /** Identity of each row, a number of `Identities`. */
  readonly keys: Uint32Array;
  /** Rows of the identities that several rows have, in the order of their lines. */
  readonly alike: ReadonlyMap<number, readonly number[]>;
}

/**
 * Numbers the functions of all runs by file and qualified name. Lines do not count, they move; several functions of one
 * name in a file are told apart by their order where all runs have as many of them. Elsewhere anonymous ones are matched by
 * their counts (see matchAnonymous) and named ones are one function.
 */
export function numberFunctions(dimension: MatchedDimension, roots: readonly string[]): ComparedFunctions {
  const align = alignRuns(dimension, roots);
  const identities = new Identities();
  const base = dimension.base.map((entry) => prepare(entry.profile, roots, align(entry), identities));
  const head = dimension.head.map((entry) => prepare(entry.profile, roots, align(entry), identities));
  const all = [...base, ...head];
  const merged = unevenIdentities(all);
  const anonymous = matchUnevenAnonymous(base, head, merged);
  // Number of the first function of each identity, plus one; those alike follow it.
  const numbers = new Uint32Array(identities.paths.length);
  const name: string[] = [];
  const file: string[] = [];
  const rawFile: string[] = [];
  const line: number[] = [];
  const owner: CodeOwner[] = [];
  const functionOfRow = all.map(({ table }) => new Uint32Array(table.length));
  let cut: string | null = null;
  // The head's rows first: names, files and lines are shown as they are now.
  const order = [...head.keys()].map((index) => base.length + index).concat([...base.keys()]);
  const add = (index: number, key: number, row: number): void => {
    const { profile, table, paths } = all[index] as Prepared;
    const frame = table.frame[row] as number;
    const raw = profile.frames.file[frame] as string;
    const called = profile.frames.name[frame] as string;
    const identity = identities.paths[key] as string;
    const shown = raw === '' ? '' : paths.place(raw).path;
    if (index >= base.length && cut === null && shown.length > 0 && shown.length < identity.length && identity.endsWith(shown)) cut = identity.slice(0, -shown.length);
    name.push(called);
    rawFile.push(raw);
    // A file of the base alone is shown from the same directory on as those of the head.
    file.push(index < base.length && cut !== null && identity.startsWith(cut) ? identity.slice(cut.length) : shown);
    line.push(profile.frames.line[frame] as number);
    owner.push(ownerOf(called, raw, paths));
  };
  for (const index of order) {
    const { table, keys, alike } = all[index] as Prepared;
    const functionOf = functionOfRow[index] as Uint32Array;
    for (let row = 0; row < table.length; row++) {
      const key = keys[row] as number;
      if (anonymous.has(key)) continue;
      if (numbers[key] === 0) {
        numbers[key] = name.length + 1;
        const rows = alike.get(key);
        if (rows === undefined || merged.has(key)) add(index, key, rows?.[0] ?? row);
        else for (const each of rows) add(index, key, each);
      }
      functionOf[row] = (numbers[key] as number) - 1;
    }
    for (const [key, rows] of alike) if (!merged.has(key)) rows.forEach((row, ordinal) => (functionOf[row] = (numbers[key] as number) - 1 + ordinal));
  }
  for (const [key, { rows, places }] of anonymous) {
    numbers[key] = name.length + 1;
    for (const { run, row } of places) add(order[run] as number, key, row);
    rows.forEach((found, run) => {
      for (const { row, number } of found) (functionOfRow[order[run] as number] as Uint32Array)[row] = (numbers[key] as number) - 1 + number;
    });
  }
  const runs = all.map((run, index) => columnsOf(run, functionOfRow[index] as Uint32Array, name.length));
  const callsKnown = all.every(({ table }) => !table.calls.every((calls) => calls < 0));
  const unit = baseUnit((all[0] as Prepared).profile.unit);
  return { count: name.length, unit, callsKnown, name, file, rawFile, line, owner, base: sideOf(runs.slice(0, base.length), name.length), head: sideOf(runs.slice(base.length), name.length) };
}

/** Means of a side's runs. */
export function sideOf(runs: readonly Run[], count: number): Side {
  const mean = (column: (run: Run) => Float64Array): Float64Array => {
    const result = new Float64Array(count);
    for (const run of runs) {
      const values = column(run);
      for (let i = 0; i < count; i++) result[i] = (result[i] as number) + (values[i] as number);
    }
    return result.map((value) => value / runs.length);
  };
  const seen = new Uint32Array(count);
  for (const { present } of runs) for (let i = 0; i < count; i++) seen[i] = (seen[i] as number) + (present[i] as number);
  const sum = runs.reduce((total, run) => total + run.sum, 0) / runs.length;
  return { runs, self: mean((run) => run.self), total: mean((run) => run.total), calls: mean((run) => run.calls), seen, sum };
}

/** For each run what maps its own paths to those of the first run of the base: every run may be of a checkout of its own. */
function alignRuns({ base, head }: MatchedDimension, roots: readonly string[]): (run: SideProfile) => (path: string) => string {
  const known = new Map<string, (path: string) => string>();
  const maps = new Map<SideProfile, (path: string) => string>();
  const reference = new Set<string>();
  for (const run of [...base, ...head]) {
    const paths = ownPaths([run], roots);
    // Runs of one checkout have the same files, or nearly so.
    const key = [...paths].sort().join('\u0000');
    const map = known.get(key) ?? alignCheckouts(reference, paths);
    known.set(key, map);
    maps.set(run, map);
    if (base.includes(run)) for (const path of paths) reference.add(map(path));
  }
  return (run) => maps.get(run) ?? ((path) => path);
}

function ownPaths(side: readonly SideProfile[], roots: readonly string[]): Set<string> {
  const files = new Set<string>();
  for (const { profile } of side) for (const file of profile.frames.file) files.add(file);
  const own = new Set<string>();
  for (const file of files) {
    const place = placePath(file, roots);
    if (place.origin === 'own' && isPath(file)) own.add(place.path);
  }
  return own;
}

/** False for `~`, `<string>` and what else stands for code that lies in no file: it is the same in every checkout. */
function isPath(file: string): boolean {
  return /[/\\.]/.test(file) && !file.startsWith('<');
}

/** Numbers of (path, name) pairs over all runs. */
class Identities {
  readonly paths: string[] = [];
  private readonly byPath = new Map<string, Map<string, number>>();

  namesOf(path: string): Map<string, number> {
    let names = this.byPath.get(path);
    if (names === undefined) this.byPath.set(path, (names = new Map<string, number>()));
    return names;
  }

  add(path: string, names: Map<string, number>, name: string): number {
    const number = this.paths.push(path) - 1;
    names.set(name, number);
    return number;
  }
}

function prepare(profile: Profile, roots: readonly string[], align: (path: string) => string, identities: Identities): Prepared {
  const table = functionTable(profile);
  const files = new Map<string, { path: string; names: Map<string, number> }>();
  const keys = new Uint32Array(table.length);
  const firstRow = new Map<number, number>();
  const alike = new Map<number, number[]>();
  for (let row = 0; row < table.length; row++) {
    const frame = table.frame[row] as number;
    const file = profile.frames.file[frame] as string;
    let known = files.get(file);
    if (known === undefined) {
      const place = placePath(file, roots);
      const path = place.origin === 'own' && isPath(file) ? align(place.path) : place.path;
      files.set(file, (known = { path, names: identities.namesOf(path) }));
    }
    const name = stableName(profile.frames.name[frame] as string);
    const key = known.names.get(name) ?? identities.add(known.path, known.names, name);
    keys[row] = key;
    const first = firstRow.get(key);
    if (first === undefined) {
      firstRow.set(key, row);
      continue;
    }
    const rows = alike.get(key);
    if (rows === undefined) alike.set(key, [first, row]);
    else rows.push(row);
  }
  const lineOf = (row: number): number => profile.frames.line[table.frame[row] as number] as number;
  for (const rows of alike.values()) rows.sort((a, b) => lineOf(a) - lineOf(b) || a - b);
  return { profile, table, paths: displayPaths(profile.frames, roots), keys, alike };
}

/** Identities that several rows have in a run, and not as many in every run that has them at all. */
function unevenIdentities(runs: readonly Prepared[]): Set<number> {
  const several = new Set<number>();
  for (const { alike } of runs) for (const key of alike.keys()) several.add(key);
  const counts = new Map<number, number>();
  const uneven = new Set<number>();
  if (several.size === 0) return uneven;
  for (const { keys, alike } of runs) {
    const seen = new Set<number>();
    for (const key of keys) if (several.has(key)) seen.add(key);
    for (const key of seen) {
      const count = alike.get(key)?.length ?? 1;
      const known = counts.get(key);
      if (known === undefined) counts.set(key, count);
      else if (known !== count) uneven.add(key);
    }
  }
  return uneven;
}

/** Functions of one anonymous identity; runs are numbered head first. */
interface AnonymousMatches {
  readonly rows: readonly (readonly { readonly row: number; readonly number: number }[])[];
  /** By number: where it is first found. */
  readonly places: readonly { readonly run: number; readonly row: number }[];
}

function matchUnevenAnonymous(base: readonly Prepared[], head: readonly Prepared[], uneven: ReadonlySet<number>): Map<number, AnonymousMatches> {
  const matches = new Map<number, AnonymousMatches>();
  if (uneven.size === 0) return matches;
  const runs = [...head, ...base];
  const found = runs.map((run) => anonymousRows(run, uneven));
  for (const key of uneven) {
    const ofKey = found.map((rows) => rows.get(key) ?? []);
    if (ofKey.every((rows) => rows.length === 0)) continue;
    const numbers = matchAnonymous(ofKey.slice(head.length), ofKey.slice(0, head.length));
    const inRuns = [...numbers.head, ...numbers.base];
    const places: { run: number; row: number }[] = [];
    const rows = ofKey.map((list, run) => list.map(({ row }, at) => ({ row, number: inRuns[run]?.[at] as number })));
    rows.forEach((list, run) => {
      for (const { row, number } of list) places[number] ??= { run, row };
    });
    matches.set(key, { rows, places });
  }
  return matches;
}

/** The rows of anonymous functions among these identities, in the order of their lines. */
function anonymousRows({ profile, table, keys, alike }: Prepared, uneven: ReadonlySet<number>): Map<number, (AnonymousRow & { readonly row: number })[]> {
  const { file, name, line } = profile.frames;
  const named = new Map<string, { line: number; name: string }[]>();
  const rowsOf = new Map<number, readonly number[]>();
  for (let row = 0; row < table.length; row++) {
    const frame = table.frame[row] as number;
    const called = name[frame] as string;
    const key = keys[row] as number;
    if (isNamed(called)) {
      const place = { line: line[frame] as number, name: called };
      const list = named.get(file[frame] as string);
      if (list === undefined) named.set(file[frame] as string, [place]);
      else list.push(place);
    } else if (uneven.has(key) && isAnonymous(called)) rowsOf.set(key, alike.get(key) ?? [row]);
  }
  const linesOf = new Map<string, number[]>();
  for (const [path, list] of named) {
    list.sort((a, b) => a.line - b.line);
    linesOf.set(path, list.map((place) => place.line));
  }
  const result = new Map<number, (AnonymousRow & { row: number })[]>();
  for (const [key, rows] of rowsOf) {
    result.set(key, rows.map((row) => {
      const frame = table.frame[row] as number;
      const path = file[frame] as string;
      const above = lastAtOrAbove(linesOf.get(path) ?? [], line[frame] as number);
      return { row, line: line[frame] as number, calls: table.calls[row] as number, self: inBaseUnit(table.self[row] as number, profile.unit), within: named.get(path)?.[above]?.name ?? '' };
    }));
  }
  return result;
}

/** Names without addresses of objects and lines of anonymous functions, which some profilers write into them. */
function stableName(name: string): string {
  if (name.startsWith('(anonymous):')) return '(anonymous)';
  return name.includes('0x') ? name.replace(/\b0x[0-9a-f]+/gi, '0x') : name;
}

function columnsOf({ profile, table }: Prepared, functionOfRow: Uint32Array, count: number): Run {
  const self = new Float64Array(count);
  const total = new Float64Array(count);
  const calls = new Float64Array(count);
  const present = new Uint8Array(count);
  for (let row = 0; row < table.length; row++) {
    const at = functionOfRow[row] as number;
    const called = table.calls[row] as number;
    self[at] = (self[at] as number) + inBaseUnit(table.self[row] as number, profile.unit);
    total[at] = (total[at] as number) + inBaseUnit(table.total[row] as number, profile.unit);
    calls[at] = (calls[at] as number) + (called < 0 ? NaN : called);
    present[at] = 1;
  }
  return { profile, table, functionOfRow, self, total, calls, present, sum: inBaseUnit(profileTotal(profile), profile.unit) };
}
