import { InputError } from '../../core/errors.ts';
import type { ImportLimits } from '../../core/limits.ts';
import type { Note } from '../../core/model/note.ts';
import type { StackProfile } from '../../core/model/profile.ts';
import type { CallFrames } from '../shared/v8-call-frames.ts';
import { IdIndex } from './id-index.ts';
import { lineCosts } from './line-costs.ts';
import { resolveParents } from './node-parents.ts';
import { stackNodes } from './node-stacks.ts';
import { limitNotes, note } from './notes.ts';
import { placeHits, placeSamples, type Placing } from './place-samples.ts';
import type { RawProfile } from './raw-profile.ts';
import { timeSamples } from './sample-times.ts';

const microsecondsPerSecond = 1e6;

/** Makes the profile of what a file said. Throws InputError for contradictions: see the parts. */
export function buildProfile(raw: RawProfile, callFrames: CallFrames, limits: ImportLimits): StackProfile {
  const { nodes } = raw;
  if (nodes.length === 0) throw new InputError('the profile holds no nodes', {}, 'the program may have ended before the profiler began: record a longer run');
  const notes: Note[] = [];
  const ids = new IdIndex(nodes);
  const parents = raw.parents ?? parentsOf(raw, ids, notes);
  const { builder, frameOf } = callFrames.finish();
  const stacks = stackNodes(nodes, parents, callFrames, frameOf, limits);
  const placing: Placing = {
    stacks,
    frameOfNode: (node) => frameOf[nodes.callFrameOf(node)] as number,
    selfOfNode: new Float64Array(nodes.length),
    unknownFrame: () => builder.intern('(unknown node)'),
  };
  const placed = raw.samples.length > 0 ? fromSamples(raw, ids, placing, notes) : fromHits(raw, placing, notes);
  notes.push(...limitNotes(callFrames, builder, stacks, limits));
  return {
    shape: 'stacks',
    semantics: 'sampled',
    thread: null,
    frames: builder.finish(),
    frameLine: 'definition',
    lineCosts: lineCosts(nodes, placing.selfOfNode, placing.frameOfNode),
    startedAt: null,
    notes,
    stacks: stacks.tree.finish(),
    ...placed,
  };
}

type Placed = Pick<StackProfile, 'title' | 'kind' | 'unit' | 'sampleCount' | 'durationSeconds' | 'samples'>;
const counted = { title: 'CPU samples', kind: 'samples', unit: 'count' } as const;

function fromSamples(raw: RawProfile, ids: IdIndex, placing: Placing, notes: Note[]): Placed {
  const times = timeSamples(raw, notes);
  const samples = placeSamples(raw, times, ids, placing, notes);
  // V8 calls it a CPU profile, yet its samples tick by the wall clock and include "(idle)".
  const facts = times.timed ? ({ title: 'Wall time', kind: 'wall', unit: 'microseconds' } as const) : counted;
  return { ...facts, sampleCount: raw.samples.length, durationSeconds: times.durationSeconds, samples };
}

function fromHits(raw: RawProfile, placing: Placing, notes: Note[]): Placed {
  notes.push(note('no-samples', 'the file holds no samples, only hit counts: values are numbers of samples, their order is unknown'));
  const samples = placeHits(raw.nodes, placing);
  const span = raw.endTime - raw.startTime;
  return {
    ...counted,
    sampleCount: samples.weight.reduce((sum, weight) => sum + weight, 0),
    durationSeconds: raw.parents === null && span >= 0 ? span / microsecondsPerSecond : null,
    samples,
  };
}

function parentsOf(raw: RawProfile, ids: IdIndex, notes: Note[]): Int32Array {
  const { parents, unknown } = resolveParents(raw.nodes, ids);
  if (unknown > 0) notes.push(note('unknown-child', `${unknown} links between nodes name a node that the file does not hold; they were left out`));
  return parents;
}
