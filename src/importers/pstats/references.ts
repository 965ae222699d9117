/** What a numbered object of a marshal stream turned out to be. */
export const refKind = {
  /** Reserved, its children are still being read. */
  unfinished: 0,
  integer: 1,
  float: 2,
  /** Value is a string table id. */
  string: 3,
  /** Value is a function id. */
  functionKey: 4,
  /** Value is the index of the edge that the tuple became. */
  edge: 5,
  /** Value is the row whose callers the dict holds. */
  callers: 6,
  /** Value is the row that the five-tuple became. */
  row: 7,
  /** The `("__sampled__",)` key. */
  marker: 8,
  /** Something the table does not use. */
  other: 9,
} as const;

/** Numbered objects: FLAG_REF reserves an index before the object's children are read. */
export class References {
  kinds: Uint8Array;
  values: Float64Array;
  length = 0;

  constructor(capacity: number) {
    this.kinds = new Uint8Array(Math.max(64, capacity));
    this.values = new Float64Array(this.kinds.length);
  }

  /** Index for an object whose children follow. */
  reserve(): number {
    return this.add(refKind.unfinished, 0);
  }

  add(kind: number, value: number): number {
    const index = this.length++;
    if (index >= this.kinds.length) this.grow();
    this.kinds[index] = kind;
    this.values[index] = value;
    return index;
  }

  finish(index: number, kind: number, value: number): void {
    if (index < 0) return;
    this.kinds[index] = kind;
    this.values[index] = value;
  }

  private grow(): void {
    const kinds = new Uint8Array(this.kinds.length * 2);
    kinds.set(this.kinds);
    this.kinds = kinds;
    const values = new Float64Array(this.values.length * 2);
    values.set(this.values);
    this.values = values;
  }
}
