import type { LineChange } from '../../model/comparison.ts';
import { inBaseUnit } from '../../units/value.ts';
import { lineCostsOf } from '../line-costs.ts';
import type { ComparedFunctions, Side } from './compared-functions.ts';

/** Lines told of one function. */
const maxLines = 5;

/** Per chosen function the lines whose self cost rose, base beside head, largest rise first; nothing for formats without line costs. */
export function lineChanges(functions: ComparedFunctions, chosen: ReadonlySet<number>, readSource: (file: string) => readonly string[] | null): Map<number, LineChange[]> {
  const base = sideLines(functions.base, chosen);
  const head = sideLines(functions.head, chosen);
  const result = new Map<number, LineChange[]>();
  for (const [index, lines] of head) {
    const before = base.get(index);
    const grown = [...lines]
      .map(([line, cost]) => ({ line, base: before?.get(line) ?? 0, head: cost }))
      .filter((change) => change.head > change.base)
      .sort((a, b) => b.head - b.base - (a.head - a.base) || a.line - b.line)
      .slice(0, maxLines);
    if (grown.length === 0) continue;
    const source = readSource(functions.rawFile[index] as string);
    result.set(index, grown.map((change) => ({ ...change, text: source?.[change.line - 1] ?? null })));
  }
  return result;
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
