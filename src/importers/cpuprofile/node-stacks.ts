import type { ImportLimits } from '../../core/limits.ts';
import { StackTreeBuilder } from '../../core/model/stacks.ts';
import type { CallFrames } from '../shared/v8-call-frames.ts';
import { orderNodes, parentsFirst } from './node-parents.ts';
import type { NodeTable } from './node-table.ts';

/** What a sample of a node says beside its stack. */
export const plainNode = 0;
/** The garbage collector: what it interrupted is the stack of the sample before. */
export const collectorNode = 1;
/** Idle or outside of JavaScript: no function is interrupted here. */
export const outsideNode = 2;

export interface NodeStacks {
  readonly tree: StackTreeBuilder;
  /** Stack of each node; 0 for "(root)" and for the garbage collector, whose stack depends on the sample. */
  readonly stackOf: Uint32Array;
  readonly kindOf: Uint8Array;
  /** Nodes below the depth limit, charged to the frame at the limit. */
  readonly cutNodes: number;
}

/** Builds the stack tree of the nodes. "(root)" is the empty stack. Throws InputError for a circle of parents. */
export function stackNodes(nodes: NodeTable, parents: Int32Array, callFrames: CallFrames, frameOf: Uint32Array, limits: ImportLimits): NodeStacks {
  const tree = new StackTreeBuilder(limits, Math.min(limits.maxStackNodes, nodes.length + 16));
  const stackOf = new Uint32Array(nodes.length);
  const depthOf = new Uint32Array(nodes.length);
  const kindOf = new Uint8Array(nodes.length);
  const order = parentsFirst(parents) ? null : orderNodes(parents, nodes);
  let cutNodes = 0;
  for (let i = 0; i < parents.length; i++) {
    const node = order === null ? i : (order[i] as number);
    const parent = parents[node] as number;
    const callFrame = nodes.callFrameOf(node);
    const depth = parent < 0 ? 0 : (depthOf[parent] as number);
    if (depth === 0) {
      const meta = callFrames.metaOf(callFrame);
      if (meta === 'root' && parent < 0) continue;
      kindOf[node] = meta === 'gc' ? collectorNode : meta === 'idle' || meta === 'program' ? outsideNode : plainNode;
      if (meta === 'gc') continue;
    }
    const above = parent < 0 ? 0 : (stackOf[parent] as number);
    const cut = depth >= limits.maxStackDepth;
    if (cut) cutNodes += 1;
    depthOf[node] = cut ? depth : depth + 1;
    stackOf[node] = cut ? above : tree.child(above, frameOf[callFrame] as number);
  }
  return { tree, stackOf, kindOf, cutNodes };
}
