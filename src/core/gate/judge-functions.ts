import type { FunctionChange, GateResult, ProfileComparison } from '../model/comparison.ts';
import type { BaseUnit } from '../units/value.ts';
import type { Verdict } from '../model/verdict.ts';
import { exactVerdict } from './judge-exact.ts';
import { functionCallsMessage, functionSelfMessage, functionUnknownMessage, type FunctionGap } from './messages.ts';
import { worstVerdict } from './outcome.ts';
import type { ConfiguredGate } from './rules.ts';

type Answer = Pick<GateResult, 'verdict' | 'message'>;

/** Which profiles say something of a metric. */
const units: Readonly<Record<string, BaseUnit>> = { wall: 'seconds', cpu: 'seconds', rss: 'bytes' };

/**
 * Judges the gates on functions, others are left out: `calls` exactly, since they are counted; a time or memory by the function's own
 * share, which fails only where its rise is beyond what runs of one side differ by. One row per gate.
 */
export function judgeFunctionGates(gates: readonly ConfiguredGate[], comparisons: readonly ProfileComparison[], workload: string): GateResult[] {
  return gates
    .filter(({ metric, function: name }) => name !== null || metric === 'calls')
    .map((gate) => ({ workload, metric: gate.metric, function: gate.function, criticality: gate.criticality, threshold: gate.threshold, ...judge(gate, comparisons) }));
}

function judge({ metric, function: name, threshold }: ConfiguredGate, comparisons: readonly ProfileComparison[]): Answer {
  const unknown = (gap: FunctionGap): Answer => ({ verdict: gap === 'no-comparison' ? 'no-baseline' : 'inconclusive', message: functionUnknownMessage(name ?? 'all functions', metric, gap) });
  if (name === null) return unknown('no-function');
  if (comparisons.length === 0) return unknown('no-comparison');
  const unit = units[metric];
  if (unit === undefined && metric !== 'calls') return unknown('not-per-function');
  const fitting = unit === undefined ? comparisons : comparisons.filter((comparison) => comparison.unit === unit);
  if (fitting.length === 0) return unknown('no-profile');
  const found = fitting.flatMap(({ worse, better }) => [...worse, ...better]).filter((change) => isCalled(change, name));
  if (found.length === 0) return unknown(fitting.some(({ worse, better, functionCount }) => worse.length + better.length < functionCount) ? 'not-listed' : 'not-there');
  const answers = found.flatMap((change) => (metric === 'calls' ? judgeCalls(change, threshold) : [judgeSelf(change, unit ?? 'seconds', threshold)]));
  const worst = worstVerdict(answers.map(({ verdict }) => verdict));
  return answers.find(({ verdict }) => verdict === worst) ?? unknown('calls-unknown');
}

/** The whole name, the end of a qualified one, or "file:name". */
function isCalled({ name, file }: FunctionChange, wanted: string): boolean {
  const placed = `${file}:${name}`;
  return name === wanted || placed === wanted || placed.endsWith(`/${wanted}`) || ['.', '::', '#'].some((separator) => name.endsWith(separator + wanted));
}

function judgeCalls({ name, callsBase, callsHead }: FunctionChange, threshold: number): Answer[] {
  if (callsBase === null || callsHead === null) return [];
  return [{ verdict: exactVerdict(callsBase, callsHead, threshold), message: functionCallsMessage(name, callsBase, callsHead, threshold) }];
}

function judgeSelf({ name, selfBase, selfHead, significant }: FunctionChange, unit: BaseUnit, threshold: number): Answer {
  const wanted = exactVerdict(selfBase, selfHead, threshold);
  const verdict: Verdict = wanted === 'pass' || significant ? wanted : 'inconclusive';
  return { verdict, message: functionSelfMessage(name, unit, selfBase, selfHead, threshold, significant) };
}
