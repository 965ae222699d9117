import type { CallGraphProfile, Profile, StackProfile } from '../model/profile.ts';
import { samplesFromWeights } from '../model/stacks.ts';

/** Which stacks to look at, as pprof's flags of the same names. */
export interface Focus {
  readonly focus: RegExp | null;
  readonly ignore: RegExp | null;
}

/**
 * The profile with only the stacks that hold a function matching `focus` and none matching `ignore`.
 * A call graph knows no stacks: its rows are kept or dropped by their own name instead.
 */
export function focusProfile(profile: Profile, by: Focus): Profile {
  if (by.focus === null && by.ignore === null) return profile;
  return profile.shape === 'stacks' ? focusStacks(profile, by) : focusGraph(profile, by);
}

function matches(profile: Profile, frame: number, pattern: RegExp): boolean {
  return pattern.test(profile.frames.name[frame] as string) || pattern.test(profile.frames.file[frame] as string);
}

function flagFrames(profile: Profile, pattern: RegExp | null): Uint8Array {
  const flags = new Uint8Array(profile.frames.length);
  if (pattern !== null) for (let frame = 0; frame < flags.length; frame++) flags[frame] = matches(profile, frame, pattern) ? 1 : 0;
  return flags;
}

function focusStacks(profile: StackProfile, by: Focus): StackProfile {
  const { stacks, samples } = profile;
  const focused = flagFrames(profile, by.focus);
  const ignored = flagFrames(profile, by.ignore);
  const keep = new Uint8Array(stacks.length);
  const drop = new Uint8Array(stacks.length);
  keep[0] = by.focus === null ? 1 : 0;
  for (let node = 1; node < stacks.length; node++) {
    const up = stacks.parent[node] as number;
    const frame = stacks.frame[node] as number;
    keep[node] = (keep[up] as number) | (focused[frame] as number);
    drop[node] = (drop[up] as number) | (ignored[frame] as number);
  }
  const weight = samples.weight.map((value, row) => {
    const node = samples.stack[row] as number;
    return keep[node] === 1 && drop[node] === 0 ? value : 0;
  });
  const sampleCount = countKept(profile, weight);
  if (samples.timeOrdered) return { ...profile, sampleCount, samples: { ...samples, weight } };
  const ofNode = new Float64Array(stacks.length);
  for (let row = 0; row < weight.length; row++) ofNode[samples.stack[row] as number] = (ofNode[samples.stack[row] as number] as number) + (weight[row] as number);
  return { ...profile, sampleCount, samples: samplesFromWeights(ofNode, stacks.length) };
}

/** Samples that are left: known where all samples weigh the same. */
function countKept({ samples, sampleCount }: StackProfile, kept: Float64Array): number | null {
  if (sampleCount === null) return null;
  const period = sum(samples.weight) / sampleCount;
  if (!(period > 0) || !samples.weight.every((weight) => Number.isInteger(weight / period))) return null;
  return sum(kept) / period;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function focusGraph(profile: CallGraphProfile, by: Focus): CallGraphProfile {
  const focused = flagFrames(profile, by.focus);
  const ignored = flagFrames(profile, by.ignore);
  const kept = (frame: number) => (by.focus === null || focused[frame] === 1) && ignored[frame] === 0;
  const only = (column: Float64Array) => column.map((value, frame) => (kept(frame) ? value : 0));
  const { graph } = profile;
  return { ...profile, graph: { ...graph, self: only(graph.self), total: only(graph.total), calls: only(graph.calls), primitiveCalls: only(graph.primitiveCalls) } };
}
