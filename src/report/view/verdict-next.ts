import { acceptCommands } from '../../core/gate/accept-commands.ts';
import { baseArgument } from '../../core/gate/base-argument.ts';
import { pairsText } from '../../core/gate/messages.ts';
import type { GateOutcome } from '../../core/model/comparison.ts';
import { quoteForShell } from '../../core/quote-for-shell.ts';
import type { ReportModel, ReportWorkload } from '../../core/model/report.ts';
import { comparisonOf, leadMetric, worstFirst, type ComparedMetric, type Culprit } from './compared.ts';
import { fileName, nameWithPlace } from './place.ts';
import { plural } from './words.ts';

/** One thing to do: words, then a command or a name in code type. */
export interface NextLine {
  readonly text: string;
  readonly code: string;
  readonly after: string;
}

/** Commands to accept regressions that the card has; the gates are in the tables. */
const acceptedHere = 3;
/** Of `perf-report run`. */
const defaultBudgetMinutes = 30;
/** Setup, warm-ups and the control workload take time too. */
const budgetMargin = 1.5;

/** What to do next, the cheapest first. */
export function nextLines(model: ReportModel, culprit: Culprit | null): NextLine[] {
  const [worst] = worstFirst(model.workloads);
  const workload = worst?.workload ?? null;
  switch (model.verdict) {
    case 'fail':
    case 'warn':
    case 'no-baseline':
      return afterChange(model, workload, culprit);
    case 'pass':
      return [line('Nothing to do.')];
    case 'improved':
      return [line('Nothing to do. The next comparison starts from this level.')];
    case 'inconclusive':
      return workload === null ? afterChange(model, workload, culprit) : toDecide(workload);
    case 'not-comparable':
      if (workload?.samples.some(({ arm, warmup }) => arm === 'base' && !warmup) === true) return [line('Give both versions the same work (a fixed input, a fixed seed) and run them again: ', runCommand(workload, 'origin/main'))];
      if (workload !== null && workload.baseRef !== undefined) return [line('Mend what failed on the base and run it again, or name another base: ', runCommand(workload, 'origin/main'))];
      return [line('Measure base and head in one run, on one machine: ', runCommand(workload, 'origin/main'))];
    case 'environment-suspect':
      return [line('Run it again when the machine is quiet: ', runCommand(workload)), line('No function is named: the machine may have done this.')];
    case 'failed':
      return workload === null ? [line('Repair or record again the files below.')] : [line('Read what it wrote last, below and in ', `${workload.file.slice(0, workload.file.length - fileName(workload.file).length)}stderr.log`, ', mend the workload and run it again.')];
  }
}

function afterChange(model: ReportModel, workload: ReportWorkload | null, culprit: Culprit | null): NextLine[] {
  const lines: NextLine[] = [];
  const comparison = comparisonOf(model, workload);
  const uniform = comparison?.uniform ?? null;
  if (culprit !== null) {
    const [commit] = culprit.change.commits;
    lines.push(commit === undefined ? line('Look at ', nameWithPlace(culprit.change), ': its lines and callers are below.') : line('Read ', `${commit.sha.slice(0, 7)} ${commit.subject}`, `, which touches ${culprit.change.name}.`));
  } else if (uniform !== null) {
    lines.push(line('Everything slowed alike: look at the machine before the code, and run it again.'));
  } else if (comparison !== null) {
    lines.push(line('No function stands out beyond noise: the list below has what rose most.'));
  } else {
    lines.push(line('Record profiles of both sides to see which function did it: ', runCommand(workload, 'origin/main')));
  }
  if (model.verdict === 'warn' && workload !== null) lines.push(line('To be certain: ', `${runCommand(workload)} --pairs ${Math.max(18, 2 * (leadMetric(workload)?.pairs ?? 9))}`));
  if (model.verdict === 'fail' && model.gate !== null) lines.push(...acceptLines(model.gate));
  return lines;
}

function toDecide(workload: ReportWorkload): NextLine[] {
  const metric = leadMetric(workload);
  const lines: NextLine[] = [];
  const cpu = workload.metrics.find((each) => each.metric === 'cpu' && (each.verdict === 'pass' || each.verdict === 'fail' || each.verdict === 'improved'));
  const needed = metric?.pairsNeeded ?? null;
  if (cpu !== undefined) lines.push(line('Cheapest: gate on CPU time, which this run could decide.'));
  if (needed !== null && Number.isFinite(needed)) {
    lines.push(line(`To decide, ${pairsText(needed, metric?.pairsNeededRange ?? null)}: `, `${runCommand(workload)} --pairs ${needed}${budgetWord(metric, needed)}`));
  } else {
    lines.push(line('More pairs, a longer workload or a quieter machine decide it: ', `${runCommand(workload)} --pairs 36`));
  }
  return lines;
}

/** A budget that so many pairs fit in, where the default one is too short. */
function budgetWord(metric: ComparedMetric | null, pairs: number): string {
  const wall = metric?.metric === 'wall' ? metric : null;
  if (wall === null) return '';
  const minutes = Math.ceil((budgetMargin * pairs * (wall.base + wall.head)) / 60);
  return minutes > defaultBudgetMinutes ? ` --budget ${minutes}m` : '';
}

/** What takes regressions as meant, one command a gate. */
function acceptLines(gate: GateOutcome): NextLine[] {
  const commands = acceptCommands(gate, 'report.json');
  const more = commands.length - acceptedHere;
  return commands.slice(0, acceptedHere).map((command, index) => line(index === 0 ? 'If it is meant, beside this page: ' : 'and ', command, index === acceptedHere - 1 && more > 0 ? ` and ${plural(more, 'more gate')}` : ''));
}

/** The run as it was asked for: with its own base, or with `otherwise`. */
function runCommand(workload: ReportWorkload | null, otherwise: string | null = null): string {
  const base = workload?.baseRef ?? otherwise;
  return `perf-report run${nameWord(workload)}${base === null ? '' : ` --base ${quoteForShell(baseArgument(base))}`}`;
}

function nameWord(workload: ReportWorkload | null): string {
  if (workload === null) return '';
  return ` ${quoteForShell(workload.name)}`;
}

function line(text: string, code = '', after = ''): NextLine {
  return { text, code, after };
}
