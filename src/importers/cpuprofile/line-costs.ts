import type { LineCosts } from '../../core/model/profile.ts';
import { tickSize, type NodeTable } from './node-table.ts';

/** Rows that are looked up; a Map ends near 16 million entries. Rows past it may repeat a line, which readers add up. */
const maxRows = 4_000_000;

/**
 * Cost per line from the nodes' line ticks, null where there are none. V8 counts ticks per node while
 * weights are times, so a node's ticks share the node's own weight: its lines add up to its self
 * value. A tick inside inlined code carries the inlined function's line but belongs to this node's
 * function, and stays with it, as the samples do.
 */
export function lineCosts(nodes: NodeTable, selfOfNode: Float64Array, frameOfNode: (node: number) => number): LineCosts | null {
  if (nodes.tickCount === 0) return null;
  const { ticks } = nodes;
  const end = nodes.tickCount * tickSize;
  const ticksOfNode = new Float64Array(nodes.length);
  for (let at = 0; at < end; at += tickSize) {
    const node = ticks[at] as number;
    ticksOfNode[node] = (ticksOfNode[node] as number) + (ticks[at + 2] as number);
  }
  // Frame (below 2^20) and line (below 2^31) as one exact number.
  const rowOf = new Map<number, number>();
  const frames: number[] = [];
  const lines: number[] = [];
  const costs: number[] = [];
  for (let at = 0; at < end; at += tickSize) {
    const node = ticks[at] as number;
    const line = ticks[at + 1] as number;
    const cost = ((selfOfNode[node] as number) * (ticks[at + 2] as number)) / (ticksOfNode[node] as number);
    if (cost === 0) continue;
    const frame = frameOfNode(node);
    const key = frame * 2 ** 31 + line;
    let row = rowOf.get(key);
    if (row === undefined) {
      row = frames.length;
      if (rowOf.size < maxRows) rowOf.set(key, row);
      frames.push(frame);
      lines.push(line);
      costs.push(0);
    }
    costs[row] = (costs[row] as number) + cost;
  }
  return { frame: Uint32Array.from(frames), line: Uint32Array.from(lines), cost: Float64Array.from(costs) };
}
