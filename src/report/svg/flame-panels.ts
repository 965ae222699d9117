import type { FlameTree } from '../../core/analysis/flame-tree.ts';
import type { FlameLayout } from './flame-layout.ts';

/** A subtree is worth a panel when it holds this many nodes … */
const leastNodes = 4;
/** … and is clearly smaller than the panel above it, so that zooming shows more. */
const smallerThan = 0.75;

/** Which nodes have a picture of their own, and where a click on a node leads. */
export interface FlamePanels {
  /** Panel roots: node 0 first, then heaviest first. */
  readonly roots: readonly number[];
  /** Index into `roots` of the nearest panel at or above a drawn node of the whole picture. */
  readonly panelOf: ReadonlyMap<number, number>;
}

/** Chooses the subtrees to draw again at full width, from the boxes of the whole picture. */
export function choosePanels(tree: FlameTree, whole: FlameLayout, maxPanels: number): FlamePanels {
  const roots = [0];
  const panelOf = new Map<number, number>([[0, 0]]);
  const bySize = whole.boxes.map((box) => box.node).sort((a, b) => (tree.total[b] as number) - (tree.total[a] as number) || a - b);
  for (const node of bySize) {
    if (node === 0) continue;
    // Parents are heavier or earlier, so they are decided; a folded trunk belongs to the whole.
    const above = panelOf.get(tree.parent[node] as number) ?? 0;
    const worth =
      roots.length < maxPanels &&
      (tree.end[node] as number) - node >= leastNodes &&
      (tree.total[node] as number) < smallerThan * (tree.total[roots[above] as number] as number);
    panelOf.set(node, worth ? roots.push(node) - 1 : above);
  }
  return { roots, panelOf };
}
