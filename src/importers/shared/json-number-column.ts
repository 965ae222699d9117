/**
 * A growing column of numbers: int32 as long as all are, doubles from the first other one on. Most
 * columns of profiles (ids, deltas) are small integers, which halves the memory of long recordings.
 */
export class NumberColumn {
  length = 0;
  integers: Int32Array<ArrayBuffer>;
  floats: Float64Array | null = null;

  constructor(capacity = 1024) {
    this.integers = new Int32Array(capacity);
  }

  at(index: number): number {
    return (this.floats === null ? this.integers[index] : this.floats[index]) as number;
  }

  set(index: number, value: number): void {
    if (this.floats === null && value !== (value | 0)) this.widen();
    (this.floats ?? this.integers)[index] = value;
  }

  push(value: number): void {
    if (this.floats === null && value !== (value | 0)) this.widen();
    if (this.floats === null) this.reserve()[this.length++] = value;
    else this.reserveDoubles()[this.length++] = value;
  }

  /** The int32 array with room for one more. Only before the first double. */
  reserve(): Int32Array<ArrayBuffer> {
    if (this.length === this.integers.length) {
      const grown = new Int32Array(this.length * 2);
      grown.set(this.integers);
      this.integers = grown;
    }
    return this.integers;
  }

  /** The array of doubles with room for one more. Only after `widen`. */
  reserveDoubles(): Float64Array {
    const { floats, length } = this;
    if (floats === null) throw new RangeError('the column holds integers');
    if (length < floats.length) return floats;
    const grown = new Float64Array(length * 2);
    grown.set(floats);
    return (this.floats = grown);
  }

  /** Turns the column into doubles. */
  widen(): void {
    if (this.floats !== null) return;
    this.floats = new Float64Array(this.integers.length);
    this.floats.set(this.length === this.integers.length ? this.integers : this.integers.subarray(0, this.length));
    this.integers = new Int32Array(0);
  }
}
