import { exactVerdict } from '../gate/judge-exact.ts';
import { signedPercent } from '../gate/messages.ts';
import type { FunctionChange, GateResult, ProfileComparison } from '../model/comparison.ts';
import type { Verdict } from '../model/verdict.ts';
import type { ConfiguredGate } from '../gate/rules.ts';
import { formatCount } from '../units/count.ts';
import { formatPercent } from '../units/percent.ts';
import { formatQuantity } from '../units/quantity.ts';

/** True for gates that profiles answer: on calls, and on single functions. */
export function isProfileGate({ metric, function: name }: Pick<ConfiguredGate, 'metric' | 'function'>): boolean {
  return metric === 'calls' || name !== null;
}

/**
 * Judges the gates on calls and on functions from what profiles say. Calls of a deterministic profile are compared exactly; a function's
 * own time fails only where its rise is beyond what runs of one side differ by. A function that `isThere` knows and no comparison lists did
 * not change. Without a profile that knows, the gate is inconclusive.
 */
export function judgeFunctionGates(gates: readonly ConfiguredGate[], comparisons: readonly ProfileComparison[], workload: string, isThere: (name: string) => boolean): GateResult[] {
  return gates.filter(isProfileGate).map((gate) => {
    const { verdict, message } = (gate.metric === 'calls' ? judgeCalls(gate, comparisons) : judgeOwnValue(gate, comparisons)) ?? unlisted(gate, comparisons, isThere);
    const { metric, function: name, criticality, threshold } = gate;
    return { workload, metric, function: name, verdict, criticality, threshold, message };
  });
}

/** What a gate on calls or on a function judges on the head; null where no profile knows. */
export function functionLevel(gate: Pick<GateResult, 'metric' | 'function'>, comparisons: readonly ProfileComparison[]): number | null {
  const found = gate.metric === 'calls' ? callsOf(gate.function, comparisons) : ownValueOf(gate, comparisons);
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

function judgeCalls({ function: name, threshold }: ConfiguredGate, comparisons: readonly ProfileComparison[]): Judged | null {
  const calls = callsOf(name, comparisons);
  const what = name === null ? 'calls' : `calls of ${name}`;
  if (calls === null) return null;
  const { base, head } = calls;
  const verdict = exactVerdict(base, head, threshold);
  const change = base === head ? `${formatCount(head)}, as before` : `${formatCount(base)} before, ${formatCount(head)} now${base > 0 ? ` (${signedPercent(head / base - 1)})` : ''}`;
  return { verdict, message: `${what}: ${change}; limit +${formatPercent(threshold)}` };
}

/** Calls of one function, or of all; null where no comparison counts calls or knows the function. */
function callsOf(name: string | null, comparisons: readonly ProfileComparison[]): BothSides | null {
  for (const comparison of comparisons) {
    if (name === null) {
      if (comparison.kind === 'calls') return { base: comparison.totalBase, head: comparison.totalHead };
      continue;
    }
    const rows = functionsNamed(name, comparison).filter(({ callsBase, callsHead }) => callsBase !== null || callsHead !== null);
    if (rows.length > 0) return { base: sum(rows, ({ callsBase }) => callsBase ?? 0), head: sum(rows, ({ callsHead }) => callsHead ?? 0) };
  }
  return null;
}

function judgeOwnValue(gate: ConfiguredGate, comparisons: readonly ProfileComparison[]): Judged | null {
  const { function: name, metric, threshold } = gate;
  const what = `${metric} of ${name ?? ''}`;
  const found = ownValueOf(gate, comparisons);
  if (found === null) return null;
  const { base, head, unit, significant } = found;
  const figures = `${what} itself: ${formatQuantity(base, unit)} before, ${formatQuantity(head, unit)} now${base > 0 ? ` (${signedPercent(head / base - 1)})` : ''}; limit +${formatPercent(threshold)}`;
  const beyond = exactVerdict(base, head, threshold) === 'fail';
  if (!beyond) return { verdict: 'pass', message: figures };
  return significant ? { verdict: 'fail', message: figures } : { verdict: 'inconclusive', message: `${figures}; not beyond what runs differ by, record more profiles of both sides` };
}

function ownValueOf(gate: Pick<GateResult, 'metric' | 'function'>, comparisons: readonly ProfileComparison[]): (BothSides & { unit: ProfileComparison['unit']; significant: boolean }) | null {
  const comparison = comparisons.find(({ kind, unit }) => (gate.metric === 'rss' ? unit === 'bytes' : gate.metric === 'instructions' ? kind === 'instructions' : unit === 'seconds'));
  const rows = comparison === undefined ? [] : functionsNamed(gate.function ?? '', comparison);
  if (comparison === undefined || rows.length === 0) return null;
  return { base: sum(rows, ({ selfBase }) => selfBase), head: sum(rows, ({ selfHead }) => selfHead), unit: comparison.unit, significant: rows.some(({ significant }) => significant) };
}

function functionsNamed(name: string, { worse, better }: ProfileComparison): FunctionChange[] {
  const all = [...worse, ...better];
  const exact = all.filter((row) => row.name === name);
  return exact.length > 0 ? exact : all.filter((row) => isShortFor(name, row.name));
}

/** True where `short` is the last part of a qualified name: `get_asset_info` of `Client.get_asset_info`. */
export function isShortFor(short: string, name: string): boolean {
  return name.endsWith(short) && /[.:#/]$/.test(name.slice(0, name.length - short.length));
}

function unlisted({ metric, function: name }: ConfiguredGate, comparisons: readonly ProfileComparison[], isThere: (name: string) => boolean): Judged {
  const what = name === null ? metric : `${metric} of ${name}`;
  if (comparisons.length === 0) return { verdict: 'inconclusive', message: `${what}: no profile of both sides was compared; record the same profiler on both` };
  if (name === null) return { verdict: 'inconclusive', message: `${what}: no compared profile counts them all` };
  if (isThere(name)) return { verdict: 'pass', message: `${what}: as before` };
  return { verdict: 'inconclusive', message: `${what}: the profiles hold no function of that name` };
}

function sum(rows: readonly FunctionChange[], pick: (row: FunctionChange) => number): number {
  return rows.reduce((total, row) => total + pick(row), 0);
}
