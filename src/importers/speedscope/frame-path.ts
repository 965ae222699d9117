import { InputError } from '../../core/errors.ts';
import type { ImportLimits } from '../../core/limits.ts';
import { StackTreeBuilder } from '../../core/model/stacks.ts';

/** The stack that was read last, as indices into the frame list and nodes of the stack tree. */
export class FramePath {
  readonly tree: StackTreeBuilder;
  /** How many levels are known. */
  depth = 0;
  frames = new Int32Array(16);
  nodes = new Int32Array(16);
  /** Frames below the depth limit, counted once per call; their weight stays at the limit. */
  cut = 0;
  private highest = -1;
  private highestOffset = 0;
  private readonly maxDepth: number;

  constructor(limits: ImportLimits) {
    this.tree = new StackTreeBuilder(limits, 16);
    this.maxDepth = limits.maxStackDepth;
  }

  /** Puts `frame` at level `depth`, forgetting deeper levels. `offset` is its place in the file. */
  put(depth: number, frame: number, offset: number): number {
    if (depth === this.frames.length) this.grow();
    if (frame > this.highest) {
      this.highest = frame;
      this.highestOffset = offset;
    }
    const above = depth === 0 ? 0 : (this.nodes[depth - 1] as number);
    let node = above;
    if (depth < this.maxDepth) node = this.tree.child(above, frame);
    else this.cut += 1;
    this.frames[depth] = frame;
    this.nodes[depth] = node;
    this.depth = depth + 1;
    return node;
  }

  /** Throws InputError when a frame index was outside of the list. */
  checkFrames(count: number, profile: string): void {
    if (this.highest < count) return;
    throw new InputError(`${profile} names frame ${this.highest}, but shared.frames has ${count} entries`, { offset: this.highestOffset }, 'the file is damaged or was put together wrongly: export it again');
  }

  private grow(): void {
    const frames = new Int32Array(this.frames.length * 2);
    const nodes = new Int32Array(this.nodes.length * 2);
    frames.set(this.frames);
    nodes.set(this.nodes);
    this.frames = frames;
    this.nodes = nodes;
  }
}
