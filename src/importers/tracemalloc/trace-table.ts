/** Columns of the traces of a snapshot; a trace is an index. */
export class TraceTable {
  length = 0;
  hasOtherDomains = false;
  /** Index of the traceback; of a trace whose stack was deeper than what was recorded, its complement (~index). */
  traceback: Int32Array<ArrayBuffer>;
  /** Bytes of the block. */
  size: Float64Array<ArrayBuffer>;
  /** tracemalloc's domain, a C unsigned int: 0 is Python's own memory. */
  domain: Uint32Array<ArrayBuffer>;

  constructor(capacity: number) {
    this.traceback = new Int32Array(capacity);
    this.size = new Float64Array(capacity);
    this.domain = new Uint32Array(capacity);
  }

  push(domain: number, size: number, traceback: number, cut: boolean): number {
    const index = this.length++;
    if (index === this.size.length) this.grow();
    this.traceback[index] = cut ? ~traceback : traceback;
    this.size[index] = size;
    if (domain !== 0) {
      this.domain[index] = domain;
      this.hasOtherDomains = true;
    }
    return index;
  }

  private grow(): void {
    const capacity = this.size.length * 2;
    const traceback = new Int32Array(capacity);
    traceback.set(this.traceback);
    this.traceback = traceback;
    const size = new Float64Array(capacity);
    size.set(this.size);
    this.size = size;
    const domain = new Uint32Array(capacity);
    domain.set(this.domain);
    this.domain = domain;
  }
}
