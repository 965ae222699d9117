import type { Note } from '../../core/model/note.ts';
import type { DistinctStacks } from './distinct-stacks.ts';
import type { Locations } from './locations.ts';
import type { FramePruner } from './prune.ts';
import type { PlacedStacks } from './stack-tree.ts';
import type { PprofTables } from './tables.ts';

interface ReadParts {
  readonly tables: PprofTables;
  readonly pruner: FramePruner | null | 'unreadable';
  readonly locations: Locations;
  readonly distinct: DistinctStacks;
  readonly placed: PlacedStacks;
  readonly profiles: number;
  readonly miscounted: number;
}

/** Label keys that a note names; the others are counted. */
const namedKeys = 8;

/** What was repaired, guessed or cut while the file was read. */
export function collectNotes({ tables, pruner, locations, distinct, placed, profiles, miscounted }: ReadParts): Note[] {
  const notes: Note[] = [];
  const add = (happened: number | boolean, code: string, text: string): void => {
    if (happened !== false && happened !== 0) notes.push({ code, text });
  };
  add(distinct.labelKeys.size, 'labels-added-up', `Samples carry the labels ${listKeys(tables, distinct)}; samples of one stack are added up over them.`);
  add(placed.pruned, 'dropped-frames', `${placed.pruned} distinct stacks were shortened by the file's drop_frames pattern, as go tool pprof does.`);
  add(pruner === 'unreadable', 'unread-pattern', "The file's drop_frames or keep_frames pattern is not understood and was not applied: go tool pprof may show fewer frames.");
  add(pruner !== null && pruner !== 'unreadable' && pruner.exhausted, 'costly-pattern', "The file's drop_frames pattern takes too long and was applied to some functions only.");
  add(locations.unsymbolised, 'unsymbolised', `${locations.unsymbolised} of ${tables.locations.length} locations have no function name and are shown by address.`);
  add(locations.missingFunctions, 'missing-functions', `${locations.missingFunctions} lines name a function that is not in the file.`);
  add(placed.missingIds, 'missing-locations', `${placed.missingIds} entries of stacks name a location that is not in the file; they are shown as "(missing location)".`);
  add(tables.strings.missing, 'missing-strings', `${tables.strings.missing} texts are not in the file's string table; placeholders stand for them.`);
  add(!tables.strings.beginsEmpty, 'string-table', 'The string table does not begin with an empty string, as the format demands: names may be shifted.');
  add(locations.duplicateIds, 'duplicate-ids', `${locations.duplicateIds} locations or functions reuse an id; the first one counts.`);
  add(miscounted, 'value-count', `${miscounted} samples do not have one value per sample type; missing values count as 0 and surplus ones are left out.`);
  add(tables.sampleTypes.length > profiles, 'sample-types', `Only the first ${profiles} sample types were read.`);
  add(placed.tooDeep, 'deep-stacks', `${placed.tooDeep} stacks are deeper than the limit; their weight is with the deepest frame that was kept.`);
  add(placed.folded, 'stack-limit', `${placed.folded} stacks were shortened because the file asks for more stack nodes than its size allows.`);
  add(locations.foldedFrames, 'frame-limit', `${locations.foldedFrames} functions beyond the limit are shown as "(more functions)".`);
  add(tables.strings.cut, 'cut-names', `${tables.strings.cut} names are very long and were cut.`);
  return notes;
}

function listKeys(tables: PprofTables, distinct: DistinctStacks): string {
  const keys = [...distinct.labelKeys].slice(0, namedKeys).map((key) => tables.strings.get(key));
  const more = distinct.labelKeys.size - keys.length;
  return more > 0 ? `${keys.join(', ')} and ${more} more` : keys.join(', ');
}
