import { InputError } from '../../core/errors.ts';
import type { ImportLimits } from '../../core/limits.ts';
import type { FrameTable } from '../../core/model/frames.ts';
import type { Note } from '../../core/model/note.ts';
import type { ProfileUnit, StackProfile } from '../../core/model/profile.ts';
import { StackTreeBuilder, type Samples, type StackTable } from '../../core/model/stacks.ts';
import { inBaseUnit } from '../../core/units/value.ts';
import { SampleRows } from '../shared/sample-rows.ts';
import type { FrameList } from './frame-list.ts';
import { ownFrames } from './own-frames.ts';
import { frameLineOf, inTimeOrder, meaningOf, type Meaning } from './meaning.ts';
import type { RawProfile } from './read-profile.ts';

/** What all profiles of a file share. */
export interface FileFacts {
  readonly name: string;
  readonly exporter: string;
  readonly frames: FrameList;
  readonly table: FrameTable;
}

/** Makes the profile of what the file said. Throws InputError for contradictions. */
export function buildProfile(raw: RawProfile, file: FileFacts, limits: ImportLimits): StackProfile {
  const notes: Note[] = [];
  const title = cut(raw.name !== '' ? raw.name : file.name !== '' ? file.name : raw.label, limits);
  const meaning = meaningOf(raw.unit, title, file.exporter);
  if (!meaning.unitKnown) notes.push({ code: 'unknown-unit', text: `${raw.label} has the unit "${raw.unit.slice(0, 40)}", which the format does not know: its values are shown as plain numbers` });
  raw.path.checkFrames(file.frames.frameOf.length, raw.label);
  const { stacks, nodeMap } = renumber(raw, file.frames, limits);
  const own = ownFrames(stacks, file.table);
  const rows = raw.timeline?.rows ?? weighStacks(raw, notes);
  const negative = notes.some((note) => note.code === 'negative-weights');
  const ordered = raw.timeline !== null ? meaning.unit !== 'bytes' && meaning.unit !== 'count' : inTimeOrder(meaning.unit, file.exporter) && !negative;
  const samples = rows.finish(ordered, nodeMap);
  addNotes(notes, raw, meaning, limits);
  return {
    shape: 'stacks',
    title,
    kind: meaning.kind,
    unit: meaning.unit,
    semantics: meaning.semantics,
    thread: meaning.thread,
    frames: own.frames,
    frameLine: frameLineOf(file.exporter),
    lineCosts: null,
    sampleCount: raw.stacks?.length ?? null,
    durationSeconds: durationOf(raw, samples, meaning.unit),
    startedAt: null,
    notes,
    stacks: own.stacks,
    samples,
  };
}

function cut(text: string, { maxNameLength }: ImportLimits): string {
  return text.length <= maxNameLength ? text : `${text.slice(0, maxNameLength)}…`;
}

/** The stack tree over the frame table. Equal frames with two indices make two nodes into one. */
function renumber(raw: RawProfile, frames: FrameList, limits: ImportLimits): { stacks: StackTable; nodeMap: Uint32Array | null } {
  const stacks = raw.path.tree.finish();
  if (frames.identical) return { stacks, nodeMap: null };
  const tree = new StackTreeBuilder(limits, stacks.length);
  const nodeMap = new Uint32Array(stacks.length);
  for (let node = 1; node < stacks.length; node++) {
    const parent = nodeMap[stacks.parent[node] as number] as number;
    nodeMap[node] = tree.child(parent, frames.frameOf.at(stacks.frame[node] as number));
  }
  return { stacks: tree.finish(), nodeMap };
}

function weighStacks(raw: RawProfile, notes: Note[]): SampleRows {
  const { stacks, weights, label } = raw;
  if (stacks === null) {
    throw new InputError(`${label} has neither samples nor events`, {}, 'the file is damaged or was put together wrongly: export it again');
  }
  if (weights === null || weights.length !== stacks.length) {
    throw new InputError(`${label} has ${stacks.length} samples but ${weights?.length ?? 'no'} weights`, {}, 'the file is damaged or was put together wrongly: export it again');
  }
  const rows = new SampleRows(16);
  let negative = 0;
  for (let i = 0; i < stacks.length; i++) {
    const weight = weights.at(i);
    if (weight < 0) negative += 1;
    rows.add(stacks.at(i), weight);
  }
  if (negative > 0) notes.push({ code: 'negative-weights', text: `${negative} of ${stacks.length} weights are negative: they are kept as they are, as in a difference of two profiles` });
  return rows;
}

function addNotes(notes: Note[], raw: RawProfile, { unit }: Meaning, limits: ImportLimits): void {
  const gap = raw.timeline?.gap ?? 0;
  if (gap > 0) notes.push({ code: 'gaps', text: `for ${gap} ${unit} no frame was open: this time is not counted` });
  if (raw.path.cut > 0) notes.push({ code: 'cut-depth', text: `${raw.path.cut} calls lie deeper than ${limits.maxStackDepth}; their cost is shown at that depth` });
  if (raw.path.tree.folded > 0) notes.push({ code: 'cut-stacks', text: `the profile holds more than ${limits.maxStackNodes} different stacks; the cost of deeper calls is shown at their callers` });
}

function durationOf(raw: RawProfile, samples: Samples, unit: ProfileUnit): number | null {
  if (unit === 'bytes' || unit === 'count') return null;
  const span = raw.endValue - raw.startValue;
  if (span > 0) return inBaseUnit(span, unit);
  if (!samples.timeOrdered) return null;
  return inBaseUnit(samples.weight.reduce((sum, weight) => sum + weight, 0), unit);
}
