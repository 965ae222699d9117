import type { LineCosts } from '../../core/model/profile.ts';
import type { NodeTable } from './node-table.ts';

/**
 * Cost per line from the nodes' line ticks, null where there are none. V8 counts ticks per node while
 * weights are times, so a node's ticks share the node's own weight: its lines add up to its self
 * value. A tick inside inlined code carries the inlined function's line but belongs to this node's
 * function, and stays with it, as the samples do.
 */
export function lineCosts(nodes: NodeTable, selfOfNode: Float64Array, frameOfNode: (node: number) => number): LineCosts | null {
  const { tickNode, tickLine, tickCount } = nodes;
  if (tickNode.length === 0) return null;
  const ticksOfNode = new Float64Array(nodes.length);
  for (let i = 0; i < tickNode.length; i++) {
    const node = tickNode.at(i);
    ticksOfNode[node] = (ticksOfNode[node] as number) + tickCount.at(i);
  }
  // Frame (below 2^20) and line (below 2^32) as one exact number.
  const rowOf = new Map<number, number>();
  const frames: number[] = [];
  const lines: number[] = [];
  const costs: number[] = [];
  for (let i = 0; i < tickNode.length; i++) {
    const node = tickNode.at(i);
    const cost = ((selfOfNode[node] as number) * tickCount.at(i)) / (ticksOfNode[node] as number);
    if (cost === 0) continue;
    const frame = frameOfNode(node);
    const key = frame * 2 ** 32 + tickLine.at(i);
    let row = rowOf.get(key);
    if (row === undefined) {
      row = frames.length;
      if (rowOf.size < maxRows) rowOf.set(key, row);
      frames.push(frame);
      lines.push(tickLine.at(i));
      costs.push(0);
    }
    costs[row] = (costs[row] as number) + cost;
  }
  return { frame: Uint32Array.from(frames), line: Uint32Array.from(lines), cost: Float64Array.from(costs) };
}

/** Rows that are looked up; a Map ends near 16 million entries. Rows past it may repeat a line, which readers add up. */
const maxRows = 4_000_000;
