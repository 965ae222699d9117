import type { FlameTree } from '../core/analysis/flame-tree.ts';
import { UserError } from '../core/errors.ts';
import type { ProfileUnit } from '../core/model/profile.ts';
import type { Samples, StackTable } from '../core/model/stacks.ts';
import { CappedStacks } from './speedscope/capped-stacks.ts';
import { ViewerFrames } from './speedscope/viewer-frames.ts';
import { speedscopeSchema, speedscopeUnit } from './speedscope/format.ts';
import { mergeTimeline } from './speedscope/timeline.ts';
import type { WeightedStacks } from './speedscope/weighted-stacks.ts';

/** speedscope walks trees by recursion and fails near 2,500 frames. */
const MAX_DEPTH = 1000;
/** The viewer needs about 0.65 KB of memory and 5-10 us for every frame that it opens. */
const MAX_TIMELINE_FRAMES = 300_000;
/** Frame indices written for a timeline: some 60 MB of JSON before packing. */
const MAX_TIMELINE_INDICES = 16_000_000;
const MAX_JSON_BYTES = 256 * 1024 ** 2;

export interface EmbedFacts {
  /** Name of the profile in the viewer. */
  readonly title: string;
  readonly unit: ProfileUnit;
  /** Name of the file in the viewer. */
  readonly fileTitle: string;
  /** Name per frame of the tree's table, unique: see viewerNames. */
  readonly names: readonly string[];
}

/** Stacks and samples over the frame table whose names `EmbedFacts.names` begins with. */
export interface TimeOrder {
  readonly stacks: StackTable;
  readonly samples: Samples;
}

export interface EmbeddedProfile {
  readonly json: string;
  /** False where there was no order of time, or too much of it for the viewer. */
  readonly timeOrderIncluded: boolean;
}

/**
 * speedscope JSON for the embedded viewer: the tree's nodes as aggregated samples, in the tree's order
 * (heaviest first, so that each frame opens once), at most 1,000 frames deep, and where it fits a
 * second profile in the order of time. Throws UserError for negative weights and for an empty or too large tree.
 */
export function embedSpeedscope(tree: FlameTree, facts: EmbedFacts, timeOrder: TimeOrder | null): EmbeddedProfile {
  const frames = new ViewerFrames(tree.frames, facts.names);
  const aggregated = aggregate(tree, frames);
  const timeline = timeOrder === null ? null : mergeTimeline(timeOrder.stacks, timeOrder.samples, {
    maxDepth: MAX_DEPTH,
    maxOpenedFrames: MAX_TIMELINE_FRAMES,
    maxIndices: MAX_TIMELINE_INDICES,
    frames,
  });
  const unit = speedscopeUnit(facts.unit);
  const profiles = [profileJson(facts.title, unit, aggregated)];
  if (timeline !== null) profiles.push(profileJson(`${facts.title}, in order of time`, unit, timeline));
  const json = `{"$schema":"${speedscopeSchema}","name":${JSON.stringify(facts.fileTitle)},"exporter":"perf-report","activeProfileIndex":0,"shared":{"frames":[${frames.json()}]},"profiles":[${profiles.join(',')}]}`;
  return { json, timeOrderIncluded: timeline !== null };
}

function aggregate(tree: FlameTree, frames: ViewerFrames): WeightedStacks {
  for (const weight of tree.self) {
    if (weight < 0) throw new UserError('negative weights cannot be drawn as a flame graph', 'compare the two profiles, or convert to pprof');
  }
  const stacks = new CappedStacks(tree, frames, MAX_DEPTH);
  if (stacks.rows.length === 0) throw new UserError('there is nothing to draw: no stack has a weight');
  if (stacks.byteLength > MAX_JSON_BYTES) throw new UserError('the call tree is too large for the viewer', 'prune small subtrees first');
  return stacks.write();
}

function profileJson(name: string, unit: string, stacks: WeightedStacks): string {
  const { samples } = stacks;
  const weights = roundWeights(stacks.weights);
  let total = 0;
  for (const weight of weights) total += weight;
  return `{"type":"sampled","name":${JSON.stringify(name)},"unit":"${unit}","startValue":0,"endValue":${total},"samples":[${samples}],"weights":[${weights.join(',')}]}`;
}

/**
 * Weights with nine digits of the total: the sixteen of a float would be half of the payload and mean
 * nothing. Each rounding error goes into the next weight, so that the sum stays. Whole weights are left alone.
 */
function roundWeights(weights: readonly number[]): readonly number[] {
  if (weights.every(Number.isSafeInteger)) return weights;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const perUnit = 10 ** Math.min(15, Math.max(0, 8 - Math.floor(Math.log10(total))));
  let carried = 0;
  return weights.map((weight) => {
    const wanted = weight * perUnit + carried;
    const rounded = Math.max(0, Math.round(wanted));
    carried = wanted - rounded;
    return rounded / perUnit;
  });
}
