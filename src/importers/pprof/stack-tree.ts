import { InputError } from '../../core/errors.ts';
import type { ImportLimits } from '../../core/limits.ts';
import { StackTreeBuilder, type StackTable } from '../../core/model/stacks.ts';
import type { DistinctStacks } from './distinct-stacks.ts';
import type { IdTable } from './id-table.ts';
import { DROP, KEEP, type Locations } from './locations.ts';

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

/**
 * Third pass: reads the ids of each distinct stack from the back, so root first, and walks the tree.
 * Work and nodes stay in proportion to the file: a location with many inlined lines, named by many
 * stacks, would otherwise multiply.
 */
export function placeStacks(bytes: Uint8Array, distinct: DistinctStacks, ids: IdTable, locations: Locations, limits: ImportLimits): PlacedStacks {
  const placer = new StackPlacer(ids, locations, bytes.length, limits);
  const node = new Uint32Array(distinct.length);
  const leafLine = new Uint32Array(distinct.length);
  for (let stack = 0; stack < distinct.length; stack++) {
    const inFile = distinct.inFile.at(stack) === 1;
    node[stack] = placer.place(inFile ? bytes : distinct.repacked, distinct.start.at(stack), distinct.stop.at(stack), inFile);
    leafLine[stack] = placer.leafLine;
  }
  return { stacks: placer.tree.finish(), node, leafLine, pruned: placer.pruned, tooDeep: placer.tooDeep, folded: placer.tree.folded + placer.unwalked, missingIds: placer.missingIds };
}

class StackPlacer {
  readonly tree: StackTreeBuilder;
  private readonly ids: IdTable;
  private readonly direct: Int32Array;
  private readonly locations: Locations;
  private readonly maxDepth: number;
  private stepsLeft: number;
  leafLine = 0;
  pruned = 0;
  tooDeep = 0;
  unwalked = 0;
  missingIds = 0;

  constructor(ids: IdTable, locations: Locations, fileBytes: number, limits: ImportLimits) {
    this.ids = ids;
    this.direct = ids.direct;
    this.locations = locations;
    this.maxDepth = limits.maxStackDepth;
    // A real location has below three lines on average, and an id takes a byte at least.
    this.stepsLeft = 1_000_000 + 16 * fileBytes;
    this.tree = new StackTreeBuilder({ maxStackNodes: Math.min(limits.maxStackNodes, 10_000 + 4 * fileBytes) }, 16_384);
  }

  /** Node of the stack whose packed ids are this range. Sets `leafLine`. */
  place(bytes: Uint8Array, start: number, stop: number, inFile: boolean): number {
    const { direct, tree, maxDepth } = this;
    const { first, frame, pruning } = this.locations;
    let node = 0;
    let depth = 0;
    let leaf = -1;
    let kept = false;
    let at = stop - 1;
    if (at >= start && (bytes[at] as number) > 0x7f) throw cutNumber(inFile ? at : undefined);
    while (at >= start) {
      let id = bytes[at--] as number;
      let location: number;
      if (at < start || (bytes[at] as number) < 0x80) {
        location = id < direct.length ? (direct[id] as number) - 1 : this.ids.find(id, 0);
      } else {
        const last = at + 1;
        while (at >= start && last - at < 4 && (bytes[at] as number) > 0x7f) id = (id << 7) | ((bytes[at--] as number) & 0x7f);
        if (at >= start && (bytes[at] as number) > 0x7f) {
          while (at >= start && (bytes[at] as number) > 0x7f) at -= 1;
          location = this.findLong(bytes, at + 1, last);
        } else location = id < direct.length ? (direct[id] as number) - 1 : this.ids.find(id, 0);
      }
      if (location < 0) {
        this.missingIds += 1;
        if (depth === maxDepth) return this.stopEarly(node, depth);
        node = tree.child(node, this.locations.missingFrame);
        leaf = -1;
        depth += 1;
        kept = true;
        continue;
      }
      const prune = pruning[location] as number;
      if (prune === KEEP) kept = true;
      else if (prune === DROP && kept) {
        this.pruned += 1;
        break;
      }
      const end = first[location + 1] as number;
      for (let row = first[location] as number; row < end; row++) {
        if (depth === maxDepth || this.stepsLeft <= 0) return this.stopEarly(node, depth);
        const next = tree.child(node, frame[row] as number);
        // The tree is full: deeper frames must not find their way into another branch.
        if (next === node) return this.stopEarly(node, depth);
        node = next;
        depth += 1;
      }
      this.stepsLeft -= end - (first[location] as number);
      leaf = location;
      if (prune !== KEEP && kept) {
        this.pruned += 1;
        break;
      }
    }
    this.leafLine = leaf < 0 ? 0 : (this.locations.leafLine[leaf] as number);
    return node;
  }

  /** An id of five to ten bytes. */
  private findLong(bytes: Uint8Array, start: number, last: number): number {
    if (last - start > 9) throw new InputError('damaged pprof data: a location id is longer than 10 bytes', { offset: start });
    let id = 0n;
    for (let at = last; at >= start; at--) id = (id << 7n) | BigInt((bytes[at] as number) & 0x7f);
    return this.ids.find(Number(BigInt.asIntN(32, id)), Number(BigInt.asIntN(32, id >> 32n)));
  }

  private stopEarly(node: number, depth: number): number {
    if (depth === this.maxDepth) this.tooDeep += 1;
    else if (this.stepsLeft <= 0) this.unwalked += 1;
    this.leafLine = 0;
    return node;
  }
}

function cutNumber(offset: number | undefined): InputError {
  return new InputError('damaged pprof data: a location id is cut off', offset === undefined ? {} : { offset }, 'the file was probably cut while it was written or copied: record or copy it again');
}
