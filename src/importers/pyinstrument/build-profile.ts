import type { ImportLimits } from '../../core/limits.ts';
import type { Note } from '../../core/model/note.ts';
import type { StackProfile } from '../../core/model/profile.ts';
import type { Samples, StackTable } from '../../core/model/stacks.ts';
import { formatDuration } from '../../core/units/duration.ts';
import type { FunctionList } from './functions.ts';
import type { Recording } from './recording.ts';

/** What the file says beside its frames; NaN and '' where it does not. */
export interface SessionFacts {
  /** Unix seconds. */
  startTime: number;
  /** Wall seconds from start to stop; the last sample ends a little before. */
  duration: number;
  sampleCount: number;
  /** Command line, or what else was profiled. */
  program: string;
  cpuTime: number;
}

/** Makes the profile of what a file said. */
export function buildProfile(recording: Recording, functions: FunctionList, facts: SessionFacts, limits: ImportLimits): StackProfile {
  const { tree, cutCalls } = recording;
  const { thread, stacks, samples } = withoutThread(tree.finish(), recording.samples, functions);
  const { builder, frameOf } = functions.finish(limits, thread);
  const { lineCosts } = recording;
  const notes: Note[] = [...factNotes(facts, recording), ...recording.notes];
  if (builder.folded > 0) notes.push({ code: 'more-functions', text: `the file holds more than ${limits.maxFrames} functions; the calls of the others are shown as "(more functions)"` });
  if (builder.cutNames > 0) notes.push({ code: 'cut-names', text: `${builder.cutNames} names were cut to ${limits.maxNameLength} characters` });
  if (cutCalls > 0) notes.push({ code: 'cut-depth', text: `${cutCalls} calls lie deeper than ${limits.maxStackDepth}; their time is shown at that depth` });
  if (tree.folded > 0) notes.push({ code: 'cut-stacks', text: `the file holds more than ${limits.maxStackNodes} different stacks; the time of deeper calls is shown at their callers` });
  return {
    shape: 'stacks',
    title: 'Wall time',
    kind: 'wall',
    unit: 'seconds',
    semantics: 'sampled',
    thread: thread < 0 ? null : functions.nameOf(thread),
    frames: builder.finish(),
    frameLine: 'definition',
    lineCosts: lineCosts === null ? null : { ...lineCosts, frame: framesOf(lineCosts.frame, frameOf) },
    sampleCount: countOf(facts.sampleCount) ?? recording.sampleCount,
    durationSeconds: facts.duration >= 0 ? facts.duration : null,
    startedAt: momentOf(facts.startTime),
    notes,
    stacks: { ...stacks, frame: framesOf(stacks.frame, frameOf) },
    samples,
  };
}

/** Without the frame of the thread, where all stacks begin with the same one; `thread` is its function, else -1. */
function withoutThread(stacks: StackTable, samples: Samples, functions: FunctionList): { thread: number; stacks: StackTable; samples: Samples } {
  // Node 1 is the first child of the empty stack; where it is the only one, no later node has parent 0.
  const thread = stacks.frame[1];
  const only = thread !== undefined && functions.isThread(thread) && stacks.parent.indexOf(0, 2) < 0 && stacks.frame.indexOf(thread, 2) < 0 && !samples.stack.includes(0);
  if (!only) return { thread: -1, stacks, samples };
  const parent = stacks.parent.slice(1).map((node) => Math.max(0, node - 1));
  return {
    thread,
    stacks: { length: stacks.length - 1, parent, frame: stacks.frame.slice(1) },
    samples: { ...samples, stack: samples.stack.map((node) => node - 1) },
  };
}

/** Frames of functions. What node 0 says means nothing and may name any. */
function framesOf(functions: Uint32Array, frameOf: Uint32Array): Uint32Array {
  return functions.map((called) => frameOf[called] ?? 0);
}

function factNotes(facts: SessionFacts, { sampleCount }: Recording): Note[] {
  const notes: Note[] = [];
  const program = facts.program.replace(/^Program: /, '');
  const said = countOf(facts.sampleCount);
  if (program !== '') notes.push({ code: 'program', text: `recorded: ${program.slice(0, 300)}` });
  if (facts.cpuTime >= 0) notes.push({ code: 'cpu-time', text: `the process used ${formatDuration(facts.cpuTime)} of CPU time meanwhile` });
  if (said !== null && sampleCount !== null && said !== sampleCount) notes.push({ code: 'sample-count', text: `the file says that it holds ${said} samples, and holds ${sampleCount}` });
  return notes;
}

function countOf(value: number): number | null {
  return Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** ISO 8601 of Unix seconds; null for what no clock shows. */
function momentOf(seconds: number): string | null {
  return seconds > 0 && seconds < 1e11 ? new Date(seconds * 1000).toISOString() : null;
}
