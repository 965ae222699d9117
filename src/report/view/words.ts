import type { ProfileKind, Semantics } from '../../core/model/profile.ts';
import type { CodeOwner, ReportProfile } from '../../core/model/report.ts';

const kindNames: Record<ProfileKind, string> = {
  wall: 'wall time',
  cpu: 'CPU time',
  'alloc-bytes': 'allocated memory',
  'alloc-objects': 'allocated objects',
  'live-bytes': 'memory in use',
  'live-objects': 'objects in use',
  lock: 'waiting for locks',
  calls: 'calls',
  instructions: 'instructions',
  samples: 'samples',
};

/** What a profile's numbers measure, in lower case. */
export function kindName(kind: ProfileKind): string {
  return kindNames[kind];
}

/** What is counted, for profiles whose unit is a count. */
export function countNoun(kind: ProfileKind): string {
  if (kind === 'alloc-objects' || kind === 'live-objects') return 'objects';
  if (kind === 'calls' || kind === 'instructions') return kind;
  return 'samples';
}

const unitNames = { seconds: 'seconds', bytes: 'bytes', count: 'count' } as const;

/** Unit of the values in report.json. */
export function unitName(unit: ReportProfile['unit']): string {
  return unitNames[unit];
}

const semanticsNames: Record<Semantics, string> = {
  sampled: 'sampled: small values are estimates',
  deterministic: 'every call measured, the profiler\u2019s own cost included',
  snapshot: 'snapshot of one moment',
  reconstructed: 'reconstructed from caller/callee edges, not sampled stacks',
};

/** How the numbers came to be, in words. */
export function semanticsName(semantics: Semantics): string {
  return semanticsNames[semantics];
}

/** Heading of a profile's flame graph. */
export function flameHeading(profile: Pick<ReportProfile, 'unit' | 'kind'>): string {
  if (profile.unit === 'seconds') return 'Where the time went';
  return profile.unit === 'bytes' ? 'Where the memory went' : `Where the ${countNoun(profile.kind)} went`;
}

/** What is said about code that is not the project's own; '' for own code. */
export function ownerWord(owner: CodeOwner): string {
  return owner === 'own' ? '' : owner;
}

/** "1 profile", "3 profiles". */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** "2026-11-22 07:06 UTC" from an ISO 8601 time; the text itself where it is none. */
export function formatMoment(iso: string): string {
  const parts = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|\+00:00)$/.exec(iso);
  return parts === null ? iso : `${parts[1] ?? ''} ${parts[2] ?? ''} UTC`;
}

/** A sentence as it begins. */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
