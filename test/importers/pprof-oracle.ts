import type { ProfileSet, StackProfile } from '../../src/core/model/profile.ts';

/** What `go tool pprof -top` says of each function name: flat and cumulative. */
export type TopRows = ReadonlyMap<string, readonly [flat: number, cum: number]>;

/** Rows of `go tool pprof -top -unit=ns`: values are whole numbers with or without a unit behind them. */
export function parseTop(output: string): TopRows {
  const rows = new Map<string, [number, number]>();
  const lines = output.split('\n');
  const head = lines.findIndex((line) => /^\s+flat\s+flat%/.test(line));
  for (const line of lines.slice(head + 1)) {
    const match = /^\s*(-?[\d.]+)\S*\s+\S+%?\s+\S+%?\s+(-?[\d.]+)\S*\s+\S+%?\s\s?(.*?)(?: \((?:partial-)?inline\))?$/.exec(line);
    // Code without name, address and binary; the model shows it like every profiler's unknown frame.
    if (match !== null) rows.set(match[3] === '<unknown>' ? '(unknown)' : (match[3] as string), [Number(match[1]), Number(match[2])]);
  }
  return rows;
}

/** The same table from our model, added up here by name alone, as -top does; rows of zeros are left out. */
export function topRows(profile: StackProfile): TopRows {
  const { frames, stacks, samples } = profile;
  const rows = new Map<string, [number, number]>();
  const nameOf = (frame: number): string => {
    const file = frames.file[frame] as string;
    // -top shows code without symbols by its binary alone.
    return /\+0x[0-9a-f]+$/.test(frames.name[frame] as string) ? `[${file.split('/').at(-1) as string}]` : (frames.name[frame] as string);
  };
  samples.stack.forEach((node, row) => {
    const weight = samples.weight[row] as number;
    const seen = new Set<string>();
    for (let at = node; at !== 0; at = stacks.parent[at] as number) {
      const name = nameOf(stacks.frame[at] as number);
      const sums = rows.get(name) ?? [0, 0];
      if (at === node) sums[0] += weight;
      if (!seen.has(name)) sums[1] += weight;
      seen.add(name);
      rows.set(name, sums);
    }
  });
  return new Map([...rows].filter(([, [flat, cum]]) => flat !== 0 || cum !== 0).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function sorted(rows: TopRows): TopRows {
  return new Map([...rows].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What `go tool pprof -raw` says: values by stack and by leaf line, one map per sample type. */
export interface RawFacts {
  readonly types: readonly string[];
  /** By "outermost;…;innermost" of function names. */
  readonly stacks: readonly ReadonlyMap<string, number>[];
  /** By "name file:line" of the innermost function of the leaf, where a line is known. */
  readonly lines: readonly ReadonlyMap<string, number>[];
  readonly startLines: ReadonlyMap<string, number>;
}

export function parseRaw(output: string): RawFacts {
  const [head, locationPart] = output.split('\nLocations\n') as [string, string];
  const samplePart = (head.split('\nSamples:\n')[1] as string).split('\n');
  const locations = new Map<number, { name: string; file: string; line: number; start: number }[]>();
  let current: { name: string; file: string; line: number; start: number }[] = [];
  for (const line of (locationPart.split('\nMappings')[0] as string).split('\n')) {
    const match = /^\s+(?:(\d+): 0x[0-9a-f]+ (?:M=\d+ )?)?(?:(.*) (\S*):(-?\d+):\d+ s=(\d+).*)?$/.exec(line);
    if (match === null) continue;
    if (match[1] !== undefined) locations.set(Number(match[1]), (current = []));
    if (match[2] !== undefined) current.push({ name: match[2], file: match[3] as string, line: Number(match[4]), start: Number(match[5]) });
  }
  const types = (samplePart[0] as string).replaceAll('[dflt]', '').trim().split(/\s+/);
  const stacks = types.map(() => new Map<string, number>());
  const lines = types.map(() => new Map<string, number>());
  for (const sample of samplePart.slice(1)) {
    const match = /^\s*(-?\d[\d\s-]*): ?([\d ]*)$/.exec(sample);
    if (match === null) continue;
    const values = (match[1] as string).trim().split(/\s+/).map(Number);
    const frames = (match[2] as string).trim().split(' ').filter(Boolean).flatMap((id) => locations.get(Number(id)) ?? []);
    const key = frames.map(({ name }) => (name === '' ? '(unknown)' : name)).reverse().join(';');
    const leaf = frames[0];
    for (const [type, value] of values.entries()) {
      add(stacks[type] as Map<string, number>, key, value);
      if (leaf !== undefined && leaf.line > 0) add(lines[type] as Map<string, number>, `${leaf.name} ${leaf.file}:${leaf.line}`, value);
    }
  }
  const startLines = new Map([...locations.values()].flat().map(({ name, file, start }) => [`${name} ${file}`, start]));
  return { types, stacks: stacks.map(withoutZeros), lines: lines.map(withoutZeros), startLines };
}

export function stackSums(profile: StackProfile): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  profile.samples.stack.forEach((node, row) => {
    const names: string[] = [];
    for (let at = node; at !== 0; at = profile.stacks.parent[at] as number) names.push(profile.frames.name[profile.stacks.frame[at] as number] as string);
    add(sums, names.reverse().join(';'), profile.samples.weight[row] as number);
  });
  return withoutZeros(sums);
}

export function lineSums(profile: StackProfile): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  const { frames, lineCosts } = profile;
  lineCosts?.frame.forEach((frame, row) => add(sums, `${frames.name[frame] as string} ${frames.file[frame] as string}:${lineCosts.line[row] as number}`, lineCosts.cost[row] as number));
  return withoutZeros(sums);
}

export function stackProfiles(set: ProfileSet): readonly StackProfile[] {
  return set.profiles.map((profile) => {
    if (profile.shape !== 'stacks') throw new Error('not a stack profile');
    return profile;
  });
}

function add(sums: Map<string, number>, key: string, value: number): void {
  sums.set(key, (sums.get(key) ?? 0) + value);
}

function withoutZeros(sums: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return new Map([...sums].filter(([, value]) => value !== 0).sort(([a], [b]) => (a < b ? -1 : 1)));
}
