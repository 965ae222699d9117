import type { StackTable } from '../../model/stacks.ts';
import type { CallFlow } from './flow.ts';

/** Nodes of the tree beside the pruned ones. A page cannot show more, and no flame graph needs them. */
const maxNodes = 300_000;
/** A cut of 0 is raised to this. */
const finestRaise = 1e-5;
/** While the tree has too many nodes the cut is raised, up to this share; then the deepest nodes are left out. */
const coarsestCut = 0.01;

/** A call tree with the weight that stays at each node. */
export interface FlowTree {
  readonly stacks: StackTable;
  readonly self: Float64Array;
  /** Weight of the "(pruned)" nodes. */
  readonly pruned: number;
}

/**
 * Unfolds the flow from the roots into a tree. What is below `cutShare` of the total goes to a child
 * with the frame `prunedFrame`; a function's callees share its weight as they do in the whole graph.
 */
export function unfoldFlow(flow: CallFlow, roots: Uint32Array, total: number, cutShare: number, prunedFrame: number): FlowTree {
  for (let cut = cutShare; ; cut = Math.min(coarsestCut, Math.max(cut * 4, finestRaise))) {
    const tree = new TreeWalk(flow, cut * total, prunedFrame, cut >= coarsestCut);
    if (tree.unfold(roots)) return tree.finish();
  }
}

/** One attempt. Nodes are made level by level, so parents come before their children without any stack. */
class TreeWalk {
  private parent = new Uint32Array(1024);
  private frame = new Uint32Array(1024);
  private weight = new Float64Array(1024);
  private length = 1;
  private pruned = 0;
  private readonly flow: CallFlow;
  private readonly cut: number;
  private readonly prunedFrame: number;
  private readonly mayTruncate: boolean;

  constructor(flow: CallFlow, cut: number, prunedFrame: number, mayTruncate: boolean) {
    this.flow = flow;
    this.cut = cut;
    this.prunedFrame = prunedFrame;
    this.mayTruncate = mayTruncate;
  }

  /** False when the tree grew too large. */
  unfold(roots: Uint32Array): boolean {
    this.addRoots(roots);
    for (let node = 1; node < this.length; node++) {
      if (this.frame[node] !== this.prunedFrame) this.addCallees(node);
      if (this.length > maxNodes && !this.mayTruncate) return false;
    }
    return true;
  }

  finish(): FlowTree {
    const { length } = this;
    return {
      stacks: { length, parent: this.parent.slice(0, length), frame: this.frame.slice(0, length) },
      self: this.weight.subarray(0, length),
      pruned: this.pruned,
    };
  }

  private addRoots(roots: Uint32Array): void {
    let rest = 0;
    for (const root of roots) {
      const weight = this.flow.weight[root] as number;
      if (weight > 0 && weight >= this.cut && this.length < maxNodes) this.add(0, root, weight);
      else rest += weight;
    }
    this.addPruned(0, rest);
  }

  /** Splits a node's weight into what stays and what its callees get. */
  private addCallees(node: number): void {
    const { flow } = this;
    const f = this.frame[node] as number;
    // A node stands for this part of all of the function's work.
    const part = (this.weight[node] as number) / (flow.weight[f] as number);
    this.weight[node] = part * (flow.self[f] as number);
    const end = flow.end(f);
    let position = flow.first(f);
    for (; position < end && this.length < maxNodes; position++) {
      const weight = part * flow.weightAt(position);
      if (weight < this.cut || weight === 0) break;
      this.add(node, flow.calleeAt(position), weight);
    }
    if (position < end) this.addPruned(node, part * flow.restAt(position));
  }

  private addPruned(parent: number, weight: number): void {
    if (!(weight > 0)) return;
    this.pruned += weight;
    this.add(parent, this.prunedFrame, weight);
  }

  private add(parent: number, frame: number, weight: number): void {
    const node = this.length++;
    if (node >= this.parent.length) this.grow();
    this.parent[node] = parent;
    this.frame[node] = frame;
    this.weight[node] = weight;
  }

  private grow(): void {
    const size = this.parent.length * 2;
    const parent = new Uint32Array(size);
    parent.set(this.parent);
    this.parent = parent;
    const frame = new Uint32Array(size);
    frame.set(this.frame);
    this.frame = frame;
    const weight = new Float64Array(size);
    weight.set(this.weight);
    this.weight = weight;
  }
}
