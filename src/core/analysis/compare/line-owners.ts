import type { Note } from '../../model/note.ts';
import { formatPercent } from '../../units/percent.ts';
import { inBaseUnit } from '../../units/value.ts';
import { lineCostsOf } from '../line-costs.ts';
import { walkStacks } from '../stack-walk.ts';
import { isNamed } from './anonymous.ts';
import { sourceName } from './call-sites.ts';
import type { ComparedFunctions, LineOwners, Run, Side } from './compared-functions.ts';
import { sideOf } from './functions.ts';
import { lineShifts, type Anchor } from './line-shift.ts';
import { RecordedScript } from './recorded-script.ts';
import { ScriptTexts, type ReadSource, type ScriptText } from './script-text.ts';

/** Lines that other files are allowed to have moved by when code of theirs is looked for. */
const importSlack = 10;
/** Share of the self time from which on it is told that it was moved. */
const toldShare = 0.001;

/**
 * Self values by source line, for V8's sampled profiles. V8 charges a sample in inlined code to the function that it was compiled
 * into: measured with Node 20 (500 us, a hot loop that calls a helper of 6 lines), the helper has no node in three of four recordings
 * and one sample in the fourth; its caller has 75 % of its line ticks on the helper's lines (97 of 117; with
 * --max-inlined-bytecode-size=0, 189 of 264 are the helper's own). The line ticks of code inlined from another file hold that file's
 * lines without saying so. So a line counts as another function's only where the text of the file is at hand, that function stands there
 * on both sides, the compiled function names it (or one between them does), and no imported function can stand on that line; all else
 * stays where V8 put it. Lines of the text are found in each recording by the functions that it knows (lineShifts).
 * The sum of the self values stays as it was. A function that has no node of its own becomes one of the comparison.
 */
export function ownByLine(functions: ComparedFunctions, readSource: ReadSource): { functions: ComparedFunctions; notes: Note[] } {
  const runs = [...functions.base.runs, ...functions.head.runs];
  if (!runs.some(hasLineTicks)) return { functions, notes: [] };
  const scripts = new Scripts(functions, new ScriptTexts(readSource));
  const moves = [functions.base, functions.head].map((side, at) => side.runs.map((run) => movesOf(run, (index, line) => scripts.ownerOf(at, index, line))));
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
    file: [...functions.file, ...added.map(({ like }) => functions.file[like] as string)],
    rawFile: [...functions.rawFile, ...added.map(({ like }) => functions.rawFile[like] as string)],
    line: [...functions.line, ...added.map(({ line }) => line)],
    owner: [...functions.owner, ...added.map(({ like }) => functions.owner[like] as (typeof functions.owner)[number])],
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

/** One script of the comparison: its text, and where it stood in the recordings of base and head. */
interface Script {
  readonly sides: readonly [RecordedScript, RecordedScript];
  /** Number in the comparison of each function of the text, -1 where it has none yet, null where it is not clear. */
  readonly indices: (number | null)[];
  /** The other way round. */
  readonly places: ReadonlyMap<number, number>;
  /** A function of the comparison in this file. */
  readonly like: number;
}

/** The scripts that the functions of a comparison stand in. */
class Scripts {
  readonly added: { readonly name: string; readonly line: number; readonly like: number }[] = [];
  private readonly functions: ComparedFunctions;
  private readonly texts: ScriptTexts;
  private readonly byFile = new Map<string, Script | null>();
  private readonly inFile = new Map<string, number[]>();
  /** By side and function: the line where its definition starts there, 0 where it is not known. */
  private readonly starts: readonly Uint32Array[];

  constructor(functions: ComparedFunctions, texts: ScriptTexts) {
    this.functions = functions;
    this.texts = texts;
    this.starts = [functions.base, functions.head].map((side) => startLines(side, functions.count));
    functions.file.forEach((file, index) => {
      if (functions.owner[index] !== 'own' || functions.rawFile[index] === '') return;
      const list = this.inFile.get(file);
      if (list === undefined) this.inFile.set(file, [index]);
      else list.push(index);
    });
  }

  ownerOf(side: number, index: number, line: number): number {
    if (this.functions.owner[index] !== 'own') return index;
    const script = this.scriptOf(this.functions.file[index] as string);
    const recorded = script?.sides[side];
    if (script === null || recorded === undefined) return index;
    const start = this.starts[side]?.[index] ?? 0;
    const name = this.functions.name[index] as string;
    const own = script.places.get(index);
    const at = own ?? recorded.functionAt(start);
    // What is named and not found in the text is not understood; anonymous functions go with the one around them.
    if (start === 0 || (own === undefined && (isNamed(name) || (at < 0 && start !== 1)))) return index;
    const owner = recorded.ownerOf(at, line);
    return owner === at ? index : this.numberOf(script, owner, index);
  }

  private numberOf(script: Script, owner: number, otherwise: number): number {
    const known = script.indices[owner];
    if (known === null || known === undefined) return otherwise;
    if (known >= 0) return known;
    const defined = script.sides[1].text.functions[owner];
    if (defined === undefined) return otherwise;
    const index = this.functions.count + this.added.push({ name: defined.name, line: defined.start, like: script.like }) - 1;
    script.indices[owner] = index;
    return index;
  }

  private scriptOf(file: string): Script | null {
    const known = this.byFile.get(file);
    if (known !== undefined) return known;
    const script = this.findScript(this.inFile.get(file) ?? []);
    this.byFile.set(file, script);
    return script;
  }

  private findScript(members: readonly number[]): Script | null {
    const { rawFile, name } = this.functions;
    const like = members[0];
    if (like === undefined) return null;
    const raw = rawFile[like] as string;
    const text = this.texts.read(raw);
    if (text === null) return null;
    const byName = new Map<string, number[]>();
    for (const index of members) {
      const called = name[index] as string;
      if (!isNamed(called)) continue;
      const list = byName.get(sourceName(called));
      if (list === undefined) byName.set(sourceName(called), [index]);
      else list.push(index);
    }
    const indices = text.functions.map((defined) => {
      const namesakes = byName.get(defined.name);
      if (text.byName.get(defined.name)?.length !== 1 || defined.name === 'constructor') return null;
      if (namesakes === undefined) return -1;
      return namesakes.length === 1 ? (namesakes[0] as number) : null;
    });
    const places = new Map<number, number>();
    indices.forEach((index, at) => {
      if (index !== null && index >= 0) places.set(index, at);
    });
    const side = (at: number): RecordedScript | null => this.recordedScript(raw, text, indices, this.starts[at] as Uint32Array);
    const base = side(0);
    const head = side(1);
    return base === null || head === null ? null : { sides: [base, head], indices, places, like };
  }

  /** Null where the recordings know no function of the text, or the order of its functions was another. */
  private recordedScript(raw: string, text: ScriptText, indices: readonly (number | null)[], starts: Uint32Array): RecordedScript | null {
    const anchors: Anchor[] = [];
    indices.forEach((index, at) => {
      const recorded = index === null || index < 0 ? 0 : (starts[index] as number);
      if (recorded > 0) anchors.push({ source: (text.functions[at] as { start: number }).start, recorded });
    });
    const shifts = anchors.length === 0 ? null : lineShifts(anchors);
    return shifts === null ? null : new RecordedScript(text, shifts, (at, line) => this.texts.maybeImported(raw, text, at, line, importSlack));
  }
}

/** By function: the line that its definition starts on in the recordings of a side that have lines' costs, 0 where that is not known. */
export function startLines({ runs }: Side, count: number): Uint32Array {
  const starts = new Uint32Array(count);
  for (const { profile, table, functionOfRow } of runs) {
    if (profile.frameLine !== 'definition' || profile.lineCosts === null) continue;
    for (let row = 0; row < table.length; row++) starts[functionOfRow[row] as number] = profile.frames.line[table.frame[row] as number] as number;
  }
  return starts;
}

/** The owners of lines where functions got other numbers. */
export function renumberOwners(owners: LineOwners, numberOf: (index: number) => number): LineOwners {
  return new Map([...owners].map(([row, lines]) => [row, new Map([...lines].map(([line, index]) => [line, numberOf(index)]))]));
}
