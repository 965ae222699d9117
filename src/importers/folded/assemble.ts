import type { ImportLimits } from '../../core/limits.ts';
import type { Note } from '../../core/model/note.ts';
import type { ProfileSet, StackProfile } from '../../core/model/profile.ts';
import { samplesFromWeights } from '../../core/model/stacks.ts';
import { readComments } from './comments.ts';
import type { StackLines } from './stack-lines.ts';

/** The profile set of a folded file that was read to its end: one profile, or two over the same stacks. */
export function assembleFolded(lines: StackLines, limits: ImportLimits): ProfileSet {
  const frames = lines.frames.finish();
  const stacks = lines.tree.finish();
  const facts = readComments(lines.comments);
  const { weights } = lines;
  const countsSamples = facts.kind === 'samples' && weights.whole && !weights.negative;
  const titles = weights.columns.length === 1 ? [titleOf(facts.kind)] : ['before', 'after'];
  const profiles = titles.map((title, column): StackProfile => {
    const samples = samplesFromWeights(weights.finish(column), Math.min(stacks.length, weights.columns[column]?.values.length ?? 0));
    return {
      shape: 'stacks',
      title,
      kind: facts.kind,
      unit: facts.unit,
      semantics: 'sampled',
      thread: null,
      frames,
      frameLine: lines.frameBytes.located ? 'executing' : 'definition',
      lineCosts: null,
      sampleCount: countsSamples ? sum(samples.weight) : null,
      durationSeconds: facts.durationSeconds,
      startedAt: null,
      notes: [],
      stacks,
      samples,
    };
  });
  return { format: 'folded', profiles, defaultProfile: profiles.length - 1, notes: notesOf(lines, limits) };
}

function titleOf(kind: StackProfile['kind']): string {
  switch (kind) {
    case 'wall':
      return 'Wall time';
    case 'cpu':
      return 'CPU time';
    case 'samples':
      return 'Samples';
    default:
      return kind;
  }
}

function notesOf(lines: StackLines, limits: ImportLimits): Note[] {
  const notes: Note[] = [];
  const add = (count: number, code: string, text: string): void => {
    if (count > 0) notes.push({ code, text });
  };
  add(lines.badLineCount, 'bad-lines', `${lines.badLineCount} of ${lines.badLineCount + lines.stackLineCount} lines do not end in a count and were left out; the first is line ${lines.firstBadLine}.`);
  add(lines.emptyStackCount, 'empty-stacks', `${lines.emptyStackCount} lines have a count and no frames: they are shown as "(no frames)".`);
  add(lines.walker.cutStackCount, 'deep-stacks', `${lines.walker.cutStackCount} stacks are deeper than ${limits.maxStackDepth} frames: what lies deeper is charged to the frame at that depth.`);
  add(lines.tree.folded, 'many-stacks', `There are more than ${limits.maxStackNodes} different call paths: ${lines.tree.folded} calls were charged to their callers.`);
  add(lines.frames.folded, 'many-frames', `There are more than ${limits.maxFrames} different functions: the further ones are shown as "(more functions)".`);
  add(lines.frames.cutNames, 'long-names', `${lines.frames.cutNames} names longer than ${limits.maxNameLength} characters were cut.`);
  if (!lines.weights.exact) notes.push({ code: 'rounded-counts', text: 'The counts are so large that their last digits are rounded.' });
  if (lines.weights.columns.length === 2) {
    notes.push({ code: 'two-counts', text: 'Every line has two counts, as difffolded writes: the first is the profile "before", the second "after".' });
  }
  return notes;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
