import { type Cells, IntColumn, Tag } from './cells.ts';

const snapshotClasses = ['tracemalloc.Snapshot', 'tracemalloc._Traces'];
const SNAPSHOT = 0;
const TRACES = 1;

// A snapshot is 2 objects, 2 dicts and 1 list; attributes that a program added may hold some more.
const MAX_OBJECTS = 256;

interface Cell {
  readonly tag: number;
  readonly value: number;
}

interface TraceList {
  readonly traces: IntColumn;
  /** Offset of the opcode that appended something else than a trace, -1 where none did. */
  foreignItemAt: number;
}

export interface FoundSnapshot extends Readonly<TraceList> {
  readonly tracebackLimit: number | null;
}

/** The few lists, dicts and objects of a pickle. Dicts are Maps: a key `__proto__` is a key as any other. */
export class SnapshotObjects {
  private readonly lists: TraceList[] = [];
  private readonly dicts: Map<string, Cell>[] = [];
  private readonly objects: { readonly classIndex: number; state: number }[] = [];

  /** Index of a class that a snapshot may name, -1 for any other. */
  classIndex(name: string): number {
    return snapshotClasses.indexOf(name);
  }

  /** Index of a new list; undefined past the limit. */
  addList(): number | undefined {
    if (this.lists.length >= MAX_OBJECTS) return undefined;
    return this.lists.push({ traces: new IntColumn(), foreignItemAt: -1 }) - 1;
  }

  /** Index of a new dict; undefined past the limit. */
  addDict(): number | undefined {
    if (this.dicts.length >= MAX_OBJECTS) return undefined;
    return this.dicts.push(new Map()) - 1;
  }

  /** Index of a new object; undefined past the limit. */
  addObject(classIndex: number): number | undefined {
    if (this.objects.length >= MAX_OBJECTS) return undefined;
    return this.objects.push({ classIndex, state: -1 }) - 1;
  }

  /** Appends the cells from `from` on; only traces are kept. */
  append(list: number, cells: Cells, from: number, opcodeAt: number): void {
    const target = this.lists[list] as TraceList;
    const { tags, values } = cells;
    for (let at = from; at < cells.length; at++) {
      if (tags[at] === Tag.TRACE) target.traces.push(values[at] as number);
      else if (target.foreignItemAt < 0) target.foreignItemAt = opcodeAt;
    }
  }

  setItem(dict: number, key: string, tag: number, value: number): void {
    (this.dicts[dict] as Map<string, Cell>).set(key, { tag, value });
  }

  setState(object: number, dict: number): void {
    (this.objects[object] as { state: number }).state = dict;
  }

  /** The snapshot in a cell, or null where the cell is no finished snapshot. */
  snapshot(tag: number, value: number): FoundSnapshot | null {
    const state = this.stateOf(tag, value, SNAPSHOT);
    const holder = state?.get('traces');
    const list = holder === undefined ? undefined : this.stateOf(holder.tag, holder.value, TRACES)?.get('_traces');
    if (state === null || list?.tag !== Tag.LIST) return null;
    const limit = state.get('traceback_limit');
    return { ...(this.lists[list.value] as TraceList), tracebackLimit: limit?.tag === Tag.INT ? limit.value : null };
  }

  private stateOf(tag: number, value: number, classIndex: number): Map<string, Cell> | null {
    if (tag !== Tag.OBJECT) return null;
    const object = this.objects[value];
    return object === undefined || object.classIndex !== classIndex || object.state < 0 ? null : (this.dicts[object.state] ?? null);
  }
}
