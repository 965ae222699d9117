/** Numbers per node in `NodeTable.data`. */
export const nodeSize = 5;
/** Places within a node's numbers; its id stands at 0. */
const CALL_FRAME = 1;
const HITS = 2;
export const PARENT_ID = 3;
export const CHILD_END = 4;
/** Numbers per tick in `NodeTable.ticks`: node, 1-based line, samples. */
export const tickSize = 3;

/** Nodes of a V8 profile in the file's order, as plain 32-bit numbers. */
export class NodeTable {
  length = 0;
  /**
   * Per node: id, index of its call frame, hit count, id of its parent (-1 where it does not name one),
   * and where its children end in `childIds` (they begin where those of the node before end).
   */
  data = new Int32Array(1024 * nodeSize);
  childIds = new Int32Array(1024);
  childCount = 0;
  ticks = new Int32Array(1024);
  tickCount = 0;
  /** Highest id. */
  highestId = 0;
  private childMark = 0;
  private tickMark = 0;

  /** Adds a node; the children and ticks added since the last one are its. */
  add(id: number, callFrame: number, hits: number, parentId: number): number {
    const at = this.length * nodeSize;
    if (at === this.data.length) this.data = grow(this.data);
    const { data } = this;
    data[at] = id;
    data[at + CALL_FRAME] = callFrame;
    data[at + HITS] = hits;
    data[at + PARENT_ID] = parentId;
    data[at + CHILD_END] = this.childMark = this.childCount;
    this.tickMark = this.tickCount;
    if (id > this.highestId) this.highestId = id;
    return this.length++;
  }

  /** Fills in a node that was added empty. */
  set(node: number, id: number, callFrame: number, hits: number): void {
    const at = node * nodeSize;
    this.data[at] = id;
    this.data[at + CALL_FRAME] = callFrame;
    this.data[at + HITS] = hits;
    if (id > this.highestId) this.highestId = id;
  }

  hitsOf(node: number): number {
    return this.data[node * nodeSize + HITS] as number;
  }

  /** Adds a child to the node that comes next. */
  addChild(id: number): void {
    if (this.childCount === this.childIds.length) this.childIds = grow(this.childIds);
    this.childIds[this.childCount++] = id;
  }

  /** Adds line ticks, by default to the node that comes next. */
  addTick(line: number, ticks: number, node = this.length): void {
    const at = this.tickCount * tickSize;
    if (at + tickSize > this.ticks.length) this.ticks = grow(this.ticks);
    this.ticks[at] = node;
    this.ticks[at + 1] = line;
    this.ticks[at + 2] = ticks;
    this.tickCount += 1;
  }

  /** Forgets children and ticks of a node that could not be read to its end. */
  rollBack(): void {
    this.childCount = this.childMark;
    this.tickCount = this.tickMark;
  }

  callFrameOf(node: number): number {
    return this.data[node * nodeSize + CALL_FRAME] as number;
  }

  idOf(node: number): number {
    return this.data[node * nodeSize] as number;
  }

  clear(): void {
    this.length = this.childCount = this.tickCount = this.childMark = this.tickMark = this.highestId = 0;
  }
}

function grow(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(values.length * 2);
  grown.set(values);
  return grown;
}
