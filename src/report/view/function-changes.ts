import { isShortFor } from '../../core/analysis/function-gates.ts';
import type { FunctionChange, GateResult, ProfileComparison } from '../../core/model/comparison.ts';
import type { ReportModel, ReportProfile } from '../../core/model/report.ts';
import { hasRuns, leadOf } from './compared.ts';
import type { Figure } from './figure.ts';
import { lookOf, signedQuantityFigure, type VerdictLook } from './verdict-words.ts';
import { formatQuantity } from '../../core/units/quantity.ts';

/** How a function's own value changed, in the table of hot functions. */
export interface ChangeCell {
  readonly symbol: string;
  readonly tone: VerdictLook['tone'];
  /** For those who do not see the sign: "more", "less", "within noise". */
  readonly word: string;
  /** True where the word is said to everybody. */
  readonly spoken: boolean;
  readonly figure: Figure;
}

/** What a gate on a function says of it. */
export interface FunctionGateMark extends VerdictLook {
  readonly message: string;
}

/** Changes by function of one profile; null where no comparison holds it. */
export type FunctionChanges = (row: { readonly name: string; readonly file: string; readonly line: number }) => ChangeCell | null;

/** The comparison whose head is this profile; null where there is none. */
export function changesOfProfile({ comparisons }: ReportModel, { file, kind, unit }: ReportProfile): FunctionChanges | null {
  const comparison = comparisons.find((each) => each.kind === kind && each.unit === unit && each.headFiles.includes(file));
  if (comparison === undefined) return null;
  const places = new Map<string, FunctionChange | null>();
  for (const change of [...comparison.worse, ...comparison.better]) {
    // Two functions of one name in one file are told apart by their lines only.
    const place = keyOf(change.name, change.file);
    places.set(place, places.has(place) ? null : change);
    places.set(`${place}\0${change.line}`, change);
  }
  const lead = leadOf(comparison);
  const certain = !hasRuns(comparison);
  return ({ name, file, line }) => {
    const change = places.get(`${keyOf(name, file)}\0${line}`) ?? places.get(keyOf(name, file)) ?? null;
    return change === null ? null : cellOf(change, comparison, certain || change.significant || change === lead);
  };
}

function cellOf({ selfBase, selfHead }: FunctionChange, { unit }: ProfileComparison, beyondNoise: boolean): ChangeCell {
  const difference = selfHead - selfBase;
  const figure = signedQuantityFigure(difference, unit);
  const shown = { ...figure, exact: `${figure.exact}: ${formatQuantity(selfBase, unit)} in the base, ${formatQuantity(selfHead, unit)} in the head, means over the recordings` };
  if (!beyondNoise || difference === 0) return { symbol: '=', tone: 'unsure', word: difference === 0 ? 'the same' : 'within noise', spoken: difference !== 0, figure: shown };
  return difference > 0 ? { symbol: '▲', tone: 'fail', word: 'more', spoken: false, figure: shown } : { symbol: '▼', tone: 'better', word: 'less', spoken: false, figure: shown };
}

/** Results of the gates on functions, by the function that they are on. `workload` null asks all. */
export function functionGates({ gate }: ReportModel, workload: string | null): (name: string) => readonly FunctionGateMark[] {
  const own = (gate?.gates ?? []).filter((each): each is GateResult & { function: string } => each.function !== null && (workload === null || each.workload === workload || each.workload === ''));
  return (name) => own.filter((each) => each.function === name || isShortFor(each.function, name)).map(({ verdict, message }) => ({ ...lookOf(verdict), message }));
}

/** The workload whose run directory holds a file; null where several could. */
export function workloadOfFile({ workloads }: ReportModel, file: string): string | null {
  const holding = workloads.filter((workload) => file.startsWith(workload.file.slice(0, workload.file.lastIndexOf('/') + 1)));
  const longest = Math.max(0, ...holding.map((workload) => workload.file.length));
  return holding.find((workload) => workload.file.length === longest)?.name ?? null;
}

function keyOf(name: string, file: string): string {
  return `${name}\0${file === '~' ? '' : file}`;
}
