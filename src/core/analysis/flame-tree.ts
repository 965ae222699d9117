import type { FrameTable } from '../model/frames.ts';

/**
 * A call tree ready to be drawn or exported: nodes in depth-first order, children heaviest first.
 * Node 0 is the root ("all"), its frame is -1. Columns of equal length, values in the profile's unit.
 */
export interface FlameTree {
  readonly frames: FrameTable;
  readonly length: number;
  readonly frame: Int32Array;
  readonly parent: Uint32Array;
  readonly depth: Uint32Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
  /** Index after the last node of this node's subtree. */
  readonly end: Uint32Array;
  readonly reconstructed: boolean;
  readonly maxDepth: number;
  readonly prunedNodes: number;
  /** Weight of the pruned nodes; it is kept as self weight of "(pruned)" children. */
  readonly prunedWeight: number;
  /** Frames of stacks cut at the depth cap; their weight stays with the frame "(deeper calls)". */
  readonly elidedFrames: number;
}
