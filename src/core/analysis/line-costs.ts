import type { Profile } from '../model/profile.ts';
import type { AnnotatedSource } from '../model/report.ts';
import { inBaseUnit } from '../units/value.ts';
import type { FunctionTable } from './function-table.ts';
import { weighNodes } from './stack-walk.ts';

/** Lines shown around the costly ones. */
const context = 2;
/** Most lines of one function's listing. */
const maxLines = 40;

/** Self cost per line of one function, in the profile's unit, by ascending line. */
export type CostByLine = ReadonlyMap<number, number>;

/** Line costs of every function of `table` that has them: the format's own, or those of line-level frames. */
export function lineCostsOf(profile: Profile, table: FunctionTable): Map<number, CostByLine> {
  const result = new Map<number, Map<number, number>>();
  const add = (row: number, line: number, cost: number) => {
    if (line <= 0 || cost === 0) return;
    let lines = result.get(row);
    if (lines === undefined) result.set(row, (lines = new Map()));
    lines.set(line, (lines.get(line) ?? 0) + cost);
  };
  if (profile.lineCosts !== null) {
    const { frame, line, cost } = profile.lineCosts;
    for (let i = 0; i < frame.length; i++) add(table.functionOfFrame[frame[i] as number] as number, line[i] as number, cost[i] as number);
  } else if (profile.shape === 'stacks' && profile.frameLine === 'executing') {
    const { self } = weighNodes(profile.stacks, profile.samples);
    for (let node = 1; node < profile.stacks.length; node++) {
      const frame = profile.stacks.frame[node] as number;
      add(table.functionOfFrame[frame] as number, profile.frames.line[frame] as number, self[node] as number);
    }
  }
  return result;
}

/** The listing of one function: its costly lines with the source around them where it is at hand. */
export function annotate(name: string, file: string, costs: CostByLine, profile: Profile, source: readonly string[] | null): AnnotatedSource {
  const wanted = new Set<number>();
  const heaviest = [...costs].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  for (const [line] of heaviest) {
    const around = source === null ? 0 : context;
    for (let near = Math.max(1, line - around); near <= line + around; near++) if (source === null || near <= source.length) wanted.add(near);
    wanted.add(line);
    if (wanted.size >= maxLines) break;
  }
  const lines = [...wanted].sort((a, b) => a - b).slice(0, maxLines);
  return {
    file,
    name,
    lines: lines.map((line) => ({ line, cost: inBaseUnit(costs.get(line) ?? 0, profile.unit), text: source?.[line - 1] ?? null })),
  };
}
