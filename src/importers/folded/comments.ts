import type { ProfileKind, ProfileUnit } from '../../core/model/profile.ts';

const kinds: readonly string[] = [
  'wall', 'cpu', 'alloc-bytes', 'alloc-objects', 'live-bytes', 'live-objects', 'lock', 'calls', 'instructions', 'samples',
] satisfies ProfileKind[];
const units: readonly string[] = ['nanoseconds', 'microseconds', 'milliseconds', 'seconds', 'bytes', 'count'] satisfies ProfileUnit[];

/** What the `# key: value` lines of a folded file say. Austin writes mode, interval and duration, our exporter kind and unit. */
export interface FoldedFacts {
  readonly kind: ProfileKind;
  readonly unit: ProfileUnit;
  readonly durationSeconds: number | null;
  /** The value of austin's `mode` as written, null where there is none. */
  readonly mode: string | null;
}

/** Reads the comment lines, `#` included; the last line with a key counts. */
export function readComments(lines: Iterable<string>): FoldedFacts {
  const values = new Map<string, string>();
  for (const line of lines) {
    const parts = /^#\s*([A-Za-z_-]{1,40}):\s*(.*?)\s*$/.exec(line);
    if (parts !== null) values.set((parts[1] as string).toLowerCase(), parts[2] as string);
  }
  const mode = values.get('mode') ?? null;
  const austin = austinMeasure(mode);
  const kind = values.get('kind');
  const unit = values.get('unit');
  const duration = /^\d{1,15}$/.test(values.get('duration') ?? '') ? Number(values.get('duration')) / 1e6 : null;
  return {
    kind: kind !== undefined && kinds.includes(kind) ? (kind as ProfileKind) : austin.kind,
    unit: unit !== undefined && units.includes(unit) ? (unit as ProfileUnit) : austin.unit,
    durationSeconds: duration,
    mode,
  };
}

function austinMeasure(mode: string | null): { kind: ProfileKind; unit: ProfileUnit } {
  if (mode === 'wall' || mode === 'cpu') return { kind: mode, unit: 'microseconds' };
  if (mode === 'memory') return { kind: 'live-bytes', unit: 'bytes' };
  return { kind: 'samples', unit: 'count' };
}
