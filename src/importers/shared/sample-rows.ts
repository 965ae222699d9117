import type { Samples } from '../../core/model/stacks.ts';

/**
 * Collects samples in the order of time. Rows that follow each other on one stack become one, rows
 * without weight none: totals, order and durations stay, memory and every later pass shrink.
 */
export class SampleRows {
  private stacks: Uint32Array;
  private weights: Float64Array;
  private length = 0;

  /** `memory`, where it is given, is overwritten with the stacks: it must not be needed before as many rows were added. */
  constructor(capacity = 1024, memory: ArrayBuffer | null = null) {
    this.stacks = memory === null ? new Uint32Array(capacity) : new Uint32Array(memory, 0, capacity);
    this.weights = new Float64Array(capacity);
  }

  add(stack: number, weight: number): void {
    if (weight === 0) return;
    const last = this.length - 1;
    if (last >= 0 && this.stacks[last] === stack) {
      this.weights[last] = (this.weights[last] as number) + weight;
      return;
    }
    if (this.length === this.stacks.length) this.grow();
    this.stacks[this.length] = stack;
    this.weights[this.length++] = weight;
  }

  /** The rows; nothing may be added afterwards. With `nodeMap`, stack i becomes `nodeMap[i]`. */
  finish(timeOrdered: boolean, nodeMap: Uint32Array | null = null): Samples {
    const stack = trim(this.stacks, this.length);
    const weight = trim(this.weights, this.length);
    if (nodeMap !== null) for (let row = 0; row < stack.length; row++) stack[row] = nodeMap[stack[row] as number] as number;
    return { stack, weight, timeOrdered };
  }

  private grow(): void {
    const stacks = new Uint32Array(this.length * 2);
    const weights = new Float64Array(this.length * 2);
    stacks.set(this.stacks);
    weights.set(this.weights);
    this.stacks = stacks;
    this.weights = weights;
  }
}

/** The used part: a copy only where much would be kept for little. Memory that was never written is not resident. */
function trim<T extends Uint32Array | Float64Array>(values: T, length: number): T {
  return (length > 0.25 * values.length ? values.subarray(0, length) : values.slice(0, length)) as T;
}
