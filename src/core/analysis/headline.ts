import type { ReportInput, ReportProfile } from '../model/report.ts';
import type { ProfileKind } from '../model/profile.ts';
import type { RunFacts } from '../model/run.ts';
import { formatCount } from '../units/count.ts';
import { formatQuantity } from '../units/quantity.ts';

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

/**
 * The page's first words: what was profiled and how much of it. "sample: 1.55 s of wall time in
 * 84,808 calls, and 2 more profiles".
 */
export function writeHeadline(profiles: readonly ReportProfile[], failed: readonly ReportInput[], run: RunFacts | null): string {
  const main = profiles[0];
  if (main === undefined) {
    return failed.length === 0 ? 'No profile was found' : `No profile could be read: ${plural(failed.length, 'file')} failed`;
  }
  const subject = run?.workload ?? main.file;
  const more = profiles.length - 1;
  return `${subject}: ${sizeOf(main)}${more > 0 ? `, and ${plural(more, 'more profile', 'more profiles')}` : ''}`;
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
