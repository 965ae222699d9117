import { InputError } from '../../core/errors.ts';
import type { ImportLimits } from '../../core/limits.ts';
import type { StackTable } from '../../core/model/stacks.ts';
import type { DistinctStacks } from './distinct-stacks.ts';
import type { IdTable } from './id-table.ts';
import type { Locations } from './locations.ts';
import { orderStacks } from './stack-order.ts';
import { StackWalker } from './stack-walker.ts';

/** Every distinct stack's place in the call tree. */
export interface PlacedStacks {
  readonly stacks: StackTable;
  readonly node: Uint32Array;
  /** Row of the line table for the leaf, plus 1; 0 where its line is unknown. */
  readonly leafLine: Uint32Array;
  /** Stacks cut by drop_frames, by the depth limit, by the node limit; ids in no table. */
  readonly pruned: number;
  readonly tooDeep: number;
  readonly folded: number;
  readonly missingIds: number;
}

/** Third pass: from distinct stacks to the call tree. */
export function placeStacks(bytes: Uint8Array, distinct: DistinctStacks, ids: IdTable, locations: Locations, limits: ImportLimits): PlacedStacks {
  const walker = new StackWalker(ids, locations, limits, bytes.length, countIdBytes(distinct));
  const node = new Uint32Array(distinct.length);
  const leafLine = new Uint32Array(distinct.length);
  const order = orderStacks(bytes, distinct);
  for (let row = 0; row < order.length; row++) {
    const stack = order[row] as number;
    const start = distinct.start.at(stack);
    const stop = distinct.stop.at(stack);
    if (start === stop) continue;
    const inFile = distinct.inFile.at(stack) === 1;
    const source = inFile ? bytes : distinct.repacked;
    if ((source[stop - 1] as number) > 0x7f) throw cutNumber(inFile ? stop - 1 : undefined);
    node[stack] = walker.walk(source, start, stop, inFile);
    leafLine[stack] = walker.leafLine;
  }
  const { tree, pruned, tooDeep, tooLarge, missingIds } = walker;
  return { stacks: tree.finish(), node, leafLine, pruned, tooDeep, folded: tooLarge, missingIds };
}

function countIdBytes(distinct: DistinctStacks): number {
  let sum = 0;
  for (let stack = 0; stack < distinct.length; stack++) sum += distinct.stop.at(stack) - distinct.start.at(stack);
  return sum;
}

function cutNumber(offset: number | undefined): InputError {
  return new InputError('damaged pprof data: a location id is cut off', offset === undefined ? {} : { offset }, 'the file was probably cut while it was written or copied: record or copy it again');
}
