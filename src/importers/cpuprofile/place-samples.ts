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
  const rows = new SampleRows(countRuns(nodeIds, count));
  const stack = new StackOfSample(ids, placing);
  for (let i = 0, end = 0; i < count; i = end) {
    const id = nodeIds[i] as number;
    do end += 1;
    while (end < count && nodeIds[end] === id);
    const weight = clock.advance(intervals, i + 1, end + 1);
    rows.add(stack.next(id, weight, end - i), weight);
  }
  if (clock.negative > 0) notes.push(note('negative-deltas', `${clock.negative} of ${count} intervals between samples were negative: they count as empty, the time they lack was taken from their neighbours`));
  if (stack.unknown > 0) notes.push(note('unknown-node', `${stack.unknown} of ${count} samples name a node that the file does not hold; they are shown as "(unknown node)"`));
  return rows.finish(times.timed);
}

function countRuns(values: Int32Array | Float64Array, count: number): number {
  let runs = 1;
  for (let i = 1; i < count; i++) if (values[i] !== values[i - 1]) runs += 1;
  return runs;
}

class StackOfSample {
  /** Samples without a node. */
  unknown = 0;
  private interrupted = 0;
  private readonly ids: IdIndex;
  private readonly placing: Placing;

  constructor(ids: IdIndex, placing: Placing) {
    this.ids = ids;
    this.placing = placing;
  }

  next(id: number, weight: number, samples: number): number {
    const { stacks, selfOfNode } = this.placing;
    const node = this.ids.find(id);
    if (node < 0) return this.unknownStack(samples);
    selfOfNode[node] = (selfOfNode[node] as number) + weight;
    const kind = stacks.kindOf[node] as number;
    if (kind === collectorNode) return stacks.tree.child(this.interrupted, this.placing.frameOfNode(node));
    const stack = stacks.stackOf[node] as number;
    this.interrupted = kind === outsideNode ? 0 : stack;
    return stack;
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
    const hits = Math.max(0, nodes.hitCount.at(node));
    if (hits === 0) continue;
    selfOfNode[node] = hits;
    weights.add(stacks.kindOf[node] === collectorNode ? stacks.tree.child(0, frameOfNode(node)) : (stacks.stackOf[node] as number), hits);
  }
  return samplesFromWeights(weights.values, Math.min(weights.values.length, stacks.tree.length));
}
