import { functionsNamed } from '../../core/analysis/function-gates.ts';
import type { FunctionChange, ProfileComparison } from '../../core/model/comparison.ts';
import type { ReportMetric, ReportModel, ReportWorkload, Verdict } from '../../core/model/report.ts';
import { rankOf } from './verdict-words.ts';

/** Metrics that speak for a workload, the first that shares its verdict. */
const speakers: readonly string[] = ['wall', 'cpu', 'rss'];
/** Verdicts under which no function is named on the card: nothing changed, or the machine did. */
export const nameless: ReadonlySet<Verdict> = new Set(['pass', 'environment-suspect', 'not-comparable', 'failed']);

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

/** The function that the comparison's sentence is about; null where it names none. Its calls may be a fact where its time is within noise. */
export function leadOf({ worse, better, sentence }: ProfileComparison): FunctionChange | null {
  return [worse[0], better[0]].find((change) => change?.words !== undefined && sentence.startsWith(`${change.name} ${change.words}`)) ?? null;
}

/** Functions to accuse: who leads and what rose beyond noise, or all that rose where noise is not known; none where everything slowed alike. */
export function accused(comparison: ProfileComparison): readonly FunctionChange[] {
  if (comparison.uniform !== null) return [];
  const lead = leadOf(comparison);
  return hasRuns(comparison) ? comparison.worse.filter((change) => change.significant || change === lead) : comparison.worse;
}

/** The comparison that explains a workload: the first of its own, where several were measured; null where none of its profiles was compared. */
export function comparisonOf({ comparisons, workloads }: ReportModel, workload: ReportWorkload | null): ProfileComparison | null {
  if (workload === null || workloads.length === 1) return comparisons[0] ?? null;
  const named = workload.culprits[0];
  return comparisons.find(({ title }) => title.startsWith(`${workload.name}: `)) ?? comparisons.find(({ worse }) => named !== undefined && worse.some(({ name, file }) => name === named.name && file === named.file)) ?? null;
}

/** One function with the comparison that it stands in. */
export interface Culprit {
  readonly change: FunctionChange;
  readonly comparison: ProfileComparison;
}

/** The function that the card names; null where none may be. */
export function mainCulprit(model: ReportModel): Culprit | null {
  const workload = worstFirst(model.workloads)[0]?.workload ?? null;
  return nameless.has(model.verdict) ? null : culpritOf(model, workload);
}

/** The function behind a workload's change, the one that its comparison's sentence is about before all others; null where none stands out. */
export function culpritOf(model: ReportModel, workload: ReportWorkload | null): Culprit | null {
  const comparison = comparisonOf(model, workload);
  if (comparison === null || comparison.uniform !== null) return null;
  const gated = gatedFunction(model, workload, comparison);
  if (gated !== null) return { change: gated, comparison };
  const verdict = verdictOf(model, workload);
  if (verdict === 'pass') return null;
  const fell = verdict === 'improved';
  // Recordings that rose do not explain what got faster.
  if (fell && comparison.totalHead >= comparison.totalBase) return null;
  const lead = leadOf(comparison);
  const list = fell ? comparison.better : accused(comparison);
  const change = lead !== null && list.includes(lead) ? lead : list[0];
  return change === undefined ? null : { change, comparison };
}

/** What is said of a workload: of the only one, which passed, that a gate on one of its functions improved. */
export function verdictOf({ verdict, workloads }: ReportModel, workload: ReportWorkload | null): Verdict {
  if (workload === null) return verdict;
  return workloads.length === 1 && workload.verdict === 'pass' && verdict === 'improved' ? 'improved' : workload.verdict;
}

/** The function whose own gate made the verdict, where no metric of the workload did; null where it is in no list. */
function gatedFunction(model: ReportModel, workload: ReportWorkload | null, comparison: ProfileComparison): FunctionChange | null {
  const own = verdictOf(model, workload);
  if (workload === null || workload.metrics.some(({ verdict }) => verdict === own)) return null;
  const name = model.gate?.gates.find((each) => each.workload === workload.name && each.verdict === own && each.function !== null)?.function;
  return name === undefined || name === null ? null : (functionsNamed(name, comparison)[0] ?? null);
}
