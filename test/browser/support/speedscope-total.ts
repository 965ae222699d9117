/** The parts of a speedscope file that sums are taken from. */
export interface SpeedscopeExport {
  readonly activeProfileIndex?: number;
  readonly profiles: readonly {
    readonly type: 'sampled' | 'evented';
    readonly unit: string;
    readonly weights?: readonly number[];
    readonly startValue: number;
    readonly endValue: number;
  }[];
}

const perSecond: Readonly<Record<string, number>> = { nanoseconds: 1e9, microseconds: 1e6, milliseconds: 1e3, seconds: 1 };

/** Total of the shown profile in seconds, bytes or counts. */
export function totalOf(file: SpeedscopeExport): number {
  const profile = file.profiles[file.activeProfileIndex ?? 0];
  if (profile === undefined) throw new Error('the file holds no profile');
  const sum = profile.weights === undefined ? profile.endValue - profile.startValue : profile.weights.reduce((total, weight) => total + weight, 0);
  return sum / (perSecond[profile.unit] ?? 1);
}
