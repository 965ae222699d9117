import type { GateOutcome } from '../model/comparison.ts';
import { quoteForShell } from '../quote-for-shell.ts';

/**
 * The commands after which no regression of this outcome fails the build, one a gate: complete but for the reason, which is the reader's.
 * `report` is the path of the report.json as the reader's shell finds it.
 */
export function acceptCommands({ gates }: GateOutcome, report: string): string[] {
  const failing = gates.filter(({ verdict, criticality, workload }) => verdict === 'fail' && criticality !== 'NOTE' && workload !== '');
  return failing.map(({ workload, metric, function: name }) => {
    const ofFunction = name === null ? '' : ` --function ${quoteForShell(name)}`;
    return `perf-report baseline accept ${quoteForShell(report)} --workload ${quoteForShell(workload)} --metric ${quoteForShell(metric)}${ofFunction} --why '…'`;
  });
}
