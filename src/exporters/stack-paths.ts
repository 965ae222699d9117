import type { StackTable } from '../core/model/stacks.ts';

/** One byte string per frame: frame i is `bytes` from `start[i]` to `start[i + 1]`. */
export interface FrameTokens {
  readonly bytes: Uint8Array;
  readonly start: Float64Array;
}

/** Encodes the texts as UTF-8. Throws RangeError where they are longer than a buffer may be. */
export function tokensOf(texts: readonly string[]): FrameTokens {
  const start = new Float64Array(texts.length + 1);
  for (let i = 0; i < texts.length; i++) start[i + 1] = (start[i] as number) + Buffer.byteLength(texts[i] as string);
  const bytes = Buffer.allocUnsafe(start[texts.length] as number);
  for (let i = 0; i < texts.length; i++) bytes.write(texts[i] as string, start[i] as number);
  return { bytes, start };
}

/** Writes stacks as their frames' tokens, root first, with a separator between them. */
export class StackPaths {
  private readonly parent: ArrayLike<number>;
  private readonly frame: ArrayLike<number>;
  private readonly tokens: FrameTokens;
  private readonly separator: number;
  /** Bytes per node, one separator a frame included. */
  private readonly lengths: Float64Array;

  /** Parents must come before their children; node 0 is the empty stack. */
  constructor(stacks: Pick<StackTable, 'length' | 'parent'> & { readonly frame: ArrayLike<number> }, tokens: FrameTokens, separator: number) {
    this.parent = stacks.parent;
    this.frame = stacks.frame;
    this.tokens = tokens;
    this.separator = separator;
    this.lengths = new Float64Array(stacks.length);
    const { start } = tokens;
    for (let node = 1; node < stacks.length; node++) {
      const frame = this.frame[node] as number;
      this.lengths[node] = (this.lengths[this.parent[node] as number] as number) + (start[frame + 1] as number) - (start[frame] as number) + 1;
    }
  }

  /** Bytes that `write` will write for a node. */
  lengthOf(node: number): number {
    return Math.max(0, (this.lengths[node] as number) - 1);
  }

  /** Writes the path of a node at `at` and returns where it ends. */
  write(node: number, target: Uint8Array, at: number): number {
    const end = at + this.lengthOf(node);
    const { parent, frame, separator } = this;
    const { bytes, start } = this.tokens;
    let stop = end;
    for (let step = node; step !== 0; ) {
      const index = frame[step] as number;
      let from = start[index + 1] as number;
      const first = start[index] as number;
      while (from > first) target[--stop] = bytes[--from] as number;
      step = parent[step] as number;
      if (step !== 0) target[--stop] = separator;
    }
    return end;
  }
}
