import type { FrameLineMeaning, ProfileKind, ProfileUnit, Semantics } from '../../core/model/profile.ts';

const units: ReadonlyMap<string, ProfileUnit> = new Map([
  ['none', 'count'],
  ['nanoseconds', 'nanoseconds'],
  ['microseconds', 'microseconds'],
  ['milliseconds', 'milliseconds'],
  ['seconds', 'seconds'],
  ['bytes', 'bytes'],
]);

/** What the numbers of a profile mean. */
export interface Meaning {
  readonly unit: ProfileUnit;
  readonly kind: ProfileKind;
  readonly semantics: Semantics;
  readonly thread: string | null;
  /** False where the format does not have this unit. */
  readonly unitKnown: boolean;
}

/** The format has units but no kinds, so the kind is read from the name of the profile and of the exporter. */
export function meaningOf(unitText: string, name: string, exporter: string): Meaning {
  const unit = units.get(unitText) ?? 'count';
  const live = /\b(?:live|in.?use|retained|leak|heap|high.?water|peak)/i.test(name) || exporter.startsWith('memray');
  // pyinstrument calls its wall clock profiles "CPU profile".
  const kind = kindOf(unit, exporter.startsWith('pyinstrument') ? '' : name, live);
  return {
    unit,
    kind,
    semantics: kind === 'live-bytes' || kind === 'live-objects' ? 'snapshot' : 'sampled',
    thread: exporter.startsWith('py-spy') || /^thread\b/i.test(name) ? name : null,
    unitKnown: units.has(unitText),
  };
}

function kindOf(unit: ProfileUnit, name: string, live: boolean): ProfileKind {
  if (unit === 'bytes') return live ? 'live-bytes' : 'alloc-bytes';
  if (unit !== 'count') return /\bcpu\b/i.test(name) ? 'cpu' : 'wall';
  if (/\balloc/i.test(name)) return live ? 'live-objects' : 'alloc-objects';
  return 'samples';
}

/** py-spy, rbspy and memray give the line that was running; others the line where the function starts. */
export function frameLineOf(exporter: string): FrameLineMeaning {
  return /^(?:py-spy|rbspy|memray)\b/.test(exporter) ? 'executing' : 'definition';
}

/** Whether samples of this unit are in the order of time: our own exports put the heaviest first. */
export function inTimeOrder(unit: ProfileUnit, exporter: string): boolean {
  return unit !== 'bytes' && unit !== 'count' && !exporter.startsWith('perf-report');
}
