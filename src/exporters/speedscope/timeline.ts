import type { Samples, StackTable } from '../../core/model/stacks.ts';
import type { ViewerFrames } from './viewer-frames.ts';
import type { WeightedStacks } from './weighted-stacks.ts';

export interface TimelineOptions {
  readonly maxDepth: number;
  /** Frames that the viewer may open; it opens those that a stack does not share with the one before. */
  readonly maxOpenedFrames: number;
  /** Frame indices that may be written. */
  readonly maxIndices: number;
  readonly frames: ViewerFrames;
}

/** Stacks cut at the depth cap: the ancestor that is still shown, and the frames left out below it. */
interface Cut {
  readonly shown: Uint32Array;
  readonly depth: Uint32Array;
  readonly elided: Uint32Array;
}

/** The samples in the order of time, equal neighbours merged; null where they pass a limit or nothing is left. */
export function mergeTimeline(stacks: StackTable, samples: Samples, options: TimelineOptions): WeightedStacks | null {
  const cut = cutStacks(stacks, options.maxDepth);
  const rows = mergeNeighbours(samples);
  let opened = 0;
  let indices = 0;
  for (let row = 0, before = 0; row < rows.stack.length; row++) {
    const node = rows.stack[row] as number;
    indices += cut.depth[node] as number;
    opened += openedFrames(stacks, cut, before, node);
    if (opened > options.maxOpenedFrames || indices > options.maxIndices) return null;
    before = node;
  }
  if (rows.stack.length === 0) return null;
  return { samples: rows.stack.map((node) => pathJson(stacks, cut, node, options.frames)).join(','), weights: rows.weight };
}

function mergeNeighbours(samples: Samples): { stack: number[]; weight: number[] } {
  const stack: number[] = [];
  const weight: number[] = [];
  for (let row = 0; row < samples.stack.length; row++) {
    const value = samples.weight[row] as number;
    if (!(value > 0)) continue;
    const node = samples.stack[row] as number;
    const last = stack.length - 1;
    if (stack[last] === node) weight[last] = (weight[last] as number) + value;
    else {
      stack.push(node);
      weight.push(value);
    }
  }
  return { stack, weight };
}

function cutStacks(stacks: StackTable, maxDepth: number): Cut {
  const shown = new Uint32Array(stacks.length);
  const depth = new Uint32Array(stacks.length);
  const elided = new Uint32Array(stacks.length);
  for (let node = 1; node < stacks.length; node++) {
    const parent = stacks.parent[node] as number;
    const fits = (depth[parent] as number) < maxDepth - 1;
    shown[node] = fits ? node : (shown[parent] as number);
    depth[node] = fits ? (depth[parent] as number) + 1 : maxDepth;
    elided[node] = fits ? 0 : (elided[parent] as number) + 1;
  }
  return { shown, depth, elided };
}

/** Frames of `node`'s stack below the deepest one that it shares with `before`'s, the one for elided frames included. */
function openedFrames(stacks: StackTable, { shown, depth, elided }: Cut, before: number, node: number): number {
  let a = shown[before] as number;
  let b = shown[node] as number;
  const top = depth[b] as number;
  while (a !== b) {
    // Parents have smaller indices, so the larger one cannot be an ancestor of the other.
    if (a > b) a = stacks.parent[a] as number;
    else b = stacks.parent[b] as number;
  }
  return top - (depth[b] as number) + (elided[node] === 0 ? 0 : 1);
}

function pathJson(stacks: StackTable, { shown, elided }: Cut, node: number, frames: ViewerFrames): string {
  const path: number[] = [];
  const below = elided[node] as number;
  if (below > 0) path.push(frames.elided(below));
  for (let step = shown[node] as number; step !== 0; step = stacks.parent[step] as number) path.push(frames.indexOf(stacks.frame[step] as number));
  if (path.length === 0) path.push(frames.none());
  return `[${path.reverse().join(',')}]`;
}
