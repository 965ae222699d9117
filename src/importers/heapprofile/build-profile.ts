import { InputError } from '../../core/errors.ts';
import type { ImportLimits } from '../../core/limits.ts';
import type { FrameTableBuilder } from '../../core/model/frames.ts';
import type { Note } from '../../core/model/note.ts';
import type { StackProfile } from '../../core/model/profile.ts';
import { samplesFromWeights, StackTreeBuilder } from '../../core/model/stacks.ts';
import type { RawProfile } from './raw-profile.ts';
import type { AllocationNodes } from './read-head.ts';

/** Makes the profile of what a file said; its total is the sum of all `selfSize`. Throws InputError where there are no nodes. */
export function buildProfile(raw: RawProfile, limits: ImportLimits): StackProfile {
  const { nodes, callFrames, sampleCount } = raw;
  if (nodes === null) throw new InputError('the profile holds no nodes', {}, 'the program may have ended before the profiler began: record a longer run');
  const { builder, frameOf } = callFrames.finish();
  const stacks = stackNodes(raw, nodes, frameOf, limits);
  const facts = raw.collected ? ({ title: 'Allocated memory', kind: 'alloc-bytes' } as const) : ({ title: 'Live memory', kind: 'live-bytes' } as const);
  return {
    ...facts,
    shape: 'stacks',
    unit: 'bytes',
    semantics: 'sampled',
    thread: null,
    frames: builder.finish(),
    frameLine: 'definition',
    lineCosts: null,
    sampleCount,
    durationSeconds: null,
    startedAt: null,
    notes: [...sizeNotes(nodes), ...limitNotes(raw, builder, stacks, limits)],
    stacks: stacks.tree.finish(),
    samples: samplesFromWeights(stacks.weights, stacks.tree.length),
  };
}

interface NodeStacks {
  readonly tree: StackTreeBuilder;
  /** Bytes of each stack. */
  readonly weights: Float64Array;
  /** Nodes below the depth limit, charged to the frame at the limit. */
  readonly cutNodes: number;
}

/** Builds the stack tree; "(root)", the head that V8 makes up, is the empty stack. */
function stackNodes({ callFrames }: RawProfile, nodes: AllocationNodes, frameOf: Uint32Array, limits: ImportLimits): NodeStacks {
  const { length } = nodes.parents;
  const tree = new StackTreeBuilder(limits, Math.min(limits.maxStackNodes, length + 16));
  const weights = new Float64Array(length + 1);
  const stackOf = new Uint32Array(length);
  const depthOf = new Uint32Array(length);
  let cutNodes = 0;
  for (let node = 0; node < length; node++) {
    const parent = nodes.parents.at(node);
    const callFrame = nodes.callFrames.at(node);
    if (parent >= 0 || callFrames.metaOf(callFrame) !== 'root') {
      const above = parent < 0 ? 0 : (stackOf[parent] as number);
      const depth = parent < 0 ? 0 : (depthOf[parent] as number);
      const cut = depth >= limits.maxStackDepth;
      if (cut) cutNodes += 1;
      depthOf[node] = cut ? depth : depth + 1;
      stackOf[node] = cut ? above : tree.child(above, frameOf[callFrame] as number);
    }
    const stack = stackOf[node] as number;
    weights[stack] = (weights[stack] as number) + nodes.sizes.at(node);
  }
  return { tree, weights, cutNodes };
}

function sizeNotes({ unsized }: AllocationNodes): Note[] {
  return unsized === 0 ? [] : [{ code: 'no-size', text: `${unsized} nodes do not say how much they allocated: they count as 0 bytes` }];
}

/** One note for each bound that was hit. */
function limitNotes({ callFrames }: RawProfile, frames: FrameTableBuilder, { tree, cutNodes }: NodeStacks, limits: ImportLimits): Note[] {
  const notes: Note[] = [];
  if (callFrames.folded + frames.folded > 0) notes.push({ code: 'more-functions', text: `the file holds more than ${limits.maxFrames} functions; what the others allocated is shown as "(more functions)"` });
  if (frames.cutNames > 0) notes.push({ code: 'cut-names', text: `${frames.cutNames} names were cut to ${limits.maxNameLength} characters` });
  if (cutNodes > 0) notes.push({ code: 'cut-depth', text: `${cutNodes} calls lie deeper than ${limits.maxStackDepth}; what they allocated is shown at that depth` });
  if (tree.folded > 0) notes.push({ code: 'cut-stacks', text: `the file holds more than ${limits.maxStackNodes} different stacks; what deeper calls allocated is shown at their callers` });
  return notes;
}
