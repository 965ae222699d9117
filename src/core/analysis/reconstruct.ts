import { appendFrames, prunedFrameName } from '../model/frames.ts';
import type { CallGraphProfile, StackProfile } from '../model/profile.ts';
import { samplesFromWeights } from '../model/stacks.ts';
import { orderCalls } from './reconstruct/call-order.ts';
import { findComponents } from './reconstruct/components.ts';
import { CallFlow } from './reconstruct/flow.ts';
import { unfoldFaithfully } from './reconstruct/faithful-tree.ts';
import { groupByCaller } from './reconstruct/out-edges.ts';

export interface ReconstructOptions {
  /**
   * Subtrees below this share of the total become "(pruned)", 1e-4 when left out. It is lowered where
   * the largest functions would change places otherwise, and raised where the tree would not end.
   */
  readonly cutShare?: number;
}

export interface Reconstruction {
  /** The call tree as a stack profile; its frames are the profile's and one more, "(pruned)". */
  readonly profile: StackProfile;
  /** Share of the total in "(pruned)" frames. */
  readonly prunedShare: number;
}

/**
 * Call stacks from a function table and caller edges, by gprof's assumption that a function costs the
 * same wherever it is called from, weighted by the edges' times (else by their calls). The sum of all
 * weights is the table's, and a function's weights add up to its own time except for what was pruned.
 * Order in time, recursion depth and any context above the direct caller are lost: see docs/formats.md.
 */
export function reconstructStacks(profile: CallGraphProfile, options: ReconstructOptions = {}): Reconstruction {
  const { graph, ...facts } = profile;
  const { self } = graph;
  const edges = groupByCaller(graph.edges, self.length);
  const order = orderCalls(edges, findComponents(edges), graph.total);
  const flow = new CallFlow(edges, order, self);
  let total = 0;
  for (const value of self) total += value;
  const tree = unfoldFaithfully(flow, order.roots, total, options.cutShare ?? 1e-4);
  return {
    profile: {
      ...facts,
      shape: 'stacks',
      semantics: 'reconstructed',
      frames: appendFrames(profile.frames, [prunedFrameName]),
      stacks: tree.stacks,
      samples: samplesFromWeights(tree.self, tree.stacks.length),
    },
    prunedShare: total > 0 ? tree.pruned / total : 0,
  };
}
