import type { CallFlow } from './flow.ts';
import { unfoldFlow, type FlowTree } from './flow-tree.ts';

/** Functions whose order by self time the tree has to keep: what a reader looks at first. */
const keptRanks = 10;
/** Trees above this size are not unfolded again with a finer cut. */
const maxRefinedNodes = 20_000;
const finestCut = 1e-8;

/**
 * Unfolds the flow at `cutShare`, and finer while that cut makes the largest functions (those above the
 * cut, ten at most) change places: a function loses what was pruned below all of its callers.
 */
export function unfoldFaithfully(flow: CallFlow, roots: Uint32Array, total: number, cutShare: number): FlowTree {
  const prunedFrame = flow.self.length;
  const ranked = largest(flow.self, keptRanks).filter((f) => (flow.self[f] as number) >= cutShare * total);
  for (let cut = cutShare; ; cut /= 8) {
    const tree = unfoldFlow(flow, roots, total, cut, prunedFrame);
    if (tree.pruned === 0 || tree.stacks.length > maxRefinedNodes || cut < finestCut) return tree;
    const found = largest(selfByFunction(tree, prunedFrame), ranked.length);
    // Functions of equal time may change places.
    if (found.every((f, rank) => flow.self[f] === flow.self[ranked[rank] as number])) return tree;
  }
}

function selfByFunction({ stacks, self }: FlowTree, functions: number): Float64Array {
  const sums = new Float64Array(functions);
  for (let node = 1; node < stacks.length; node++) {
    const f = stacks.frame[node] as number;
    if (f < functions) sums[f] = (sums[f] as number) + (self[node] as number);
  }
  return sums;
}

/** Indices of the `count` largest values, largest first. */
function largest(values: Float64Array, count: number): number[] {
  const found: number[] = [];
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if (found.length === count && !(value > (values[found[count - 1] as number] as number))) continue;
    let rank = Math.min(found.length, count - 1);
    while (rank > 0 && value > (values[found[rank - 1] as number] as number)) {
      found[rank] = found[rank - 1] as number;
      rank -= 1;
    }
    if (count > 0) found[rank] = at;
  }
  return found;
}
