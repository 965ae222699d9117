import { InputError } from '../../core/errors.ts';
import type { ImportLimits } from '../../core/limits.ts';
import { StackTreeBuilder, type StackTable } from '../../core/model/stacks.ts';
import type { DistinctStacks } from './distinct-stacks.ts';
import type { IdTable } from './id-table.ts';
import { DROP, KEEP, type Locations } from './locations.ts';
import { blockLength, StackPrefixes } from './stack-prefixes.ts';

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
  const placer = new StackPlacer(bytes, distinct, ids, locations, limits);
  const node = new Uint32Array(distinct.length);
  const leafLine = new Uint32Array(distinct.length);
  for (let stack = 0; stack < distinct.length; stack++) {
    node[stack] = placer.place(stack);
    leafLine[stack] = placer.leafLine;
  }
  const { tree, pruned, tooDeep, unwalked, missingIds } = placer;
  return { stacks: tree.finish(), node, leafLine, pruned, tooDeep, folded: tree.folded + unwalked, missingIds };
}

class StackPlacer {
  readonly tree: StackTreeBuilder;
  private readonly bytes: Uint8Array;
  private readonly distinct: DistinctStacks;
  private readonly ids: IdTable;
  private readonly locations: Locations;
  private readonly prefixes = new StackPrefixes();
  private readonly maxDepth: number;
  private readonly block = new Int32Array(blockLength);
  /** Location row, or the first alike one, by small id; -1 where there is none. */
  private readonly rowOfId: Int32Array;
  /** Where the last block began. */
  private blockStart = 0;
  private stepsLeft: number;
  leafLine = 0;
  pruned = 0;
  tooDeep = 0;
  unwalked = 0;
  missingIds = 0;

  constructor(bytes: Uint8Array, distinct: DistinctStacks, ids: IdTable, locations: Locations, limits: ImportLimits) {
    this.bytes = bytes;
    this.distinct = distinct;
    this.ids = ids;
    this.locations = locations;
    this.rowOfId = ids.direct.map((row) => (row === 0 ? -1 : this.alike(row - 1)));
    this.maxDepth = limits.maxStackDepth;
    // A real location has below three lines on average, and an id takes a byte at least.
    this.stepsLeft = 1_000_000 + 16 * bytes.length;
    this.tree = new StackTreeBuilder({ maxStackNodes: Math.min(limits.maxStackNodes, 10_000 + 4 * bytes.length) }, guessNodes(distinct));
  }

  /** Node of a distinct stack. Sets `leafLine`. */
  place(stack: number): number {
    const inFile = this.distinct.inFile.at(stack) === 1;
    const bytes = inFile ? this.bytes : this.distinct.repacked;
    const start = this.distinct.start.at(stack);
    const stop = this.distinct.stop.at(stack);
    const { block, prefixes } = this;
    const { prunes, pruning } = this.locations;
    this.leafLine = 0;
    if (stop === start) return 0;
    if ((bytes[stop - 1] as number) > 0x7f) throw cutNumber(inFile ? stop - 1 : undefined);
    let node = 0;
    let depth = 0;
    let leaf = -1;
    let previous = 0;
    // What pruning does depends on the whole stack, so prefixes are no help then.
    let known = !prunes;
    let userSeen = false;
    for (let at = stop; at > start; at = this.blockStart) {
      const count = this.readBlock(bytes, start, at);
      const hash = known && count === blockLength ? hashBlock(block) : 0;
      if (hash !== 0) {
        const entry = prefixes.find(previous, hash, block);
        if (entry !== 0) {
          previous = entry;
          node = prefixes.nodeOf(entry);
          depth = prefixes.depthOf(entry);
          continue;
        }
      }
      for (let row = 0; row < count; row++) {
        const location = block[row] as number;
        const action = prunes && location >= 0 ? (pruning[location] as number) : KEEP;
        if (action === KEEP) userSeen = true;
        else if (userSeen && action === DROP) return this.cut(node, leaf);
        const next = this.step(node, depth, location);
        if (next < 0) return ~next;
        node = next;
        depth += this.framesOf(location);
        leaf = location;
        if (userSeen && action !== KEEP) return this.cut(node, leaf);
      }
      if (hash !== 0) prefixes.add(previous, hash, block, node, depth);
      known = false;
    }
    this.leafLine = this.lineOf(this.firstRow(bytes, start, stop));
    return node;
  }

  /** Steps from `node` over the frames of a location; the complement of a node where a limit ended the walk there. */
  private step(node: number, depth: number, location: number): number {
    const { tree, locations } = this;
    if (location < 0) {
      this.missingIds += 1;
      return depth < this.maxDepth ? tree.child(node, locations.missingFrame) : this.stop(node, true);
    }
    const first = locations.first[location] as number;
    const end = locations.first[location + 1] as number;
    this.stepsLeft -= end - first;
    if (this.stepsLeft < 0) return this.stop(node, false);
    for (let row = first; row < end; row++) {
      if (depth++ === this.maxDepth) return this.stop(node, true);
      const next = tree.child(node, locations.frame[row] as number);
      // The tree is full: deeper frames must not find their way into another branch.
      if (next === node) return ~node;
      node = next;
    }
    return node;
  }

  private framesOf(location: number): number {
    return location < 0 ? 1 : (this.locations.first[location + 1] as number) - (this.locations.first[location] as number);
  }

  /** Reads up to eight ids backwards from `at` as location rows, -1 for unknown ids. Sets `blockStart`. */
  private readBlock(bytes: Uint8Array, start: number, at: number): number {
    const { block, rowOfId } = this;
    let count = 0;
    while (at > start && count < blockLength) {
      let id = bytes[--at] as number;
      // Bytes before the last one of a number have the high bit set: one and two bytes are the usual.
      if (at > start && (bytes[at - 1] as number) > 0x7f) {
        id = (id << 7) | ((bytes[--at] as number) & 0x7f);
        if (at > start && (bytes[at - 1] as number) > 0x7f) {
          const last = at + 1;
          while (at > start && (bytes[at - 1] as number) > 0x7f) at -= 1;
          block[count++] = this.alike(this.readId(bytes, at, last));
          continue;
        }
      }
      block[count++] = id < rowOfId.length ? (rowOfId[id] as number) : this.alike(this.ids.find(id, 0));
    }
    this.blockStart = at;
    return count;
  }

  /** Row of the first id, the leaf. */
  private firstRow(bytes: Uint8Array, start: number, stop: number): number {
    let last = start;
    while (last < stop - 1 && (bytes[last] as number) > 0x7f) last += 1;
    return this.readId(bytes, start, last);
  }

  /** Row of the id whose bytes are `start` to `last`, -1 where it is in no table. */
  private readId(bytes: Uint8Array, start: number, last: number): number {
    if (last - start > 9) throw new InputError('damaged pprof data: a location id is longer than 10 bytes', bytes === this.bytes ? { offset: start } : {});
    let low = 0;
    let high = 0;
    for (let at = last; at >= start; at--) {
      high = (high << 7) | (low >>> 25);
      low = (low << 7) | ((bytes[at] as number) & 0x7f);
    }
    return this.ids.find(low, high);
  }

  private alike(row: number): number {
    return row < 0 || this.locations.prunes ? row : (this.locations.firstAlike[row] as number);
  }

  private cut(node: number, leaf: number): number {
    this.pruned += 1;
    this.leafLine = this.lineOf(leaf);
    return node;
  }

  private lineOf(leaf: number): number {
    return leaf < 0 ? 0 : (this.locations.leafLine[leaf] as number);
  }

  private stop(node: number, deep: boolean): number {
    if (deep) this.tooDeep += 1;
    else this.unwalked += 1;
    return ~node;
  }
}

/** Never 0. */
function hashBlock(block: Int32Array): number {
  let hash = 0;
  for (let row = 0; row < blockLength; row++) {
    hash = Math.imul(hash ^ (block[row] as number), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash | 1;
}

/** Memory is only touched as nodes are made, so a generous guess saves the copies of growing. */
function guessNodes(distinct: DistinctStacks): number {
  let idBytes = 0;
  for (let stack = 0; stack < distinct.length; stack++) idBytes += distinct.stop.at(stack) - distinct.start.at(stack);
  return Math.min(20_000_000, 1024 + Math.ceil(idBytes / 3));
}

function cutNumber(offset: number | undefined): InputError {
  return new InputError('damaged pprof data: a location id is cut off', offset === undefined ? {} : { offset }, 'the file was probably cut while it was written or copied: record or copy it again');
}
