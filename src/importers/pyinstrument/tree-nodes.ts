import type { ImportLimits } from '../../core/limits.ts';
import type { Note } from '../../core/model/note.ts';
import { samplesFromWeights, StackTreeBuilder } from '../../core/model/stacks.ts';
import { WeightColumn } from '../../core/model/weights.ts';
import { formatDuration } from '../../core/units/duration.ts';
import { NumberColumn } from '../shared/json-number-column.ts';
import type { Recording } from './recording.ts';

/** Half of the last digit that pyinstrument prints (`%f`), and a little for the sums of doubles. */
const roundingSeconds = 0.505e-6;

/** The frames of a rendered tree: parents first, each with its own seconds. */
export class TreeNodes {
  private readonly parents = new NumberColumn();
  /** Index into the FunctionList, -1 for a frame that is charged to its parent. */
  private readonly functions = new NumberColumn();
  private readonly selfSeconds = new WeightColumn();
  /** Seconds of calls that pyinstrument left out. */
  private leftOut = 0;
  /** Frames whose calls took longer than they did. */
  private exceeded = 0;
  private negative = 0;

  get length(): number {
    return this.parents.length;
  }

  /** Adds a frame whose function is not known yet; `parent` is -1 for the root. */
  begin(parent: number): number {
    this.parents.push(parent);
    this.functions.push(-1);
    return this.parents.length - 1;
  }

  /**
   * Completes a frame. Beside calls, its own time stands as a child `[self]`; what its children do not
   * explain is time of calls that pyinstrument dropped, which it counts as the frame's own.
   */
  end(index: number, called: number, time: number, children: number, childrenTime: number): void {
    this.functions.set(index, called);
    if (time < 0) this.negative += 1;
    const rest = Math.max(0, time) - childrenTime;
    const rounding = children === 0 ? 0 : (children + 1) * roundingSeconds;
    if (rest < -rounding) this.exceeded += 1;
    if (rest <= rounding) return;
    if (children > 0) this.leftOut += rest;
    this.selfSeconds.add(index, rest);
  }

  /** The stacks of the tree. */
  finish(limits: ImportLimits): Recording {
    const tree = new StackTreeBuilder(limits, Math.min(limits.maxStackNodes, this.length + 16));
    const stackOf = new Uint32Array(this.length);
    const depthOf = new Uint32Array(this.length);
    const weights = new WeightColumn();
    let cutCalls = 0;
    for (let node = 0; node < this.length; node++) {
      const parent = this.parents.at(node);
      const above = parent < 0 ? 0 : (stackOf[parent] as number);
      const depth = parent < 0 ? 0 : (depthOf[parent] as number);
      const called = this.functions.at(node);
      const cut = called >= 0 && depth >= limits.maxStackDepth;
      if (cut) cutCalls += 1;
      const deeper = called >= 0 && !cut;
      stackOf[node] = deeper ? tree.child(above, called) : above;
      depthOf[node] = deeper ? depth + 1 : depth;
      const seconds = this.selfSeconds.values[node] ?? 0;
      if (seconds > 0) weights.add(stackOf[node] as number, seconds);
    }
    const samples = samplesFromWeights(weights.values, Math.min(tree.length, weights.values.length));
    return { tree, samples, lineCosts: null, sampleCount: null, cutCalls, notes: this.notes() };
  }

  private notes(): Note[] {
    const notes: Note[] = [];
    if (this.leftOut > 0) {
      notes.push({ code: 'left-out-calls', text: `pyinstrument left out small calls, ${formatDuration(this.leftOut)} together: they count as their callers' own time; a session (\`pyinstrument -r session\`) holds them` });
    }
    if (this.exceeded > 0) notes.push({ code: 'children-exceed', text: `${this.exceeded} functions took less time than the calls they made: the sum of the calls is shown` });
    if (this.negative > 0) notes.push({ code: 'negative-time', text: `${this.negative} functions took less than no time; they count as none` });
    return notes;
  }
}
