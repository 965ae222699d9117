import type { Profile, ProfileKind, ProfileUnit } from '../../core/model/profile.ts';

/** How one profile's weights become integers of a sample type. */
export interface SampleType {
  readonly type: string;
  readonly unit: 'nanoseconds' | 'bytes' | 'count';
  /** Written value = weight x factor, rounded. */
  readonly factor: number;
}

/** Type names by kind: the usual one first, then others that a title may name. */
const names: Readonly<Record<ProfileKind, readonly [string, ...string[]]>> = {
  wall: ['wall'],
  cpu: ['cpu'],
  'alloc-bytes': ['alloc_space'],
  'alloc-objects': ['alloc_objects'],
  'live-bytes': ['inuse_space', 'space'],
  'live-objects': ['inuse_objects', 'objects'],
  lock: ['delay'],
  calls: ['calls'],
  instructions: ['instructions'],
  samples: ['samples'],
};

const toNanoseconds: Readonly<Record<ProfileUnit, number>> = {
  nanoseconds: 1,
  microseconds: 1e3,
  milliseconds: 1e6,
  seconds: 1e9,
  bytes: 1,
  count: 1,
};

/** One sample type per profile, with distinct names: the second `cpu` is `cpu_2`. */
export function nameSampleTypes(profiles: readonly Profile[]): SampleType[] {
  const used = new Map<string, number>();
  return profiles.map((profile) => {
    const name = nameOf(profile);
    const times = (used.get(name) ?? 0) + 1;
    used.set(name, times);
    const unit = profile.unit === 'bytes' || profile.unit === 'count' ? profile.unit : 'nanoseconds';
    return { type: times === 1 ? name : `${name}_${times}`, unit, factor: toNanoseconds[profile.unit] };
  });
}

/** The title where it is a type name already, as after importing pprof; else the usual name of the kind. */
function nameOf({ kind, title }: Profile): string {
  const known = names[kind];
  if (known.includes(title)) return title;
  return kind === 'samples' && /^[a-z][a-z0-9_-]*$/.test(title) && !/_\d+$/.test(title) ? title : known[0];
}
