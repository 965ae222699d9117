import { InputError } from '../../core/errors.ts';
import type { ImportLimits } from '../../core/limits.ts';
import { StackTreeBuilder } from '../../core/model/stacks.ts';
import type { IdTable } from './id-table.ts';
import { DROP, KEEP, type Locations } from './locations.ts';

/** How a walk ended: at the end of the ids, or before. */
const COMPLETE = 0;
const CUT_BY_DEPTH = 1;
const CUT_BY_SIZE = 2;
const PRUNED = 3;

/**
 * Walks packed location ids from the back, so root first, down the call tree. Work and nodes stay in
 * proportion to the file: a location with many inlined lines, named by many stacks, would otherwise
 * multiply.
 */
export class StackWalker {
  readonly tree: StackTreeBuilder;
  private readonly ids: IdTable;
  private readonly locations: Locations;
  private readonly maxDepth: number;
  /** Location row by small id, -1 where there is none; empty where ids are large. */
  private readonly rowOfId: Int32Array;
  /** The frame of a location that has just one and that pruning can not concern; -1 for others. */
  private readonly onlyFrame: Int32Array;
  private stepsLeft: number;
  private depth = 0;
  private outcome = COMPLETE;
  /** Row of the line table for the last walk's leaf, plus 1; 0 where its line is unknown. */
  leafLine = 0;
  pruned = 0;
  tooDeep = 0;
  tooLarge = 0;
  missingIds = 0;

  constructor(ids: IdTable, locations: Locations, limits: ImportLimits, fileBytes: number, idBytes: number) {
    this.ids = ids;
    this.locations = locations;
    this.maxDepth = limits.maxStackDepth;
    this.rowOfId = ids.direct.map((row) => row - 1);
    this.onlyFrame = Int32Array.from(locations.pruning, (_, row) => (!locations.prunes && framesOf(locations, row) === 1 ? (locations.frame[locations.first[row] as number] as number) : -1));
    // A real location has below three lines on average, and an id takes a byte at least.
    this.stepsLeft = 1_000_000 + 16 * fileBytes;
    const maxStackNodes = Math.min(limits.maxStackNodes, 10_000 + 4 * fileBytes);
    // Memory is only touched as nodes are made, so a generous guess saves the copies of growing.
    this.tree = new StackTreeBuilder({ maxStackNodes }, Math.min(maxStackNodes, 1024 + Math.ceil(idBytes / 3)));
  }

  /** The tree node that these ids lead to. Sets `leafLine` and counts stacks that were cut. */
  walk(bytes: Uint8Array, start: number, stop: number, inFile: boolean): number {
    const { tree, rowOfId, onlyFrame, maxDepth, locations } = this;
    const idCount = rowOfId.length;
    this.outcome = COMPLETE;
    let node = 0;
    let depth = 0;
    let leaf = -1;
    let userSeen = false;
    let at = stop;
    while (at > start) {
      let id = bytes[--at] as number;
      let row: number;
      // Bytes before the last one of a number have the high bit set: one and two bytes are the usual.
      if (at > start && (bytes[at - 1] as number) > 0x7f) {
        id = (id << 7) | ((bytes[--at] as number) & 0x7f);
        if (at > start && (bytes[at - 1] as number) > 0x7f) {
          const last = at + 1;
          while (at > start && (bytes[at - 1] as number) > 0x7f) at -= 1;
          row = this.readId(bytes, at, last, inFile);
        } else row = id < idCount ? (rowOfId[id] as number) : this.ids.find(id, 0);
      } else row = id < idCount ? (rowOfId[id] as number) : this.ids.find(id, 0);
      const frame = row < 0 ? -1 : (onlyFrame[row] as number);
      if (frame >= 0 && depth < maxDepth) {
        // By far the most. It took a byte of the file at least, so it needs no budget.
        const next = tree.child(node, frame);
        if (next === node) return this.end(CUT_BY_SIZE, node, -1);
        node = next;
        depth += 1;
        leaf = row;
        continue;
      }
      const action = row < 0 ? KEEP : (locations.pruning[row] as number);
      if (action === KEEP) userSeen = true;
      else if (userSeen && action === DROP) return this.end(PRUNED, node, leaf);
      node = this.stepInto(row, node, depth);
      depth = this.depth;
      if (this.outcome !== COMPLETE) return this.end(this.outcome, node, -1);
      leaf = row;
      if (userSeen && action !== KEEP) return this.end(PRUNED, node, leaf);
    }
    return this.end(COMPLETE, node, leaf);
  }

  /** Steps over the frames of a location, or over a placeholder. Sets `depth` and `outcome`. */
  private stepInto(row: number, node: number, depth: number): number {
    const { tree, locations } = this;
    const first = row < 0 ? 0 : (locations.first[row] as number);
    const count = row < 0 ? 1 : framesOf(locations, row);
    if (row < 0) this.missingIds += 1;
    this.stepsLeft -= count;
    if (this.stepsLeft < 0) this.outcome = CUT_BY_SIZE;
    for (let index = 0; index < count && this.outcome === COMPLETE; index++) {
      if (depth === this.maxDepth) this.outcome = CUT_BY_DEPTH;
      else {
        const next = tree.child(node, row < 0 ? locations.missingFrame : (locations.frame[first + index] as number));
        // The tree is full: deeper frames must not find their way into another branch.
        if (next === node) this.outcome = CUT_BY_SIZE;
        else {
          node = next;
          depth += 1;
        }
      }
    }
    this.depth = depth;
    return node;
  }

  private end(outcome: number, node: number, leaf: number): number {
    if (outcome === PRUNED) this.pruned += 1;
    else if (outcome === CUT_BY_DEPTH) this.tooDeep += 1;
    else if (outcome === CUT_BY_SIZE) this.tooLarge += 1;
    this.leafLine = leaf < 0 ? 0 : (this.locations.leafLine[leaf] as number);
    return node;
  }

  /** Row of the id whose bytes are `start` to `last`, -1 where it is in no table. */
  private readId(bytes: Uint8Array, start: number, last: number, inFile: boolean): number {
    if (last - start > 9) throw new InputError('damaged pprof data: a location id is longer than 10 bytes', inFile ? { offset: start } : {}, 'record the profile again');
    let low = 0;
    let high = 0;
    for (let at = last; at >= start; at--) {
      high = (high << 7) | (low >>> 25);
      low = (low << 7) | ((bytes[at] as number) & 0x7f);
    }
    return this.ids.find(low, high);
  }
}

function framesOf(locations: Locations, row: number): number {
  return (locations.first[row + 1] as number) - (locations.first[row] as number);
}
