/** A node of V8's `HeapProfiler.SamplingHeapProfile`. */
interface HeapNode {
  readonly callFrame: { readonly functionName: string; readonly scriptId: string; readonly url: string; readonly lineNumber: number; readonly columnNumber: number };
  selfSize: number;
  readonly id: number;
  readonly children: HeapNode[];
}

interface HeapSample {
  readonly size: number;
  readonly nodeId: number;
  readonly ordinal: number;
}

/** `HeapProfiler.SamplingHeapProfile` of the DevTools protocol, with what the recorder adds. */
export interface HeapProfile {
  readonly head: HeapNode;
  readonly samples: HeapSample[];
  readonly perfReport: { readonly collected: boolean; readonly samples?: number };
}

/** Sum of all `selfSize`. */
export function allocatedBytes({ head }: HeapProfile): number {
  let bytes = 0;
  const open = [head];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    bytes += node.selfSize;
    open.push(...node.children);
  }
  return bytes;
}

/**
 * One profile of the parts that a thread wrote one after the other; sizes of equal stacks are added.
 * Of the samples, one per node is kept, with the sum of its sizes: there may be millions. Where the
 * parts hold live objects alone (`collected` is false) they cannot be added and the last one counts.
 */
export class HeapMerger {
  private merged: HeapProfile | null = null;
  private readonly nodes = new Map<string, HeapNode>();
  private readonly sampleSizes: number[] = [];
  private sampleCount = 0;

  add(part: HeapProfile): void {
    if (this.merged !== null && !part.perfReport.collected) this.clear();
    this.merged ??= { head: this.copy(part.head), samples: [], perfReport: part.perfReport };
    this.nodes.set(keyOf(0, part.head), this.merged.head);
    const idOf = new Map<number, number>();
    const open: [HeapNode, HeapNode][] = [[part.head, this.merged.head]];
    for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
      const [source, target] = pair;
      target.selfSize += source.selfSize;
      idOf.set(source.id, target.id);
      for (const child of source.children) open.push([child, this.child(target, child)]);
    }
    for (const { nodeId, size } of part.samples) {
      const id = idOf.get(nodeId) ?? 1;
      this.sampleSizes[id] = (this.sampleSizes[id] ?? 0) + size;
    }
    this.sampleCount += part.samples.length;
  }

  finish(): HeapProfile {
    if (this.merged === null) throw new RangeError('nothing was added');
    const samples = this.sampleSizes.flatMap((size, nodeId) => (size === 0 ? [] : [{ size, nodeId, ordinal: nodeId }]));
    return { head: this.merged.head, samples, perfReport: { collected: this.merged.perfReport.collected, samples: this.sampleCount } };
  }

  private clear(): void {
    this.merged = null;
    this.nodes.clear();
    this.sampleSizes.length = 0;
    this.sampleCount = 0;
  }

  private child(parent: HeapNode, source: HeapNode): HeapNode {
    const key = keyOf(parent.id, source);
    let node = this.nodes.get(key);
    if (node === undefined) {
      node = this.copy(source);
      this.nodes.set(key, node);
      parent.children.push(node);
    }
    return node;
  }

  private copy({ callFrame }: HeapNode): HeapNode {
    return { callFrame, selfSize: 0, id: this.nodes.size + 1, children: [] };
  }
}

function keyOf(parent: number, { callFrame }: HeapNode): string {
  return `${parent} ${callFrame.scriptId}:${callFrame.lineNumber}:${callFrame.columnNumber} ${callFrame.url} ${callFrame.functionName}`;
}
