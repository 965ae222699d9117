import { pairsText } from '../../core/gate/messages.ts';
import { quoteForShell } from '../../core/quote-for-shell.ts';
import type { ReportModel, ReportWorkload } from '../../core/model/report.ts';
import { leadMetric, worstFirst, type Culprit } from './compared.ts';
import { fileName, nameWithPlace } from './place.ts';

/** One thing to do: words, then a command or a name in code type. */
export interface NextLine {
  readonly text: string;
  readonly code: string;
  readonly after: string;
}

/** What to do next, the cheapest first; at most three lines. */
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
      if (workload !== null && workload.metrics.every(({ base }) => base === null)) return [line('Mend the base and run it again, or name another one: ', runCommand(workload, 'origin/main'))];
      return [line('Measure base and head in one run, on one machine: ', runCommand(workload, 'origin/main'))];
    case 'environment-suspect':
      return [line('Run it again when the machine is quiet: ', runCommand(workload)), line('No function is named, because everything ran slower.')];
    case 'failed':
      return workload === null ? [line('Repair or record again the files below.')] : [line('Read what it wrote last, below and in ', `${workload.file.slice(0, workload.file.length - fileName(workload.file).length)}stderr.log`, ', mend the workload and run it again.')];
  }
}

function afterChange(model: ReportModel, workload: ReportWorkload | null, culprit: Culprit | null): NextLine[] {
  const lines: NextLine[] = [];
  const uniform = model.comparisons[0]?.uniform ?? null;
  if (culprit !== null) {
    const [commit] = culprit.change.commits;
    lines.push(commit === undefined ? line('Look at ', nameWithPlace(culprit.change), ': its lines and callers are below.') : line('Read ', `${commit.sha.slice(0, 7)} ${commit.subject}`, `, which touches ${culprit.change.name}.`));
  } else if (uniform !== null) {
    lines.push(line('Everything slowed alike: look at the machine before the code, and run it again.'));
  } else if (model.comparisons.length > 0) {
    lines.push(line('No function stands out beyond noise: the list below has what rose most.'));
  } else {
    lines.push(line('Record profiles of both sides to see which function did it: ', runCommand(workload, 'origin/main')));
  }
  if (model.verdict === 'warn' && workload !== null) lines.push(line('To be certain: ', `${runCommand(workload)} --pairs ${Math.max(18, 2 * (leadMetric(workload)?.pairs ?? 9))}`));
  if (model.verdict === 'fail' && workload !== null) lines.push(line('If it is meant: ', `perf-report baseline accept report.json --workload${nameWord(workload)} --metric wall --why "…"`));
  return lines;
}

function toDecide(workload: ReportWorkload): NextLine[] {
  const metric = leadMetric(workload);
  const lines: NextLine[] = [];
  const cpu = workload.metrics.find((each) => each.metric === 'cpu' && (each.verdict === 'pass' || each.verdict === 'fail' || each.verdict === 'improved'));
  const needed = metric?.pairsNeeded ?? null;
  if (needed !== null && Number.isFinite(needed)) {
    lines.push(line(`To decide, ${pairsText(needed, metric?.pairsNeededRange ?? null)}: `, `${runCommand(workload)} --pairs ${needed}`));
  } else {
    lines.push(line('More pairs, a longer workload or a quieter machine decide it: ', `${runCommand(workload)} --pairs 36`));
  }
  if (cpu !== undefined) lines.push(line('Or gate on CPU time, which this run could decide.'));
  return lines;
}

/** The run as it was asked for: with its own base, or with `otherwise`. */
function runCommand(workload: ReportWorkload | null, otherwise: string | null = null): string {
  const base = workload?.baseRef ?? otherwise;
  return `perf-report run${nameWord(workload)}${base === null ? '' : ` --base ${quoteForShell(base)}`}`;
}

function nameWord(workload: ReportWorkload | null): string {
  if (workload === null) return '';
  return ` ${quoteForShell(workload.name)}`;
}

function line(text: string, code = '', after = ''): NextLine {
  return { text, code, after };
}
