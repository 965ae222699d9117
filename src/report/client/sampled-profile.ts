/** The part of speedscope's file format that the report writes and the downloads read. */
export interface SpeedscopeFile {
  readonly shared: { readonly frames: readonly SpeedscopeFrame[] };
  readonly profiles: readonly (SampledProfile | { readonly type: 'evented' })[];
  readonly activeProfileIndex?: number;
}

export interface SpeedscopeFrame {
  readonly name: string;
  readonly file?: string;
  readonly line?: number;
}

export interface SampledProfile {
  readonly type: 'sampled';
  readonly name: string;
  readonly unit: string;
  /** Stacks from the root to the leaf, as frame indexes. */
  readonly samples: readonly (readonly number[])[];
  readonly weights: readonly number[];
}

/** The profile that is shown first, or the first one that holds stacks. Throws where there is none. */
export function sampledProfile(file: SpeedscopeFile): SampledProfile {
  const order = [file.profiles[file.activeProfileIndex ?? 0], ...file.profiles];
  const found = order.find((profile): profile is SampledProfile => profile?.type === 'sampled');
  if (found === undefined) throw new Error('the embedded profile holds no stacks');
  return found;
}

/**
 * A frame's name as the profiler wrote it, without what the viewer needs: a zero-width space keeps its
 * demangler away from names that start with _Z or _R, and functions that share a name carry their place.
 */
export function plainName({ name, file = '', line = 0 }: SpeedscopeFrame): string {
  const mangled = name.replace(/^\u200b(?=__?Z|_R)/, '');
  const place = ` ${file}:${line}`;
  return file !== '' && mangled.endsWith(place) ? mangled.slice(0, -place.length) : mangled;
}

const wholeUnits: Readonly<Record<string, { readonly unit: string; readonly scale: number }>> = {
  nanoseconds: { unit: 'nanoseconds', scale: 1 },
  microseconds: { unit: 'nanoseconds', scale: 1e3 },
  milliseconds: { unit: 'nanoseconds', scale: 1e6 },
  seconds: { unit: 'nanoseconds', scale: 1e9 },
  bytes: { unit: 'bytes', scale: 1 },
};

/**
 * Weights as whole numbers, for formats that know no fractions: time in nanoseconds. Each is rounded
 * so that the sum of all stays within one unit of the exact sum.
 */
export function wholeWeights(profile: SampledProfile): { unit: string; weights: number[] } {
  const { unit, scale } = wholeUnits[profile.unit] ?? { unit: 'count', scale: 1 };
  let exact = 0;
  let written = 0;
  const weights = profile.weights.map((weight) => {
    exact += weight * scale;
    const whole = Math.round(exact) - written;
    written += whole;
    return whole;
  });
  return { unit, weights };
}
