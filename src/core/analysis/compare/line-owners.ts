import type { Note } from '../../model/note.ts';
import { formatPercent } from '../../units/percent.ts';
import { inBaseUnit } from '../../units/value.ts';
import { lineCostsOf } from '../line-costs.ts';
import { walkStacks } from '../stack-walk.ts';
import type { ComparedFunctions, LineOwners, Run, Side } from './compared-functions.ts';
import { Scripts } from './compared-scripts.ts';
import { sideOf } from './functions.ts';
import { ImportedOwners, type ForeignOwner } from './imported-owners.ts';
import { ScriptTexts, type ReadSource } from './script-text.ts';

/** Share of the self time from which on it is told that it was moved. */
const toldShare = 0.001;
/** Of the value of other files' lines in a function, the part that may stay unexplained on a side: else it is not understood, and stays. */
const unexplainedPart = 0.1;

/**
 * Self values by source line, for V8's sampled profiles. V8 charges a sample in inlined code to the function that it was compiled
 * into: measured with Node 20 (500 us, a hot loop that calls a helper of 6 lines), the helper has no node in three of four recordings
 * and one sample in the fourth; its caller has 75 % of its line ticks on the helper's lines (97 of 117; with
 * --max-inlined-bytecode-size=0, 189 of 264 are the helper's own). The line ticks of code inlined from another file hold that file's
 * lines without saying so. So a line counts as another function's only where the text of the file is at hand, that function stands there
 * on both sides, the compiled function names it (or one between them does), and no imported function can stand on that line; and as
 * one of an imported file where nothing else can stand there (ImportedOwners). All else stays where V8 put it. Lines of the text are found in each recording by the functions that it knows (lineShifts).
 * The sum of the self values stays as it was. A function that has no node of its own becomes one of the comparison.
 */
export function ownByLine(functions: ComparedFunctions, readSource: ReadSource): { functions: ComparedFunctions; notes: Note[] } {
  const runs = [...functions.base.runs, ...functions.head.runs];
  if (!runs.some(hasLineTicks)) return { functions, notes: [] };
  const scripts = new Scripts(functions, new ScriptTexts(readSource));
  const foreign = foreignOwners(functions, scripts);
  const ownerOf = (side: number, index: number, line: number): number => {
    const local = scripts.ownerOf(side, index, line);
    return local === index ? foreign(side, index, line) : local;
  };
  const moves = [functions.base, functions.head].map((side, at) => side.runs.map((run) => movesOf(run, (index, line) => ownerOf(at, index, line))));
  const { added } = scripts;
  const count = functions.count + added.length;
  const sides = [functions.base, functions.head].map((side, at) => sideOf(side.runs.map((run, number) => movedRun(run, moves[at]?.[number] ?? [], count)), count)) as [Side, Side];
  const moved = moves.flat(2).reduce((sum, { value }) => sum + value, 0);
  if (moved === 0) return { functions, notes: [] };
  const share = moved / runs.reduce((sum, run) => sum + run.sum, 0);
  const grown: ComparedFunctions = {
    ...functions,
    count,
    name: [...functions.name, ...added.map(({ name }) => name)],
    file: [...functions.file, ...added.map(({ file }) => file)],
    rawFile: [...functions.rawFile, ...added.map(({ rawFile }) => rawFile)],
    line: [...functions.line, ...added.map(({ line }) => line)],
    owner: [...functions.owner, ...added.map(() => 'own' as const)],
    base: sides[0],
    head: sides[1],
  };
  const text = `${formatPercent(share)} of the self time was put to the function whose line it is: V8 counts inlined code to the function it is inlined into, as the tables and graphs of single profiles show it`;
  return { functions: grown, notes: share >= toldShare ? [{ code: 'owned-by-line', text }] : [] };
}

/** V8's profiles: definitions with ticks per line. */
function hasLineTicks({ profile }: Run): boolean {
  return profile.shape === 'stacks' && profile.frameLine === 'definition' && profile.lineCosts !== null;
}

/** Owners in other files, of the functions whose lines of other files are explained on both sides: else equal code could change. */
function foreignOwners(functions: ComparedFunctions, scripts: Scripts): (side: number, index: number, line: number) => number {
  const imported = new ImportedOwners(scripts);
  const explained = [new Map<number, number>(), new Map<number, number>()];
  const left = [new Map<number, number>(), new Map<number, number>()];
  [functions.base, functions.head].forEach(({ runs }, side) => {
    for (const run of runs.filter(hasLineTicks)) {
      for (const [row, costs] of lineCostsOf(run.profile, run.table)) {
        const index = run.functionOfRow[row] as number;
        for (const [line, cost] of costs) {
          if (cost <= 0 || scripts.ownerOf(side, index, line) !== index) continue;
          const owner = imported.ownerOf(side, index, line);
          if (owner === undefined) continue;
          const sums = (owner === null ? left : explained)[side] as Map<number, number>;
          sums.set(index, (sums.get(index) ?? 0) + inBaseUnit(cost, run.profile.unit) / runs.length);
        }
      }
    }
  });
  const most = (sums: readonly Map<number, number>[], index: number): number => Math.max(...sums.map((side) => side.get(index) ?? 0));
  const numberOf = (owner: ForeignOwner | null | undefined): number | null => (typeof owner === 'object' && owner !== null ? scripts.numberOf(owner) : (owner ?? null));
  return (side, index, line) => {
    const found = most(explained, index);
    if (found === 0 || most(left, index) > unexplainedPart * found) return index;
    return numberOf(imported.ownerOf(side, index, line)) ?? index;
  };
}

/** Part of a row's self value that is of a line of another function. */
interface Move {
  readonly row: number;
  readonly line: number;
  readonly from: number;
  readonly to: number;
  /** In the base unit. */
  readonly value: number;
}

function movesOf(run: Run, ownerOf: (index: number, line: number) => number): Move[] {
  const moves: Move[] = [];
  if (!hasLineTicks(run)) return moves;
  for (const [row, costs] of lineCostsOf(run.profile, run.table)) {
    const from = run.functionOfRow[row] as number;
    for (const [line, cost] of costs) {
      const to = cost > 0 ? ownerOf(from, line) : from;
      if (to !== from) moves.push({ row, line, from, to, value: inBaseUnit(cost, run.profile.unit) });
    }
  }
  return moves;
}

function movedRun(run: Run, moves: readonly Move[], count: number): Run {
  const grow = (column: Float64Array, rest: number): Float64Array => {
    const grown = new Float64Array(count).fill(rest);
    grown.set(column);
    return grown;
  };
  const self = grow(run.self, 0);
  const total = grow(run.total, 0);
  const present = new Uint8Array(count);
  present.set(run.present);
  const above = pairsOnOneStack(run, moves);
  const lineOwners = new Map<number, Map<number, number>>();
  for (const { row, line, from, to, value } of moves) {
    self[from] = (self[from] as number) - value;
    self[to] = (self[to] as number) + value;
    present[to] = 1;
    if (above.get(from)?.has(to) !== true) total[to] = (total[to] as number) + value;
    let ofRow = lineOwners.get(row);
    if (ofRow === undefined) lineOwners.set(row, (ofRow = new Map<number, number>()));
    ofRow.set(line, to);
  }
  // Subtracting all parts of a value may leave a rest of rounding below zero.
  for (const { from } of moves) if (Math.abs(self[from] as number) < 1e-9 * run.sum) self[from] = 0;
  return { ...run, self, total, calls: grow(run.calls, run.calls.some((calls) => !Number.isNaN(calls)) ? 0 : NaN), present, lineOwners };
}

/** By function that lost time: those of its new owners that are above it on some stack, whose inclusive value has that time already. */
function pairsOnOneStack({ profile, table, functionOfRow }: Run, moves: readonly Move[]): Map<number, Set<number>> {
  const owners = new Map<number, Set<number>>();
  for (const { from, to } of moves) {
    const list = owners.get(from);
    if (list === undefined) owners.set(from, new Set([to]));
    else list.add(to);
  }
  const above = new Map<number, Set<number>>();
  if (profile.shape !== 'stacks' || owners.size === 0) return above;
  const { stacks } = profile;
  const active = new Map<number, number>();
  const functionOf = (node: number): number => functionOfRow[table.functionOfFrame[stacks.frame[node] as number] as number] as number;
  walkStacks(
    stacks,
    (node) => {
      const at = functionOf(node);
      for (const owner of owners.get(at) ?? []) {
        if ((active.get(owner) ?? 0) === 0) continue;
        const list = above.get(at);
        if (list === undefined) above.set(at, new Set([owner]));
        else list.add(owner);
      }
      active.set(at, (active.get(at) ?? 0) + 1);
    },
    (node) => {
      const at = functionOf(node);
      active.set(at, (active.get(at) ?? 0) - 1);
    },
  );
  return above;
}

/** The owners of lines where functions got other numbers. */
export function renumberOwners(owners: LineOwners, numberOf: (index: number) => number): LineOwners {
  return new Map([...owners].map(([row, lines]) => [row, new Map([...lines].map(([line, index]) => [line, numberOf(index)]))]));
}
