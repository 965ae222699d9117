/** What profiles of both sides answer, of a whole workload or of one function; `self` is the own time of a function. */
const profileMetrics: readonly string[] = ['calls', 'alloc-bytes', 'alloc-objects', 'live-bytes', 'self'];

/** True for metrics that no sample knows. */
export function isProfileMetric(metric: string): boolean {
  return profileMetrics.includes(metric);
}

/** True for gates that profiles answer: on what only they know, and on single functions. */
export function isProfileGate({ metric, function: name }: { readonly metric: string; readonly function: string | null }): boolean {
  return name !== null || isProfileMetric(metric);
}

/** Base unit of a gate's metric. */
export function unitOfMetric(metric: string): 'seconds' | 'bytes' | 'count' {
  if (/^(?:wall|cpu)(?:\/|$)/.test(metric) || metric === 'self') return 'seconds';
  return metric === 'rss' || metric === 'alloc-bytes' || metric === 'live-bytes' ? 'bytes' : 'count';
}

/** The name that a gate's metric has in a report: `counter:assets` is `assets`, or `counter/wall` where that is taken. */
export function reportMetricNames(metric: string): readonly string[] {
  if (!metric.startsWith('counter:')) return [metric];
  const name = metric.slice('counter:'.length);
  return [`counter/${name}`, ...(isStandard(name) ? [] : [name])];
}

function isStandard(name: string): boolean {
  return name === 'wall' || name === 'cpu' || name === 'rss' || name === 'instructions';
}
