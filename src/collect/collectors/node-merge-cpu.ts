/** A node of V8's `Profiler.Profile`. */
interface CpuNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly scriptId: string; readonly url: string; readonly lineNumber: number; readonly columnNumber: number };
  hitCount?: number;
  children?: number[];
  positionTicks?: { line: number; ticks: number }[];
}

/** `Profiler.Profile` of the DevTools protocol: times in microseconds of one clock per process. */
export interface CpuProfile {
  readonly nodes: CpuNode[];
  readonly startTime: number;
  endTime: number;
  readonly samples: number[];
  readonly timeDeltas: number[];
}

/** What a thread was busy with, in microseconds: its samples without "(idle)". Throws TypeError for another shape. */
export function busyMicroseconds({ nodes, samples, timeDeltas, startTime, endTime }: CpuProfile): number {
  const idle = new Set(nodes.filter(({ callFrame }) => callFrame.functionName === '(idle)').map(({ id }) => id));
  let busy = 0;
  let time = startTime;
  for (let i = 0; i < samples.length; i++) {
    time += timeDeltas[i] as number;
    if (!idle.has(samples[i] as number)) busy += i + 1 < samples.length ? (timeDeltas[i + 1] as number) : endTime - time;
  }
  return busy;
}

/**
 * One profile of the parts that a thread wrote one after the other. Equal stacks become one node; what
 * lies between two parts, when the recorder wrote, is "(program)": it is nobody's time. Throws TypeError
 * for another shape.
 */
export class CpuMerger {
  private readonly children = new Map<string, number>();
  private readonly nodes: CpuNode[] = [];
  private readonly ticks: Map<number, number>[] = [];
  private readonly samples: number[] = [];
  private readonly timeDeltas: number[] = [];
  private startTime = 0;
  private time = 0;
  private endTime = 0;

  add(part: CpuProfile): void {
    const idOf = this.addNodes(part.nodes);
    if (this.samples.length === 0) this.startTime = this.time = part.startTime;
    else this.addSample(this.programNode(), this.endTime);
    let time = part.startTime;
    for (let i = 0; i < part.samples.length; i++) {
      time += part.timeDeltas[i] as number;
      this.addSample(idOf.get(part.samples[i] as number) ?? 1, time);
    }
    this.endTime = part.endTime;
  }

  finish(): CpuProfile {
    this.nodes.forEach((node, index) => {
      const ticks = this.ticks[index] as Map<number, number>;
      if (ticks.size > 0) node.positionTicks = [...ticks].map(([line, count]) => ({ line, ticks: count }));
    });
    return { nodes: this.nodes, startTime: this.startTime, endTime: this.endTime, samples: this.samples, timeDeltas: this.timeDeltas };
  }

  private addSample(id: number, time: number): void {
    this.samples.push(id);
    this.timeDeltas.push(time - this.time);
    this.time = time;
  }

  /** New id of each node's id. */
  private addNodes(nodes: readonly CpuNode[]): Map<number, number> {
    const nodeOf = new Map(nodes.map((node) => [node.id, node]));
    const idOf = new Map<number, number>();
    const root = nodes[0];
    const open: [CpuNode, number][] = root === undefined ? [] : [[root, 0]];
    for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
      const [node, parent] = entry;
      const id = this.child(parent, node.callFrame);
      idOf.set(node.id, id);
      this.addCosts(id, node);
      for (const child of node.children ?? []) {
        const next = nodeOf.get(child);
        if (next !== undefined && !idOf.has(child)) open.push([next, id]);
      }
    }
    return idOf;
  }

  private addCosts(id: number, { hitCount, positionTicks }: CpuNode): void {
    const target = this.nodes[id - 1] as CpuNode;
    target.hitCount = (target.hitCount ?? 0) + (hitCount ?? 0);
    const ticks = this.ticks[id - 1] as Map<number, number>;
    for (const tick of positionTicks ?? []) ticks.set(tick.line, (ticks.get(tick.line) ?? 0) + tick.ticks);
  }

  private programNode(): number {
    return this.child(1, { functionName: '(program)', scriptId: '0', url: '', lineNumber: -1, columnNumber: -1 });
  }

  private child(parent: number, callFrame: CpuNode['callFrame']): number {
    const key = `${parent} ${callFrame.scriptId}:${callFrame.lineNumber}:${callFrame.columnNumber} ${callFrame.url} ${callFrame.functionName}`;
    const known = this.children.get(key);
    if (known !== undefined) return known;
    const id = this.nodes.push({ id: this.nodes.length + 1, callFrame, hitCount: 0 });
    this.ticks.push(new Map());
    this.children.set(key, id);
    if (parent > 0) ((this.nodes[parent - 1] as CpuNode).children ??= []).push(id);
    return id;
  }
}
