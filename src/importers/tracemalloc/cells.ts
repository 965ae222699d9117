/** What a cell of the unpickler's stack or memo holds; the number beside it is explained here. */
export const Tag = {
  /** None or a bool: no number. */
  NONE: 0,
  /** An integer of 32 bits: itself. */
  INT: 1,
  /** A text: its index. */
  TEXT: 2,
  /** (filename, line): frame index. */
  FRAME: 3,
  /** Tuple of frames: traceback index. */
  TRACEBACK: 4,
  /** (domain, size, traceback[, frames before the limit]): trace index. */
  TRACE: 5,
  /** The empty tuple. */
  EMPTY: 6,
  /** Any other tuple: its content is dropped, a snapshot needs none. */
  OTHER: 7,
  LIST: 8,
  DICT: 9,
  /** One of the two classes: index into `snapshotClasses`. */
  CLASS: 10,
  OBJECT: 11,
  /** A wider integer: index into the unpickler's list of those. */
  WIDE_INT: 12,
} as const;

/** Tagged numbers in two growing columns: the unpickler's stack, and its memo. */
export class Cells {
  tags: Uint8Array<ArrayBuffer>;
  values: Int32Array<ArrayBuffer>;
  length = 0;

  constructor(capacity: number) {
    this.tags = new Uint8Array(capacity);
    this.values = new Int32Array(capacity);
  }

  push(tag: number, value: number): void {
    const at = this.length++;
    if (at === this.tags.length) this.grow();
    this.tags[at] = tag;
    this.values[at] = value;
  }

  private grow(): void {
    const tags = new Uint8Array(this.tags.length * 2);
    tags.set(this.tags);
    this.tags = tags;
    const values = new Int32Array(this.values.length * 2);
    values.set(this.values);
    this.values = values;
  }
}

/** A growing column of integers. */
export class IntColumn {
  values: Int32Array<ArrayBuffer>;
  length = 0;

  constructor(capacity = 1024) {
    this.values = new Int32Array(capacity);
  }

  push(value: number): void {
    const at = this.length++;
    if (at === this.values.length) {
      const grown = new Int32Array(this.values.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[at] = value;
  }
}
