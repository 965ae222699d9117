import type { FunctionChange, ProfileComparison } from '../../core/model/comparison.ts';
import type { ReportMetric, ReportModel, ReportWorkload, Verdict } from '../../core/model/report.ts';
import { rankOf } from './verdict-words.ts';

/** Metrics that speak for a workload, the first that shares its verdict. */
const speakers: readonly string[] = ['wall', 'cpu', 'rss'];
/** Verdicts under which no function is named on the card: nothing changed, or the machine did. */
const nameless: ReadonlySet<Verdict> = new Set(['pass', 'environment-suspect', 'not-comparable', 'failed']);

/** True for bare recordings, beside which nothing was measured and no gate was applied: they are only compared. */
export function isOnlyCompared({ verdict, workloads, comparisons, gate }: ReportModel): boolean {
  return workloads.length === 0 && comparisons.length > 0 && (gate?.gates.length ?? 0) === 0 && (verdict === 'inconclusive' || verdict === 'no-baseline');
}

/** A metric whose change is known. */
export interface ComparedMetric extends ReportMetric {
  readonly base: number;
  readonly head: number;
  readonly change: number;
}

/** True where base and head are side by side anywhere in the report. */
export function isCompared({ gate, comparisons, workloads }: ReportModel): boolean {
  return gate !== null || comparisons.length > 0 || workloads.some(({ metrics }) => metrics.some((metric) => isComparedMetric(metric)));
}

/** True where both sides were measured and their ratio is a number. */
export function isComparedMetric(metric: ReportMetric): metric is ComparedMetric {
  return metric.base !== null && metric.head !== null && metric.change !== null && Number.isFinite(metric.change);
}

/** The workloads with their place in the model, worst verdict first, then the largest change. */
export function worstFirst(workloads: readonly ReportWorkload[]): { readonly workload: ReportWorkload; readonly index: number }[] {
  const all = workloads.map((workload, index) => ({ workload, index, change: Math.abs(leadMetric(workload)?.change ?? 0) }));
  return all.sort((a, b) => rankOf(a.workload.verdict) - rankOf(b.workload.verdict) || b.change - a.change || a.index - b.index);
}

/** Verdicts that no metric shows but those that they are about. */
const overruled: ReadonlySet<Verdict> = new Set(['environment-suspect', 'not-comparable']);

/** The metric that shows a workload's verdict; null where none was compared, or none that the verdict is about. */
export function leadMetric({ verdict, metrics }: ReportWorkload): ComparedMetric | null {
  const compared = metrics.filter(isComparedMetric);
  const same = compared.filter((metric) => metric.verdict === verdict);
  for (const candidates of overruled.has(verdict) ? [same] : [same, compared]) {
    const found = speakers.map((name) => candidates.find(({ metric }) => metric === name)).find((metric) => metric !== undefined) ?? candidates[0];
    if (found !== undefined) return found;
  }
  return null;
}

/** Where the gate of a metric stands, as a share; null where it has none. */
export function limitOf({ gate }: ReportModel, workload: string, metric: string): number | null {
  return gate?.gates.find((each) => each.workload === workload && each.metric === metric && each.function === null)?.threshold ?? null;
}

/** Several recordings on both sides: only then is it known what one side's runs differ by. */
export function hasRuns({ baseFiles, headFiles, worse }: ProfileComparison): boolean {
  return (baseFiles.length > 1 && headFiles.length > 1) || worse.some(({ significant }) => significant);
}

/** Functions to accuse: what rose beyond noise, or all that rose where noise is not known; none where everything slowed alike. */
export function accused(comparison: ProfileComparison): readonly FunctionChange[] {
  if (comparison.uniform !== null) return [];
  return hasRuns(comparison) ? comparison.worse.filter(({ significant }) => significant) : comparison.worse;
}

/** One function with the comparison that it stands in. */
export interface Culprit {
  readonly change: FunctionChange;
  readonly comparison: ProfileComparison;
}

/** The function that the card names; null where none may be. */
export function mainCulprit(model: ReportModel): Culprit | null {
  const [first] = model.comparisons;
  if (first === undefined || first.uniform !== null || nameless.has(model.verdict)) return null;
  const [worst] = worstFirst(model.workloads);
  const named = worst?.workload.culprits[0];
  if (named !== undefined) {
    const comparison = model.comparisons.find(({ worse }) => worse.some((row) => row.name === named.name && row.file === named.file)) ?? first;
    return { change: named, comparison };
  }
  const change = model.verdict === 'improved' ? first.better[0] : accused(first)[0];
  return change === undefined ? null : { change, comparison: first };
}
