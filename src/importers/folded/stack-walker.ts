import type { StackTreeBuilder } from '../../core/model/stacks.ts';
import { sameBytes, type FrameBytes } from './frame-bytes.ts';

const SEMICOLON = 0x3b;

/**
 * Finds the tree node of a stack text. What it shares with the text before, which is most in sorted
 * files, is taken from there; each further frame is first compared with the one that came next lately.
 */
export class StackWalker {
  /** Stacks deeper than the limit; their weight is charged to the frame at the limit. */
  cutStackCount = 0;

  private readonly frameBytes: FrameBytes;
  private readonly tree: StackTreeBuilder;
  private readonly maxStackDepth: number;
  /** The text before and its frames: where they end, counted from `start`, their nodes and their entries. */
  private start = 0;
  private end = 0;
  private depth = 0;
  private ends = new Int32Array(256);
  private nodes = new Int32Array(256);
  private entries = new Int32Array(256);

  constructor(frameBytes: FrameBytes, tree: StackTreeBuilder, maxStackDepth: number) {
    this.frameBytes = frameBytes;
    this.tree = tree;
    this.maxStackDepth = maxStackDepth;
  }

  /** To be called when the bytes before are no longer there. */
  forget(): void {
    this.depth = 0;
  }

  /** The node of the text from `start` to `end`, which is not empty. */
  walk(view: DataView, start: number, end: number): number {
    const { frameBytes, tree } = this;
    let depth = this.depth === 0 ? 0 : this.sharedDepth(view, start, end);
    let node = 0;
    let previous = 0;
    let at = start;
    if (depth > 0) {
      node = this.nodes[depth - 1] as number;
      previous = this.entries[depth - 1] as number;
      at = start + (this.ends[depth - 1] as number) + 1;
    }
    while (at <= end) {
      if (depth === this.ends.length) this.grow();
      if (depth === this.maxStackDepth) {
        this.cutStackCount += 1;
        break;
      }
      let entry = frameBytes.following[previous] as number;
      let length = frameBytes.length[entry] as number;
      const stop = at + length;
      if (
        length < 0 || stop > end || (stop !== end && view.getUint8(stop) !== SEMICOLON) ||
        !sameBytes(view, at, frameBytes.texts, frameBytes.textStart[entry] as number, length)
      ) {
        entry = frameBytes.find(view, at, end);
        length = frameBytes.foundLength;
        frameBytes.following[previous] = entry;
      }
      node = tree.child(node, entry === 0 ? frameBytes.foundFrame : (frameBytes.frame[entry] as number));
      previous = entry;
      at += length;
      this.ends[depth] = at - start;
      this.nodes[depth] = node;
      this.entries[depth] = entry;
      depth += 1;
      at += 1;
    }
    this.start = start;
    this.end = end;
    this.depth = depth;
    return node;
  }

  /** Leading frames that the text shares with the one before. */
  private sharedDepth(view: DataView, start: number, end: number): number {
    const before = this.start;
    const limit = Math.min(end - start, this.end - before);
    let same = 0;
    for (; same + 8 <= limit; same += 8) {
      const value = view.getFloat64(before + same, true);
      if (value !== view.getFloat64(start + same, true) || value === 0) break;
    }
    while (same + 4 <= limit && view.getInt32(before + same, true) === view.getInt32(start + same, true)) same += 4;
    while (same < limit && view.getUint8(before + same) === view.getUint8(start + same)) same += 1;
    const ends = this.ends;
    let depth = this.depth;
    while (depth > 0) {
      const stop = ends[depth - 1] as number;
      if (stop < same || (stop === same && (start + stop === end || view.getUint8(start + stop) === SEMICOLON))) break;
      depth -= 1;
    }
    return depth;
  }

  private grow(): void {
    this.ends = grown(this.ends);
    this.nodes = grown(this.nodes);
    this.entries = grown(this.entries);
  }
}

function grown(column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const twice = new Int32Array(column.length * 2);
  twice.set(column);
  return twice;
}
