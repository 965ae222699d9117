import type { Note } from '../../core/model/note.ts';
import { samplesFromWeights, type Samples } from '../../core/model/stacks.ts';
import { WeightColumn } from '../../core/model/weights.ts';
import { SampleRows } from '../shared/sample-rows.ts';
import type { IdIndex } from './id-index.ts';
import { collectorNode, outsideNode, type NodeStacks } from './node-stacks.ts';
import type { NodeTable } from './node-table.ts';
import { note } from './notes.ts';
import type { RawProfile } from './raw-profile.ts';
import type { SampleTimes } from './sample-times.ts';
import { SampleClock } from './weights.ts';

/** Where samples go, and what is summed up on the way. */
export interface Placing {
  readonly stacks: NodeStacks;
  /** Frame of a node. */
  readonly frameOfNode: (node: number) => number;
  /** Filled with the weight of each node. */
  readonly selfOfNode: Float64Array;
  /** Frame for samples whose node is missing. */
  readonly unknownFrame: () => number;
}

/**
 * Samples in the order of time. A garbage collection interrupts the function that was sampled before
 * it and is shown on top of that one's stack, so that it is known who allocates. "(idle)" and
 * "(program)" (native code outside of any call) interrupt nobody: they are roots of their own,
 * and a collection right after them is a root too.
 */
export function placeSamples(raw: RawProfile, times: SampleTimes, ids: IdIndex, placing: Placing, notes: Note[]): Samples {
  const count = raw.samples.length;
  const nodeIds = raw.samples.floats ?? raw.samples.integers;
  const intervals = times.intervals.floats ?? times.intervals.integers;
  const clock = new SampleClock(times.total);
  // There are never more rows than samples before them, so rows may take the place of the ids: fresh
  // memory costs more than all of the reckoning.
  const rows = new SampleRows(count, nodeIds instanceof Int32Array ? nodeIds.buffer : null);
  const stack = new StackOfSample(ids, placing);
  for (let i = 0, end = 0; i < count; i = end) {
    const id = nodeIds[i] as number;
    do end += 1;
    while (end < count && nodeIds[end] === id);
    const weight = end < count ? clock.advance(intervals, i + 1, end + 1) : clock.advance(intervals, i + 1, count) + clock.rest();
    rows.add(stack.next(id, weight, end - i), weight);
  }
  stack.finish();
  if (clock.negative > 0) notes.push(note('negative-deltas', `${clock.negative} of ${count} intervals between samples were negative: they count as empty, the time they lack was taken from their neighbours`));
  if (stack.unknown > 0) notes.push(note('unknown-node', `${stack.unknown} of ${count} samples name a node that the file does not hold; they are shown as "(unknown node)"`));
  return rows.finish(times.timed);
}

class StackOfSample {
  /** Samples without a node. */
  unknown = 0;
  private interrupted = 0;
  private readonly ids: IdIndex;
  private readonly placing: Placing;
  /** Self weight of node i at 2i; its stack and kind are the halves of 2i + 1: one cache line a sample. */
  private readonly facts: Float64Array;
  private readonly halves: Int32Array;

  constructor(ids: IdIndex, placing: Placing) {
    this.ids = ids;
    this.placing = placing;
    const { stackOf, kindOf } = placing.stacks;
    this.facts = new Float64Array(2 * stackOf.length);
    this.halves = new Int32Array(this.facts.buffer);
    for (let node = 0; node < stackOf.length; node++) {
      this.halves[4 * node + 2] = stackOf[node] as number;
      this.halves[4 * node + 3] = kindOf[node] as number;
    }
  }

  next(id: number, weight: number, samples: number): number {
    const { facts, halves } = this;
    const node = this.ids.find(id);
    if (node < 0) return this.unknownStack(samples);
    facts[2 * node] = (facts[2 * node] as number) + weight;
    const kind = halves[4 * node + 3] as number;
    if (kind === collectorNode) return this.placing.stacks.tree.child(this.interrupted, this.placing.frameOfNode(node));
    const stack = halves[4 * node + 2] as number;
    this.interrupted = kind === outsideNode ? 0 : stack;
    return stack;
  }

  finish(): void {
    const { selfOfNode } = this.placing;
    for (let node = 0; node < selfOfNode.length; node++) selfOfNode[node] = this.facts[2 * node] as number;
  }

  private unknownStack(samples: number): number {
    this.unknown += samples;
    this.interrupted = 0;
    return this.placing.stacks.tree.child(0, this.placing.unknownFrame());
  }
}

/** Without samples each node still knows how often it was hit; the order is lost, so collections are roots. */
export function placeHits(nodes: NodeTable, { stacks, frameOfNode, selfOfNode }: Placing): Samples {
  const weights = new WeightColumn(stacks.tree.length + 1);
  for (let node = 0; node < nodes.length; node++) {
    const hits = nodes.hitsOf(node);
    if (hits === 0) continue;
    selfOfNode[node] = hits;
    weights.add(stacks.kindOf[node] === collectorNode ? stacks.tree.child(0, frameOfNode(node)) : (stacks.stackOf[node] as number), hits);
  }
  return samplesFromWeights(weights.values, Math.min(weights.values.length, stacks.tree.length));
}
