import { isProfileGate, unitOfMetric } from '../gate/gate-metrics.ts';
import { exactVerdict } from '../gate/judge-exact.ts';
import { signedPercent } from '../gate/messages.ts';
import type { FunctionChange, GateResult, ProfileComparison } from '../model/comparison.ts';
import type { Verdict } from '../model/verdict.ts';
import type { GateRule } from '../gate/rules.ts';
import { formatPercent } from '../units/percent.ts';
import { formatQuantity } from '../units/quantity.ts';
import type { BaseUnit } from '../units/value.ts';

/**
 * Judges the gates on functions, calls and allocations from what profiles say. Calls and allocations are compared exactly; a function's
 * own time fails or warns only where its rise is beyond what runs of one side differ by. A function that `isThere` knows and no comparison lists did
 * not change. Without a profile that knows, the gate is inconclusive.
 */
export function judgeFunctionGates(gates: readonly GateRule[], comparisons: readonly ProfileComparison[], workload: string, isThere: (name: string) => boolean): GateResult[] {
  return gates.filter(isProfileGate).map((gate) => {
    const { verdict, message } = (isCounted(gate.metric) ? judgeCount(gate, comparisons) : judgeOwnValue(gate, comparisons)) ?? unlisted(gate, comparisons, isThere);
    const { metric, function: name, criticality, threshold } = gate;
    return { workload, metric, function: name, verdict, criticality, threshold, message };
  });
}

/** What a gate on a function, calls or allocations judges on the head; null where no profile knows. */
export function functionLevel(gate: Pick<GateResult, 'metric' | 'function'>, comparisons: readonly ProfileComparison[]): number | null {
  const found = isCounted(gate.metric) ? countsOf(gate, comparisons) : ownValueOf(gate, comparisons);
  return found === null ? null : found.head;
}

interface Judged {
  readonly verdict: Verdict;
  readonly message: string;
}

interface BothSides {
  readonly base: number;
  readonly head: number;
}

/** Metrics that are the same whenever the same work is done. */
function isCounted(metric: string): boolean {
  return metric === 'calls' || isAllocation(metric);
}

function isAllocation(metric: string): boolean {
  return metric === 'alloc-bytes' || metric === 'alloc-objects' || metric === 'live-bytes';
}

const titles: Readonly<Record<string, string>> = { 'alloc-bytes': 'bytes allocated', 'alloc-objects': 'objects allocated', 'live-bytes': 'bytes that stayed allocated' };

/** "calls of parse", "bytes allocated in parse": what a gate judges. */
function nameOf({ metric, function: name }: GateRule): string {
  const title = titles[metric] ?? metric;
  return name === null ? title : isAllocation(metric) ? `${title} in ${name}` : `${title} of ${name}`;
}

function judgeCount(gate: GateRule, comparisons: readonly ProfileComparison[]): Judged | null {
  const found = countsOf(gate, comparisons);
  if (found === null) return null;
  const { base, head } = found;
  const unit = unitOfMetric(gate.metric);
  const verdict = exactVerdict(base, head, { fail: gate.threshold, warn: gate.warn, floor: gate.floor });
  const change = base === head ? `${formatQuantity(head, unit)}, as before` : `${formatQuantity(base, unit)} before, ${formatQuantity(head, unit)} now${base > 0 ? ` (${signedPercent(head / base - 1)})` : ''}`;
  return { verdict, message: `${nameOf(gate)}: ${change}; ${limitOf(gate, unit)}` };
}

/** "limit +10 %", "limit +10 % and more than 5 ms". */
function limitOf({ threshold, floor }: GateRule, unit: BaseUnit): string {
  return `limit +${formatPercent(threshold)}${floor > 0 ? ` and more than ${formatQuantity(floor, unit)}` : ''}`;
}

function countsOf(gate: Pick<GateResult, 'metric' | 'function'>, comparisons: readonly ProfileComparison[]): BothSides | null {
  if (gate.metric === 'calls') return callsOf(gate.function, comparisons);
  if (gate.function !== null) return ownValueOf(gate, comparisons);
  const found = comparisons.find(({ kind }) => kind === gate.metric);
  return found === undefined ? null : { base: found.totalBase, head: found.totalHead };
}

/** Calls of one function, or of all; null where no comparison counts calls or knows the function. */
function callsOf(name: string | null, comparisons: readonly ProfileComparison[]): BothSides | null {
  for (const comparison of comparisons) {
    if (name === null) {
      if (comparison.kind === 'calls') return { base: comparison.totalBase, head: comparison.totalHead };
      const { callsBase, callsHead } = comparison;
      if (typeof callsBase === 'number' && typeof callsHead === 'number') return { base: callsBase, head: callsHead };
      continue;
    }
    const rows = functionsNamed(name, comparison).filter(({ callsBase, callsHead }) => callsBase !== null || callsHead !== null);
    if (rows.length > 0) return { base: sum(rows, ({ callsBase }) => callsBase ?? 0), head: sum(rows, ({ callsHead }) => callsHead ?? 0) };
  }
  return null;
}

function judgeOwnValue(gate: GateRule, comparisons: readonly ProfileComparison[]): Judged | null {
  const found = ownValueOf(gate, comparisons);
  if (found === null) return null;
  const { base, head, unit, significant } = found;
  const what = gate.metric === 'self' ? `own time of ${gate.function ?? ''}` : `${nameOf(gate)} itself`;
  const figures = `${what}: ${formatQuantity(base, unit)} before, ${formatQuantity(head, unit)} now${base > 0 ? ` (${signedPercent(head / base - 1)})` : ''}; ${limitOf(gate, unit)}`;
  const verdict = exactVerdict(base, head, { fail: gate.threshold, warn: gate.warn, floor: gate.floor });
  if (verdict === 'pass' || verdict === 'improved') return { verdict: 'pass', message: figures };
  return significant ? { verdict, message: figures } : { verdict: 'inconclusive', message: `${figures}; not beyond what runs differ by, record more profiles of both sides` };
}

function ownValueOf(gate: Pick<GateResult, 'metric' | 'function'>, comparisons: readonly ProfileComparison[]): (BothSides & { unit: ProfileComparison['unit']; significant: boolean }) | null {
  for (const comparison of comparisons) {
    if (!tells(comparison, gate.metric)) continue;
    const rows = functionsNamed(gate.function ?? '', comparison);
    if (rows.length > 0) return { base: sum(rows, ({ selfBase }) => selfBase), head: sum(rows, ({ selfHead }) => selfHead), unit: comparison.unit, significant: rows.some(({ significant }) => significant) };
  }
  return null;
}

/** Whether a comparison knows the own value of functions that a metric asks for. */
function tells({ kind, unit }: ProfileComparison, metric: string): boolean {
  if (isAllocation(metric) || metric === 'instructions') return kind === metric;
  return metric === 'rss' ? unit === 'bytes' : unit === 'seconds';
}

/** The functions of a comparison that a gate's name means: those of that very name, else those that it is short for. */
export function functionsNamed(name: string, { worse, better }: ProfileComparison): FunctionChange[] {
  const all = [...worse, ...better];
  const exact = all.filter((row) => row.name === name);
  return exact.length > 0 ? exact : all.filter((row) => isShortFor(name, row.name));
}

/** True where `short` is the last part of a qualified name: `get_asset_info` of `Client.get_asset_info`. */
export function isShortFor(short: string, name: string): boolean {
  return name.endsWith(short) && /[.:#/]$/.test(name.slice(0, name.length - short.length));
}

/** Profilers that tell a metric, for those who have none. */
const recordedBy: Readonly<Record<string, string>> = {
  calls: 'one that counts calls, as cprofile',
  'alloc-bytes': 'one of allocations, as memray, or the heap profile of pprof',
  'alloc-objects': 'one of allocations, as memray, or the heap profile of pprof',
  'live-bytes': 'one of what stays allocated, as tracemalloc, or the heap profile of pprof',
};

function unlisted(gate: GateRule, comparisons: readonly ProfileComparison[], isThere: (name: string) => boolean): Judged {
  const { metric, function: name } = gate;
  const what = nameOf(gate);
  const profiler = recordedBy[metric] ?? 'the same profiler';
  if (comparisons.length === 0) return { verdict: 'inconclusive', message: `${what}: no profile of both sides was compared; record ${profiler} on both` };
  if (name === null) return { verdict: 'inconclusive', message: `${what}: no compared profile counts them; record ${profiler} on both sides` };
  const knows = metric === 'calls' ? comparisons.some(countsCalls) : comparisons.some((comparison) => tells(comparison, metric));
  if (!knows) return { verdict: 'inconclusive', message: `${what}: no compared profile tells; record ${profiler} on both sides` };
  if (isThere(name)) return { verdict: 'pass', message: `${what}: as before` };
  return { verdict: 'inconclusive', message: `${what}: the profiles hold no function of that name` };
}

function countsCalls({ kind, callsBase, callsHead, worse, better }: ProfileComparison): boolean {
  if (kind === 'calls' || (typeof callsBase === 'number' && typeof callsHead === 'number')) return true;
  return [...worse, ...better].some((row) => row.callsBase !== null || row.callsHead !== null);
}

function sum(rows: readonly FunctionChange[], pick: (row: FunctionChange) => number): number {
  return rows.reduce((total, row) => total + pick(row), 0);
}
