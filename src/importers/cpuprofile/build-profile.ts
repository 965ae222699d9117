import { InputError } from '../../core/errors.ts';
import type { ImportLimits } from '../../core/limits.ts';
import type { Note } from '../../core/model/note.ts';
import type { StackProfile } from '../../core/model/profile.ts';
import { samplesFromWeights, type Samples } from '../../core/model/stacks.ts';
import { WeightColumn } from '../../core/model/weights.ts';
import { SampleRows } from '../shared/sample-rows.ts';
import type { CallFrames } from './call-frames.ts';
import { IdIndex } from './id-index.ts';
import { lineCosts } from './line-costs.ts';
import { orderNodes, resolveParents } from './node-parents.ts';
import { collectorNode, outsideNode, stackNodes, type NodeStacks } from './node-stacks.ts';
import { limitNotes, note } from './notes.ts';
import type { RawProfile } from './raw-profile.ts';
import { timeSamples } from './sample-times.ts';

/** Makes the profile of what a file said. Throws InputError for contradictions: see the parts. */
export function buildProfile(raw: RawProfile, callFrames: CallFrames, limits: ImportLimits): StackProfile {
  const { nodes } = raw;
  if (nodes.length === 0) throw new InputError('the profile holds no nodes', {}, 'the program may have ended before the profiler began: record a longer run');
  const notes: Note[] = [];
  const ids = new IdIndex(nodes.id);
  const parents = raw.parents ?? parentsOf(raw, ids, notes);
  const { builder, frameOf } = callFrames.finish();
  const stacks = stackNodes(nodes, parents, orderNodes(parents, nodes), callFrames, frameOf, limits);
  const frameOfNode = (node: number): number => frameOf[nodes.callFrame.at(node)] as number;
  const timing = timeSamples(raw, notes);
  const selfOfNode = new Float64Array(nodes.length);
  let samples: Samples;
  if (raw.samples.length === 0) samples = weighByHits(raw, stacks, selfOfNode, frameOfNode);
  else {
    const unknown = new UnknownNodes(() => stacks.tree.child(0, builder.intern('(unknown node)')));
    samples = placeSamples(raw, timing.weightOf, stacks, ids, selfOfNode, frameOfNode, unknown).finish(timing.timed);
    if (unknown.count > 0) notes.push(note('unknown-node', `${unknown.count} of ${raw.samples.length} samples name a node that the file does not hold; they are shown as "(unknown node)"`));
  }
  notes.push(...limitNotes(callFrames, builder, stacks, limits));
  return {
    shape: 'stacks',
    title: timing.timed ? 'CPU time' : 'CPU samples',
    kind: timing.timed ? 'wall' : 'samples',
    unit: timing.timed ? 'microseconds' : 'count',
    semantics: 'sampled',
    thread: null,
    frames: builder.finish(),
    frameLine: 'definition',
    lineCosts: lineCosts(nodes, selfOfNode, frameOfNode),
    sampleCount: raw.samples.length > 0 ? raw.samples.length : samples.weight.reduce((sum, weight) => sum + weight, 0),
    durationSeconds: timing.durationSeconds,
    startedAt: null,
    notes,
    stacks: stacks.tree.finish(),
    samples,
  };
}

function parentsOf(raw: RawProfile, ids: IdIndex, notes: Note[]): Int32Array {
  const { parents, unknown } = resolveParents(raw.nodes, ids);
  if (unknown > 0) notes.push(note('unknown-child', `${unknown} links between nodes name a node that the file does not hold; they were left out`));
  return parents;
}

/** The stack of samples whose node is missing, made when the first one comes. */
class UnknownNodes {
  count = 0;
  private stack = -1;
  private readonly make: () => number;

  constructor(make: () => number) {
    this.make = make;
  }

  next(): number {
    this.count += 1;
    return this.stack < 0 ? (this.stack = this.make()) : this.stack;
  }
}

/**
 * Samples in the order of time. A garbage collection interrupts the function that was sampled before
 * it and is shown on top of that one's stack, so that it is known who allocates. "(idle)" and
 * "(program)" (native code outside of any call) interrupt nobody: they are roots of their own,
 * and a collection right after them is a root too.
 */
function placeSamples(raw: RawProfile, weightOf: (sample: number) => number, stacks: NodeStacks, ids: IdIndex, selfOfNode: Float64Array, frameOfNode: (node: number) => number, unknown: UnknownNodes): SampleRows {
  const { samples } = raw;
  const { tree, stackOf, kindOf } = stacks;
  const rows = new SampleRows(Math.min(samples.length, 64 * 1024));
  let interrupted = 0;
  let lastId = NaN;
  let lastNode = -1;
  let stack = 0;
  for (let i = 0; i < samples.length; i++) {
    const id = samples.at(i);
    const weight = weightOf(i);
    if (id !== lastId || lastNode < 0) {
      lastId = id;
      lastNode = ids.find(id);
      if (lastNode < 0) {
        stack = unknown.next();
        interrupted = 0;
      } else if (kindOf[lastNode] === collectorNode) stack = tree.child(interrupted, frameOfNode(lastNode));
      else {
        stack = stackOf[lastNode] as number;
        interrupted = kindOf[lastNode] === outsideNode ? 0 : stack;
      }
    }
    if (lastNode >= 0) selfOfNode[lastNode] = (selfOfNode[lastNode] as number) + weight;
    rows.add(stack, weight);
  }
  return rows;
}

/** Without samples each node still knows how often it was hit; the order is lost, so collections are roots. */
function weighByHits(raw: RawProfile, stacks: NodeStacks, selfOfNode: Float64Array, frameOfNode: (node: number) => number): Samples {
  const weights = new WeightColumn(stacks.tree.length);
  for (let node = 0; node < raw.nodes.length; node++) {
    const hits = Math.max(0, raw.nodes.hitCount.at(node));
    if (hits === 0) continue;
    selfOfNode[node] = hits;
    weights.add(stacks.kindOf[node] === collectorNode ? stacks.tree.child(0, frameOfNode(node)) : (stacks.stackOf[node] as number), hits);
  }
  const length = stacks.tree.length;
  weights.add(length - 1, 0);
  return samplesFromWeights(weights.values, length);
}
