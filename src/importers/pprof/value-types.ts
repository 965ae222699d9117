import type { ProfileKind, ProfileUnit, Semantics } from '../../core/model/profile.ts';
import type { ValueType } from './tables.ts';

/** How a sample type is shown and stored. */
export interface Measure {
  readonly title: string;
  readonly kind: ProfileKind;
  readonly unit: ProfileUnit;
  /** Stored weight = file's value x factor; 1 for every unit that the model has. */
  readonly factor: number;
  readonly semantics: Semantics;
}

const units: Readonly<Record<string, readonly [ProfileUnit, number]>> = {
  nanosecond: ['nanoseconds', 1],
  ns: ['nanoseconds', 1],
  microsecond: ['microseconds', 1],
  us: ['microseconds', 1],
  'μs': ['microseconds', 1],
  'µs': ['microseconds', 1],
  millisecond: ['milliseconds', 1],
  ms: ['milliseconds', 1],
  second: ['seconds', 1],
  sec: ['seconds', 1],
  s: ['seconds', 1],
  minute: ['seconds', 60],
  min: ['seconds', 60],
  hour: ['seconds', 3600],
  hr: ['seconds', 3600],
  byte: ['bytes', 1],
  b: ['bytes', 1],
  kilobyte: ['bytes', 1024],
  kbyte: ['bytes', 1024],
  kb: ['bytes', 1024],
  megabyte: ['bytes', 1024 ** 2],
  mbyte: ['bytes', 1024 ** 2],
  mb: ['bytes', 1024 ** 2],
  gigabyte: ['bytes', 1024 ** 3],
  gbyte: ['bytes', 1024 ** 3],
  gb: ['bytes', 1024 ** 3],
};

/** Type names of known producers, without "_" and "-"; the unit decides for all others. */
const kinds: Readonly<Record<string, ProfileKind>> = {
  cpu: 'cpu',
  cputime: 'cpu',
  oncpu: 'cpu',
  wall: 'wall',
  walltime: 'wall',
  time: 'wall',
  allocspace: 'alloc-bytes',
  allocsize: 'alloc-bytes',
  allocbytes: 'alloc-bytes',
  allocintlab: 'alloc-bytes',
  allocoutsidetlab: 'alloc-bytes',
  allocations: 'alloc-objects',
  allocobjects: 'alloc-objects',
  allocsamples: 'alloc-objects',
  alloccount: 'alloc-objects',
  inusespace: 'live-bytes',
  heapspace: 'live-bytes',
  heaplivesize: 'live-bytes',
  space: 'live-bytes',
  inuseobjects: 'live-objects',
  heapobjects: 'live-objects',
  heaplivesamples: 'live-objects',
  objects: 'live-objects',
  delay: 'lock',
  lock: 'lock',
  locktime: 'lock',
  lockwait: 'lock',
  lockacquirewait: 'lock',
  lockreleasehold: 'lock',
  mutexduration: 'lock',
  blockduration: 'lock',
  calls: 'calls',
  instructions: 'instructions',
};

const fits: Readonly<Record<ProfileKind, ProfileUnit>> = {
  wall: 'seconds',
  cpu: 'seconds',
  lock: 'seconds',
  'alloc-bytes': 'bytes',
  'live-bytes': 'bytes',
  'alloc-objects': 'count',
  'live-objects': 'count',
  calls: 'count',
  instructions: 'count',
  samples: 'count',
};

/** Titles for the types whose names say too little; all others are shown as the file names them. */
const titles: Readonly<Record<string, string>> = { cpu: 'CPU time', wall: 'wall time' };

/** Snapshots of a moment, as opposed to what happened over the recording. */
const snapshotTypes = new Set(['goroutine', 'goroutines', 'threadcreate', 'threads']);

/** Reads a sample type. A unit that is not known is stored as a count and stays in the title. */
export function readMeasure(valueType: ValueType): Measure {
  const { type } = valueType;
  const unitName = valueType.unit.toLowerCase();
  const known = Object.hasOwn(units, unitName) ? units[unitName] : units[singular(unitName)];
  const [unit, factor] = known ?? (['count', 1] as const);
  const kind = readKind(type, unit);
  const plain = known !== undefined || unitName === 'count' || unitName === '';
  const titled = Object.hasOwn(titles, type) && unit !== 'count' ? (titles[type] as string) : type;
  return {
    title: plain ? titled || unit : `${type} (${valueType.unit})`,
    kind,
    unit,
    factor,
    semantics: kind === 'live-bytes' || kind === 'live-objects' || snapshotTypes.has(type) ? 'snapshot' : 'sampled',
  };
}

/** True for the type that counts samples, as Go's `samples/count`. */
export function countsSamples(valueType: ValueType): boolean {
  return (valueType.type === 'samples' || valueType.type === 'sample') && valueType.unit === 'count';
}

function singular(unit: string): string {
  const name = unit.endsWith('s') ? unit.slice(0, -1) : unit;
  return Object.hasOwn(units, name) ? name : '';
}

function readKind(type: string, unit: ProfileUnit): ProfileKind {
  const name = type.toLowerCase().replace(/_\d+$/, '').replaceAll(/[-_]/g, '');
  const family = unit === 'bytes' || unit === 'count' ? unit : 'seconds';
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind !== undefined && fits[kind] === family) return kind;
  if (family === 'bytes') return name.includes('inuse') || name.includes('live') ? 'live-bytes' : 'alloc-bytes';
  if (family === 'seconds') return name.includes('lock') || name.includes('delay') ? 'lock' : name.includes('cpu') ? 'cpu' : 'wall';
  return 'samples';
}
