import { Uint32Column } from './columns.ts';

/** The profile's strings, decoded when they are asked for: most of a large table is often unused. */
export class StringTable {
  private readonly bytes: Buffer;
  private readonly starts = new Uint32Column();
  private readonly stops = new Uint32Column();
  private readonly shown = new Map<number, string>();
  private readonly firstWithText = new Map<string, number>();
  private readonly maxLength: number;
  /** Lookups past the end of the table. */
  missing = 0;
  /** Strings that were longer than the limit. */
  cut = 0;

  constructor(bytes: Uint8Array, maxLength: number) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.maxLength = maxLength;
  }

  get length(): number {
    return this.starts.length;
  }

  /** False where entry 0 holds text, against the format. */
  get beginsEmpty(): boolean {
    return this.length === 0 || this.starts.at(0) === this.stops.at(0);
  }

  push(start: number, stop: number): void {
    this.starts.push(start);
    this.stops.push(stop);
  }

  /**
   * String `index`, cut at the limit; invalid UTF-8 as U+FFFD. Entry 0 is '' by definition, also in an
   * empty table. An index past the table gives a placeholder, so that the figures stay usable.
   */
  get(index: number): string {
    if (index === 0) return '';
    const known = this.shown.get(index);
    if (known !== undefined) return known;
    const text = this.has(index) ? this.shorten(index) : `(missing string ${index})`;
    this.shown.set(index, text);
    return text;
  }

  /** String `index` uncut, for the two patterns. */
  whole(index: number): string {
    if (index === 0 || !this.has(index)) return '';
    return this.bytes.toString('utf8', this.starts.at(index), this.stops.at(index));
  }

  /** A number that is the same for all indices with this text: tables may hold a string twice. */
  identity(index: number): number {
    const text = this.get(index);
    const first = this.firstWithText.get(text);
    if (first !== undefined) return first;
    const identity = this.firstWithText.size;
    this.firstWithText.set(text, identity);
    return identity;
  }

  private has(index: number): boolean {
    if (index > 0 && index < this.length) return true;
    this.missing += 1;
    return false;
  }

  private shorten(index: number): string {
    const start = this.starts.at(index);
    const stop = this.stops.at(index);
    // At most 4 bytes a character: what is decoded stays in proportion to what is kept.
    const text = this.bytes.toString('utf8', start, Math.min(stop, start + 4 * this.maxLength));
    if (text.length <= this.maxLength && stop - start <= 4 * this.maxLength) return text;
    this.cut += 1;
    return `${text.slice(0, this.maxLength - 1)}…`;
  }
}
