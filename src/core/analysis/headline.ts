import type { ReportChart, ReportInput, ReportProfile, ReportWorkload } from '../model/report.ts';
import type { ProfileKind } from '../model/profile.ts';
import type { RunFacts } from '../model/run.ts';
import { formatCount } from '../units/count.ts';
import { formatDuration } from '../units/duration.ts';
import { formatQuantity } from '../units/quantity.ts';
import { workloadHeadline } from './workload-headline.ts';

const ofWhat: Record<ProfileKind, string> = {
  wall: 'of wall time',
  cpu: 'of CPU time',
  'alloc-bytes': 'allocated',
  'alloc-objects': 'allocations',
  'live-bytes': 'of live memory',
  'live-objects': 'live blocks',
  lock: 'waited for locks',
  calls: 'calls',
  instructions: 'instructions',
  samples: 'samples',
};

/** What the headline is made of. */
export interface HeadlineParts {
  readonly profiles: readonly ReportProfile[];
  readonly failed: readonly ReportInput[];
  readonly run: RunFacts | null;
  readonly workloads: readonly ReportWorkload[];
  readonly charts: readonly ReportChart[];
}

/**
 * The page's first words: what was measured, or else profiled, and how much of it. "sample took 2.31 s
 * (median of 10, ±1.2 %), 214 MiB peak; hottest: dedupe, 31 %", "sample: 1.55 s of wall time in 84,808 calls".
 */
export function writeHeadline({ profiles, failed, run, workloads, charts }: HeadlineParts): string {
  const main = profiles[0];
  if (workloads.length > 0) return workloadHeadline(workloads, main);
  if (main === undefined) {
    const [chart] = charts;
    if (chart !== undefined) return `${run?.workload ?? chart.file}: ${chartHeadline(chart)}${charts.length > 1 ? `, and ${plural(charts.length - 1, 'more chart', 'more charts')}` : ''}`;
    return failed.length === 0 ? 'No profile was found' : `No profile could be read: ${plural(failed.length, 'file')} failed`;
  }
  const subject = run?.workload ?? main.file;
  const more = profiles.length - 1;
  return `${subject}: ${sizeOf(main)}${more > 0 ? `, and ${plural(more, 'more profile', 'more profiles')}` : ''}`;
}

function chartHeadline({ title, unit, peak }: ReportChart): string {
  const what = title.charAt(0).toLowerCase() + title.slice(1);
  return peak === null ? what : `${what}, peak ${formatQuantity(peak.value, unit)} after ${formatDuration(peak.atSeconds)}`;
}

function sizeOf(profile: ReportProfile): string {
  const total = `${formatQuantity(profile.total, profile.unit)} ${ofWhat[profile.kind]}`;
  if (profile.calls !== null) return `${total} in ${formatCount(profile.calls)} calls`;
  if (profile.samples !== null && profile.kind !== 'samples' && profile.semantics === 'sampled') return `${total} in ${formatCount(profile.samples)} samples`;
  return total;
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
