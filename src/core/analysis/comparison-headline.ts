import { signedPercent, verdictWord } from '../gate/messages.ts';
import type { GateOutcome, ProfileComparison } from '../model/comparison.ts';
import type { ReportWorkload, Verdict } from '../model/report.ts';

/** Workloads that a headline names. */
const namedWorkloads = 3;
const order: readonly Verdict[] = ['failed', 'fail', 'warn', 'environment-suspect', 'not-comparable', 'inconclusive', 'no-baseline', 'improved', 'pass'];

/**
 * The page's first words where something was compared: the verdict and why. "REGRESSED: sample is 66 % slower (1.55 s → 2.56 s)",
 * "1 REGRESSED (sample), 2 OK of 3 workloads", or, for profiles alone, who did it. Null where there was no base.
 */
export function comparisonHeadline(workloads: readonly ReportWorkload[], comparisons: readonly ProfileComparison[], gate: GateOutcome): string | null {
  const [only] = workloads;
  if (only === undefined) {
    const failing = gate.gates.find(({ verdict }) => verdict === 'fail' || verdict === 'warn');
    return failing !== undefined ? `${verdictWord(failing.verdict)}: ${failing.message}` : (comparisons[0]?.sentence ?? null);
  }
  if (workloads.every(({ verdict }) => verdict === 'no-baseline')) return null;
  if (workloads.length === 1) return `${verdictWord(only.verdict)}${isAccepted(only, gate) ? ' (accepted)' : ''}: ${only.reason}`;
  const parts = order.flatMap((verdict) => {
    const own = workloads.filter((workload) => workload.verdict === verdict);
    return own.length === 0 ? [] : [`${own.length} ${verdictWord(verdict)}${verdict === 'pass' ? '' : ` (${namesOf(own)})`}`];
  });
  return `${parts.join(', ')} of ${workloads.length} workloads`;
}

/** True where all that speaks against a workload was accepted or is only worth a note. */
function isAccepted({ name, verdict }: ReportWorkload, { gates }: GateOutcome): boolean {
  const against = gates.filter((gate) => gate.workload === name && (gate.verdict === 'fail' || gate.verdict === 'warn'));
  return (verdict === 'fail' || verdict === 'warn') && against.length > 0 && against.every(({ criticality, message }) => criticality === 'NOTE' && message.includes('(accepted by '));
}

function namesOf(workloads: readonly ReportWorkload[]): string {
  const named = workloads.slice(0, namedWorkloads).map(({ name, metrics, verdict }) => {
    const change = metrics.find((metric) => metric.verdict === verdict)?.change ?? null;
    return change === null || verdict === 'no-baseline' ? name : `${name} ${signedPercent(change)}`;
  });
  const rest = workloads.length - named.length;
  return named.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
