import type { GateOutcome, GateResult } from '../model/comparison.ts';
import type { Verdict } from '../model/verdict.ts';
import { defaultRules, type GateRules } from './rules.ts';

/** Worst first. An unanswered gate is worse than a passed one; a workload without a base says nothing of the others. */
const order: readonly Verdict[] = ['failed', 'fail', 'warn', 'environment-suspect', 'not-comparable', 'inconclusive', 'improved', 'pass', 'no-baseline'];
const results = ['pass', 'note', 'unstable', 'failure'] as const;

type Result = GateOutcome['result'];

/** The worst of verdicts; `no-baseline` of none. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  return order.find((verdict) => verdicts.includes(verdict)) ?? 'no-baseline';
}

/** What the gates and the workloads say of the build together: the worst wins, of the verdict and of what it does. */
export function gateOutcome(gates: readonly GateResult[], workloads: readonly Verdict[], rulesOf: (workload: string) => Pick<GateRules, 'inconclusive'> = () => defaultRules): GateOutcome {
  const fromWorkloads: Result[] = workloads.includes('failed') ? ['failure'] : [];
  const found = [...gates.map((gate) => resultOf(gate, rulesOf(gate.workload))), ...fromWorkloads];
  return {
    verdict: worstVerdict([...gates.map(({ verdict }) => verdict), ...workloads]),
    result: results[Math.max(0, ...found.map((result) => results.indexOf(result)))] ?? 'pass',
    gates,
  };
}

/** What one gate does to the build: a warning at most `unstable`, what has no answer as configured, a note where it is a note only. */
export function resultOf({ verdict, criticality }: GateResult, { inconclusive }: Pick<GateRules, 'inconclusive'> = defaultRules): Result {
  const atMost: Result = criticality === 'FAILURE' ? 'failure' : criticality === 'UNSTABLE' ? 'unstable' : 'note';
  const wanted = wantedResult(verdict, inconclusive);
  return results[Math.min(results.indexOf(wanted), results.indexOf(atMost))] ?? wanted;
}

function wantedResult(verdict: Verdict, inconclusive: Result): Result {
  switch (verdict) {
    case 'fail':
    case 'failed':
      return 'failure';
    case 'warn':
      return 'unstable';
    case 'inconclusive':
    case 'not-comparable':
    case 'environment-suspect':
      return inconclusive;
    case 'pass':
    case 'improved':
    case 'no-baseline':
      return 'pass';
  }
}
