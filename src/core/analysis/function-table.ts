import type { FrameTable } from '../model/frames.ts';
import type { CallGraphProfile, Profile, StackProfile } from '../model/profile.ts';
import { walkStacks, weighNodes } from './stack-walk.ts';

/**
 * Functions of a profile, unsorted, columns of equal length, values in the profile's unit. Frames
 * that are lines of one function (`frameLine: 'executing'`) are one row.
 */
export interface FunctionTable {
  readonly length: number;
  /** The frame that stands for the function: the heaviest by self where there are several. */
  readonly frame: Uint32Array;
  readonly self: Float64Array;
  /** Inclusive; a function below itself is counted once (call graphs: as the file counts). */
  readonly total: Float64Array;
  /** -1 where unknown. */
  readonly calls: Float64Array;
  readonly primitiveCalls: Float64Array;
  /** Row of each frame of the frame table. */
  readonly functionOfFrame: Uint32Array;
}

/** The exact function table of a call graph, or the one that the stacks add up to. */
export function functionTable(profile: Profile): FunctionTable {
  return profile.shape === 'call-graph' ? tableOfGraph(profile) : tableOfStacks(profile);
}

/** Sum of all weights: what 100 % means. For call graphs the sum of self times, as `pstats` prints it. */
export function profileTotal(profile: Profile): number {
  const weights = profile.shape === 'call-graph' ? profile.graph.self : profile.samples.weight;
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i] as number;
  return sum;
}

/** All calls of all functions, null where the profile does not know calls. */
export function totalCalls(profile: Profile): number | null {
  if (profile.shape !== 'call-graph') return null;
  let sum = 0;
  for (const calls of profile.graph.calls) if (calls > 0) sum += calls;
  return profile.graph.calls.length > 0 && profile.graph.calls.every((calls) => calls < 0) ? null : sum;
}

function tableOfGraph(profile: CallGraphProfile): FunctionTable {
  const { graph, frames } = profile;
  const identity = new Uint32Array(frames.length);
  for (let frame = 0; frame < frames.length; frame++) identity[frame] = frame;
  return { ...graph, length: frames.length, frame: identity, functionOfFrame: identity };
}

function tableOfStacks(profile: StackProfile): FunctionTable {
  const { stacks, frames } = profile;
  const weights = weighNodes(stacks, profile.samples);
  const { functionOfFrame, count } = numberFunctions(frames, profile.frameLine === 'executing');
  const self = new Float64Array(count);
  const total = new Float64Array(count);
  const selfOfFrame = new Float64Array(frames.length);
  const active = new Uint32Array(count);
  for (let node = 1; node < stacks.length; node++) {
    const frame = stacks.frame[node] as number;
    selfOfFrame[frame] = (selfOfFrame[frame] as number) + (weights.self[node] as number);
  }
  walkStacks(
    stacks,
    (node) => {
      const row = functionOfFrame[stacks.frame[node] as number] as number;
      const depth = active[row] as number;
      active[row] = depth + 1;
      if (depth === 0) total[row] = (total[row] as number) + (weights.total[node] as number);
    },
    (node) => {
      const row = functionOfFrame[stacks.frame[node] as number] as number;
      active[row] = (active[row] as number) - 1;
    },
  );
  const frame = new Uint32Array(count);
  const heaviest = new Float64Array(count).fill(-Infinity);
  for (let index = 0; index < frames.length; index++) {
    const row = functionOfFrame[index] as number;
    const value = selfOfFrame[index] as number;
    self[row] = (self[row] as number) + value;
    if (value > (heaviest[row] as number)) {
      heaviest[row] = value;
      frame[row] = index;
    }
  }
  const unknown = new Float64Array(count).fill(-1);
  return { length: count, frame, self, total, calls: unknown, primitiveCalls: unknown, functionOfFrame };
}

/** Function numbers in order of first appearance; with `merge`, lines of one function share one. */
export function numberFunctions(frames: FrameTable, merge: boolean): { functionOfFrame: Uint32Array; count: number } {
  const functionOfFrame = new Uint32Array(frames.length);
  if (!merge) {
    for (let frame = 0; frame < frames.length; frame++) functionOfFrame[frame] = frame;
    return { functionOfFrame, count: frames.length };
  }
  const known = new Map<string, number>();
  for (let frame = 0; frame < frames.length; frame++) {
    const key = `${frames.name[frame] as string}\u0000${frames.file[frame] as string}`;
    let row = known.get(key);
    if (row === undefined) known.set(key, (row = known.size));
    functionOfFrame[frame] = row;
  }
  return { functionOfFrame, count: known.size };
}

/** The first frame of every function: the one that stands for it in a flame tree. */
export function firstFrames(functionOfFrame: Uint32Array, count: number): Uint32Array {
  const first = new Uint32Array(count);
  for (let frame = functionOfFrame.length - 1; frame >= 0; frame--) first[functionOfFrame[frame] as number] = frame;
  return first;
}
