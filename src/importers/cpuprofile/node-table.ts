import { NumberColumn } from '../shared/json-number-column.ts';

/** Nodes of a V8 profile as columns, in the file's order. */
export class NodeTable {
  length = 0;
  readonly id = new NumberColumn();
  /** Index into the call frames. */
  readonly callFrame = new NumberColumn();
  readonly hitCount = new NumberColumn();
  /** Id of the parent, -1 where the node does not name one. */
  readonly parentId = new NumberColumn();
  /** Ids of children; those of node i end at childEnd[i] and begin where those of node i - 1 end. */
  readonly childId = new NumberColumn();
  readonly childEnd = new NumberColumn();
  /** Line ticks: node index, 1-based line, number of samples. */
  readonly tickNode = new NumberColumn();
  readonly tickLine = new NumberColumn();
  readonly tickCount = new NumberColumn();
  private children = 0;
  private ticks = 0;

  /** True while all ids and counts fit in 32 bits. */
  get plain(): boolean {
    return this.id.floats === null && this.hitCount.floats === null && this.childId.floats === null;
  }

  /** Adds a node; the children and ticks pushed since the last one are its. */
  add(id: number, callFrame: number, hitCount: number, parentId: number): number {
    this.id.push(id);
    this.callFrame.push(callFrame);
    this.hitCount.push(hitCount);
    this.parentId.push(parentId);
    this.children = this.childId.length;
    this.ticks = this.tickNode.length;
    this.childEnd.push(this.children);
    return this.length++;
  }

  /** Adds line ticks to the node that comes next. */
  addTick(line: number, ticks: number): void {
    this.tickNode.push(this.length);
    this.tickLine.push(line);
    this.tickCount.push(ticks);
  }

  /** Forgets children and ticks of a node that could not be read to its end. */
  rollBack(): void {
    this.childId.length = this.children;
    this.rollBackTicks();
  }

  rollBackTicks(): void {
    this.tickNode.length = this.tickLine.length = this.tickCount.length = this.ticks;
  }

  clear(): void {
    this.length = this.children = this.ticks = 0;
    for (const column of [this.id, this.callFrame, this.hitCount, this.parentId, this.childId, this.childEnd, this.tickNode, this.tickLine, this.tickCount]) column.length = 0;
  }
}
