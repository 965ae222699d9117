/** Readings of one process in the order of the file: growing columns. */
export class Readings {
  length = 0;
  /** Readings that are older than the one before. */
  falls = 0;
  /** Unix seconds. */
  private times = new Float64Array(16);
  private bytes = new Float64Array(16);

  /** Time of the reading that was added last; 0 where there is none. */
  get latest(): number {
    return this.length === 0 ? 0 : (this.times[this.length - 1] as number);
  }

  add(time: number, bytes: number): void {
    if (this.length === this.times.length) {
      this.times = doubled(this.times);
      this.bytes = doubled(this.bytes);
    }
    if (time < this.latest) this.falls += 1;
    this.times[this.length] = time;
    this.bytes[this.length++] = bytes;
  }

  /** Earliest time; Infinity where there is none. */
  earliest(): number {
    return this.times.subarray(0, this.length).reduce((least, time) => Math.min(least, time), Infinity);
  }

  /** Seconds from `start` and bytes, sorted by time. */
  finish(start: number): { seconds: number[]; values: number[] } {
    const seconds = new Array<number>(this.length);
    const values = new Array<number>(this.length);
    const order = this.falls === 0 ? null : this.sorted();
    for (let i = 0; i < this.length; i++) {
      const row = order === null ? i : (order[i] as number);
      seconds[i] = secondsSince(start, this.times[row] as number);
      values[i] = this.bytes[row] as number;
    }
    return { seconds, values };
  }

  private sorted(): Uint32Array {
    const order = Uint32Array.from({ length: this.length }, (_, row) => row);
    const { times } = this;
    return order.sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);
  }
}

/** The difference to the microsecond: finer digits are the rounding of the large numbers. */
export function secondsSince(start: number, time: number): number {
  return Math.round((time - start) * 1e6) / 1e6;
}

function doubled(old: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(old.length * 2);
  grown.set(old);
  return grown;
}
