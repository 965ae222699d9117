import type { FunctionChange, ProfileComparison } from '../model/comparison.ts';
import type { ReportMetric, ReportWorkload } from '../model/report.ts';

/** Functions that a workload accuses. */
const maxCulprits = 10;

/** The functions that explain a slowdown: those whose rise is beyond noise, or all that rose where each side has one run only. */
export function culpritsOf(workload: ReportWorkload, comparisons: readonly ProfileComparison[]): readonly FunctionChange[] {
  if (workload.verdict !== 'fail' && workload.verdict !== 'warn') return [];
  const comparison = explaining(workload, comparisons);
  if (comparison === null || comparison.uniform !== null) return [];
  const oneRun = new Set(comparison.baseFiles).size <= 1 && new Set(comparison.headFiles).size <= 1;
  const worse = oneRun ? comparison.worse : comparison.worse.filter(({ significant }) => significant);
  return worse.slice(0, maxCulprits);
}

/** The comparisons with those that explain a verdict before the others, in the order of the workloads; ids follow the order. */
export function explainingFirst(comparisons: readonly ProfileComparison[], workloads: readonly ReportWorkload[]): ProfileComparison[] {
  const first = new Set<ProfileComparison>();
  for (const workload of workloads.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn')) {
    const found = explaining(workload, ofWorkload(comparisons, workload, workloads.length));
    if (found !== null) first.add(found);
  }
  const main = first.size > 0 ? [] : comparisons.filter(({ unit }) => unit === 'seconds').slice(0, 1);
  return [...new Set([...first, ...main, ...comparisons])].map((comparison, index) => ({ ...comparison, id: `d${index + 1}` }));
}

function ofWorkload(comparisons: readonly ProfileComparison[], { name }: ReportWorkload, count: number): readonly ProfileComparison[] {
  return count === 1 ? comparisons : comparisons.filter(({ title }) => title.startsWith(`${name}: `));
}

/** The comparison of what the worst metric measures: time for time, memory for memory. */
function explaining({ metrics }: ReportWorkload, comparisons: readonly ProfileComparison[]): ProfileComparison | null {
  const worst = metrics.find(({ verdict }) => verdict === 'fail') ?? metrics.find(({ verdict }) => verdict === 'warn');
  const kinds = kindsFor(worst);
  for (const kind of kinds) {
    const found = comparisons.find((comparison) => comparison.kind === kind);
    if (found !== undefined) return found;
  }
  return comparisons.find(({ unit }) => unit === (worst?.unit ?? 'seconds')) ?? null;
}

function kindsFor(metric: ReportMetric | undefined): readonly ProfileComparison['kind'][] {
  if (metric === undefined || metric.metric.startsWith('wall')) return ['wall', 'cpu'];
  if (metric.metric.startsWith('cpu')) return ['cpu', 'wall'];
  return metric.metric === 'rss' ? ['live-bytes', 'alloc-bytes'] : metric.metric === 'instructions' ? ['instructions', 'cpu', 'wall'] : [];
}
