import type { FrameTable } from '../../core/model/frames.ts';
import type { StackTable } from '../../core/model/stacks.ts';

/** A profile with fewer stack nodes than this part of the file's frames gets a frame table of its own. */
const smallPart = 1 / 4;

/**
 * The stacks over the file's frame table, or, where they are few, over a table of only the frames they
 * name: all that is made of a profile costs time by its frames, and hundreds of threads may share one table.
 */
export function ownFrames(stacks: StackTable, table: FrameTable): { stacks: StackTable; frames: FrameTable } {
  if (stacks.length > table.length * smallPart) return { stacks, frames: table };
  const ownOf = new Map<number, number>();
  const frame = stacks.frame.map((shared, node) => {
    if (node === 0) return 0;
    const known = ownOf.get(shared) ?? ownOf.size;
    ownOf.set(shared, known);
    return known;
  });
  const used = [...ownOf.keys()];
  const frames: FrameTable = {
    length: used.length,
    name: used.map((shared) => table.name[shared] as string),
    file: used.map((shared) => table.file[shared] as string),
    line: used.map((shared) => table.line[shared] as number),
  };
  return { stacks: { ...stacks, frame }, frames };
}
