import type { LineChange } from '../../model/comparison.ts';
import { inBaseUnit } from '../../units/value.ts';
import { lineCostsOf } from '../line-costs.ts';
import { isNamed } from './anonymous.ts';
import type { ComparedFunctions, Side } from './compared-functions.ts';
import { startLines } from './compared-scripts.ts';
import { lineShifts, type Anchor, type Shift } from './line-shift.ts';

/** Lines told of one function. */
const maxLines = 5;

type CostByLine = ReadonlyMap<number, number>;

/**
 * Per chosen function the lines whose self cost rose, base beside head, largest rise first; nothing for formats without line costs.
 * Lines are those of the head; a base line is the head line that it became.
 */
export function lineChanges(functions: ComparedFunctions, chosen: ReadonlySet<number>, readSource: (file: string) => readonly string[] | null): Map<number, LineChange[]> {
  const base = sideLines(functions.base, chosen);
  const head = sideLines(functions.head, chosen);
  const result = new Map<number, LineChange[]>();
  const shiftOf = functionShifts(functions, head);
  for (const [index, lines] of head) {
    const before = movedLines(base.get(index) ?? new Map<number, number>(), lines, shiftOf(index));
    const grown = [...lines]
      .map(([line, cost]) => ({ line, base: before.get(line) ?? 0, head: cost }))
      .filter((change) => change.head > change.base)
      .sort((a, b) => b.head - b.base - (a.head - a.base) || a.line - b.line)
      .slice(0, maxLines);
    if (grown.length === 0) continue;
    const source = readSource(functions.rawFile[index] as string);
    result.set(index, grown.map((change) => ({ ...change, text: source?.[change.line - 1] ?? null })));
  }
  return result;
}

/**
 * Costs of base lines at the lines of the head. Where the functions above and below moved equally far, all between moved so. Else lines
 * were added or removed inside: the lines above some line moved as the start, those from it on as what follows; the line is the
 * last one with which most cost of the base comes to lie on cost of the head: a guess, which claims the least change.
 */
function movedLines(base: CostByLine, head: CostByLine, { above, below }: Shift): CostByLine {
  const sorted = [...base].sort(([a], [b]) => a - b);
  const common = ([line, cost]: readonly [number, number], shift: number): number => Math.min(cost, head.get(line - shift) ?? 0);
  let overlap = sorted.reduce((sum, entry) => sum + common(entry, below), 0);
  let most = overlap;
  let split = 0;
  sorted.forEach((entry, at) => {
    overlap += common(entry, above) - common(entry, below);
    // Rounding of the sums aside.
    if (overlap >= most * (1 - 1e-9)) {
      most = overlap;
      split = at + 1;
    }
  });
  const moved = new Map<number, number>();
  sorted.forEach(([line, cost], at) => {
    const now = line - (at < split ? above : below);
    moved.set(now, (moved.get(now) ?? 0) + cost);
  });
  return moved;
}

const unmoved: Shift = { above: 0, below: 0 };

/** How much lower than in the head a function's lines stood in the base, told from the starts of the functions of its file. */
function functionShifts(functions: ComparedFunctions, wanted: ReadonlyMap<number, unknown>): (index: number) => Shift {
  if (wanted.size === 0) return () => unmoved;
  const before = startLines(functions.base, functions.count);
  const now = startLines(functions.head, functions.count);
  const files = new Set<string>();
  for (const index of wanted.keys()) files.add(functions.file[index] as string);
  const anchors = new Map<string, Anchor[]>();
  for (let i = 0; i < functions.count; i++) {
    const source = now[i] as number;
    const recorded = before[i] as number;
    const file = functions.file[i] as string;
    if (source === 0 || recorded === 0 || !files.has(file) || !isNamed(functions.name[i] as string)) continue;
    const list = anchors.get(file);
    if (list === undefined) anchors.set(file, [{ source, recorded }]);
    else list.push({ source, recorded });
  }
  const shifts = new Map([...anchors].map(([file, list]) => [file, lineShifts(list)]));
  return (index) => {
    const start = now[index] || (functions.line[index] as number);
    const recorded = before[index] as number;
    // Its body, which starts behind the line that is known.
    const around = shifts.get(functions.file[index] as string)?.(start + 0.5) ?? null;
    const own = recorded > 0 && (now[index] as number) > 0 ? recorded - start : null;
    if (around === null) return own === null ? unmoved : { above: own, below: own };
    return own === null ? around : { above: own, below: around.below };
  };
}

function sideLines({ runs }: Side, chosen: ReadonlySet<number>): Map<number, Map<number, number>> {
  const result = new Map<number, Map<number, number>>();
  for (const { profile, table, functionOfRow, lineOwners } of runs) {
    for (const [row, costs] of lineCostsOf(profile, table)) {
      const owners = lineOwners?.get(row);
      for (const [line, cost] of costs) {
        const index = owners?.get(line) ?? (functionOfRow[row] as number);
        if (!chosen.has(index)) continue;
        let lines = result.get(index);
        if (lines === undefined) result.set(index, (lines = new Map<number, number>()));
        lines.set(line, (lines.get(line) ?? 0) + inBaseUnit(cost, profile.unit) / runs.length);
      }
    }
  }
  return result;
}
