import type { ImportLimits } from '../../core/limits.ts';
import type { FrameTableBuilder } from '../../core/model/frames.ts';
import type { Note } from '../../core/model/note.ts';
import type { CallFrames } from '../shared/v8-call-frames.ts';
import type { NodeStacks } from './node-stacks.ts';

export function note(code: string, text: string): Note {
  return { code, text };
}

/** One note for each bound that was hit. */
export function limitNotes(callFrames: CallFrames, frames: FrameTableBuilder, stacks: NodeStacks, limits: ImportLimits): Note[] {
  const notes: Note[] = [];
  const folded = callFrames.folded + frames.folded;
  if (folded > 0) notes.push(note('more-functions', `the file holds more than ${limits.maxFrames} functions; the calls of the others are shown as "(more functions)"`));
  if (frames.cutNames > 0) notes.push(note('cut-names', `${frames.cutNames} names were cut to ${limits.maxNameLength} characters`));
  if (stacks.cutNodes > 0) notes.push(note('cut-depth', `${stacks.cutNodes} calls lie deeper than ${limits.maxStackDepth}; their cost is shown at that depth`));
  if (stacks.tree.folded > 0) notes.push(note('cut-stacks', `the file holds more than ${limits.maxStackNodes} different stacks; the cost of deeper calls is shown at their callers`));
  return notes;
}
