import type { ImportLimits } from '../../core/limits.ts';
import { StackTreeBuilder } from '../../core/model/stacks.ts';
import type { CallFrames } from './call-frames.ts';
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

/** Builds the stack tree of the nodes; `order` has parents first. "(root)" is the empty stack. */
export function stackNodes(nodes: NodeTable, parents: Int32Array, order: Int32Array, callFrames: CallFrames, frameOf: Uint32Array, limits: ImportLimits): NodeStacks {
  const tree = new StackTreeBuilder(limits, Math.min(limits.maxStackNodes, nodes.length + 16));
  const stackOf = new Uint32Array(nodes.length);
  const depthOf = new Uint32Array(nodes.length);
  const kindOf = new Uint8Array(nodes.length);
  let cutNodes = 0;
  for (const node of order) {
    const parent = parents[node] as number;
    const callFrame = nodes.callFrame.at(node);
    const depth = parent < 0 ? 0 : (depthOf[parent] as number);
    const above = parent < 0 ? 0 : (stackOf[parent] as number);
    const meta = depth === 0 ? callFrames.metaOf(callFrame) : null;
    if (meta === 'root' && parent < 0) continue;
    if (meta === 'gc') {
      kindOf[node] = collectorNode;
      continue;
    }
    if (meta === 'idle' || meta === 'program') kindOf[node] = outsideNode;
    if (depth >= limits.maxStackDepth) {
      cutNodes += 1;
      depthOf[node] = depth;
      stackOf[node] = above;
      continue;
    }
    depthOf[node] = depth + 1;
    stackOf[node] = tree.child(above, frameOf[callFrame] as number);
  }
  return { tree, stackOf, kindOf, cutNodes };
}
