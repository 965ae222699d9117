import { FrameTableBuilder } from '../../src/core/model/frames.ts';
import type { StackProfile } from '../../src/core/model/profile.ts';
import { samplesFromWeights, StackTreeBuilder } from '../../src/core/model/stacks.ts';
import { WeightColumn } from '../../src/core/model/weights.ts';

/**
 * A profile from a drawing, one stack a line, root first: `main > run > decode  3`. A frame may carry
 * its place: `decode(assets.py:57)`. Lines keep their order; equal stacks add up.
 */
export function profileFromStacks(drawing: string, facts: Partial<StackProfile> = {}): StackProfile {
  const frames = new FrameTableBuilder();
  const builder = new StackTreeBuilder();
  const weights = new WeightColumn();
  for (const line of drawing.trim().split('\n')) {
    const match = /^\s*(.*?)\s+(-?[\d.]+)\s*$/.exec(line);
    if (match === null) throw new Error(`not a drawn stack: ${line}`);
    let node = 0;
    for (const part of (match[1] as string).split(' > ')) {
      const place = /^(.+)\((.*):(\d+)\)$/.exec(part);
      const frame = place === null ? frames.intern(part) : frames.intern(place[1] as string, place[2], Number(place[3]));
      node = builder.child(node, frame);
    }
    weights.add(node, Number(match[2]));
  }
  return {
    shape: 'stacks',
    title: 'Drawn',
    kind: 'wall',
    unit: 'seconds',
    semantics: 'sampled',
    thread: null,
    frames: frames.finish(),
    frameLine: 'definition',
    lineCosts: null,
    sampleCount: null,
    durationSeconds: null,
    startedAt: null,
    notes: [],
    stacks: builder.finish(),
    samples: samplesFromWeights(weights.values, builder.length),
    ...facts,
  };
}

/** One stack of `depth` distinct frames, weight 1: what a hostile or very recursive program leaves. */
export function deepProfile(depth: number): StackProfile {
  const frames = new FrameTableBuilder();
  const builder = new StackTreeBuilder();
  const weights = new WeightColumn();
  let node = 0;
  for (let i = 0; i < depth; i++) node = builder.child(node, frames.intern(`f${i}`));
  weights.add(node, 1);
  return { ...profileFromStacks('x 1'), frames: frames.finish(), stacks: builder.finish(), samples: samplesFromWeights(weights.values, builder.length) };
}
