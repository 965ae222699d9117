import { countFalseAlarms, falseAlarmSentences, type FalseAlarms } from '../core/gate/false-alarms.ts';
import { signedPercent } from '../core/gate/messages.ts';
import type { SelfCheckEntry } from '../core/model/self-check.ts';
import type { Verdict } from '../core/model/verdict.ts';
import { formatNumber } from '../core/units/digits.ts';
import { formatDuration } from '../core/units/duration.ts';
import type { Palette } from '../terminal/color.ts';
import { escapeForTerminal } from '../terminal/escape.ts';
import { plain } from '../terminal/plain.ts';

/** What was found of one workload, with what was stored before of the same kind. */
export interface CheckedWorkload {
  readonly workload: string;
  readonly gates: string;
  /** Of this call. */
  readonly comparisons: readonly SelfCheckEntry[];
  /** All that count together. */
  readonly alarms: FalseAlarms;
}

/** A line for one comparison: "app: comparison 3 of 20: pass after 12 pairs (wall +0.4 %, cpu 0 %), 14.2 s, load 0.8". */
export function comparisonLine({ workload, verdict, pairs, metrics, loadBefore }: SelfCheckEntry, number: number, count: number, seconds: number): string {
  const changes = metrics.flatMap(({ metric, change }) => (change === null ? [] : [`${metric} ${signedPercent(change)}`]));
  const load = loadBefore === null ? '' : `, load ${formatNumber(loadBefore)}`;
  const word = verdict === 'fail' ? 'fail, a false alarm,' : verdict;
  return escapeForTerminal(plain(`${workload}: comparison ${number} of ${count}: ${word} after ${pairs} ${pairs === 1 ? 'pair' : 'pairs'}${changes.length === 0 ? '' : ` (${changes.join(', ')})`}, ${formatDuration(seconds)}${load}`));
}

/** What may be claimed of each workload, and of several together. */
export function selfCheckText(checked: readonly CheckedWorkload[], together: FalseAlarms | null, palette: Palette): string[] {
  const lines = checked.flatMap(({ workload, gates, comparisons, alarms }) => [
    `${palette.strong(escapeForTerminal(workload))}  ${palette.faint(escapeForTerminal(gates))}`,
    ...alarmLines(alarms),
    ...(comparisons.length < alarms.comparisons + alarms.unanswered ? [`  now ${countsText(countFalseAlarms(comparisons))}`] : []),
  ]);
  return together === null ? lines : [...lines, palette.strong('together'), ...alarmLines(together)];
}

function alarmLines(alarms: FalseAlarms): string[] {
  return [...falseAlarmSentences(alarms).map((text) => `  ${plain(text)}`), `  ${countsText(alarms)}`];
}

const shownVerdicts: readonly Verdict[] = ['fail', 'warn', 'improved', 'inconclusive', 'pass', 'environment-suspect', 'not-comparable', 'no-baseline', 'failed'];

/** "1 warn, 2 improved, 17 pass; 14.3 pairs on average". */
function countsText({ counts, meanPairs }: FalseAlarms): string {
  const parts = shownVerdicts.flatMap((verdict) => (counts[verdict] === undefined ? [] : [`${counts[verdict]} ${verdict}`]));
  return `${parts.join(', ') || 'none'}${meanPairs === null ? '' : `; ${meanPairs.toFixed(1)} pairs on average`}`;
}
