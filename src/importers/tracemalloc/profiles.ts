import type { Note } from '../../core/model/note.ts';
import type { ProfileSet, StackProfile } from '../../core/model/profile.ts';
import { samplesFromWeights } from '../../core/model/stacks.ts';
import { snapshotNotes } from './notes.ts';
import type { UnpickledSnapshot } from './unpickle.ts';

/**
 * The two profiles of a snapshot, bytes and blocks, on the same stacks: sums over all traces and domains.
 * A frame is an allocation line, so every line is a row of its own.
 */
export function snapshotProfiles(snapshot: UnpickledSnapshot, format: string, extraNotes: readonly Note[]): ProfileSet {
  const { tables, traces } = snapshot;
  const stacks = tables.stacks.finish();
  const bytesOfNode = new Float64Array(stacks.length);
  const blocksOfNode = new Float64Array(stacks.length);
  const nodeOfTraceback = tables.tracebackNode.values;
  const { traceback: tracebackOfTrace, size: sizes } = tables.traces;
  let cutTraces = 0;
  for (let row = 0; row < traces.length; row++) {
    const trace = traces.values[row] as number;
    const traceback = tracebackOfTrace[trace] as number;
    if (traceback < 0) cutTraces += 1;
    const node = nodeOfTraceback[traceback < 0 ? ~traceback : traceback] as number;
    bytesOfNode[node] = (bytesOfNode[node] as number) + (sizes[trace] as number);
    blocksOfNode[node] = (blocksOfNode[node] as number) + 1;
  }
  const shared = {
    shape: 'stacks',
    semantics: 'snapshot',
    thread: null,
    frames: tables.frames.finish(),
    frameLine: 'definition',
    lineCosts: null,
    sampleCount: traces.length,
    durationSeconds: null,
    startedAt: null,
    notes: [...snapshotNotes(snapshot, cutTraces), ...extraNotes],
    stacks,
  } as const;
  const bytes: StackProfile = { ...shared, title: 'Live memory', kind: 'live-bytes', unit: 'bytes', samples: samplesFromWeights(bytesOfNode, stacks.length) };
  const blocks: StackProfile = { ...shared, title: 'Live blocks', kind: 'live-objects', unit: 'count', samples: samplesFromWeights(blocksOfNode, stacks.length) };
  return { format, profiles: [bytes, blocks], defaultProfile: 0, notes: [] };
}
