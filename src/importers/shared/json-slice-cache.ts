/** Slices that are kept; beyond it, new ones are parsed each time they come. */
const maxSlices = 1 << 16;
const maxStoredBytes = 64 * 1024 ** 2;
/** Slices are compared eight bytes at a time. */
const minLength = 8;

/**
 * Remembers what a piece of JSON meant. A V8 profile repeats each call frame in some dozens of nodes,
 * byte for byte. In four of five cases the right one can be guessed; comparing bytes is several times
 * cheaper than parsing them, and not even the end of the piece has to be searched.
 */
export class SliceCache {
  private store = new DataView(new ArrayBuffer(64 * 1024));
  private stored = 0;
  private readonly entryOfText = new Map<string, number>();
  private readonly start = new Int32Array(maxSlices);
  private readonly length = new Int32Array(maxSlices);
  private readonly value = new Int32Array(maxSlices);
  /** The two entries + 1 that were right last, by what came before and how the slice begins. */
  private readonly guesses = new Int32Array(2 * maxSlices);
  private guessSlot = 0;
  /** Entry of the last hit. */
  private last = 0;

  /**
   * Position after the slice at `from` if a guess is right, else -1; then `hit` is its value. The two
   * guesses are what was found last time after the same hit and with the same 16 bytes at `from + skip`,
   * which must lie before `end`, as all that is looked at.
   */
  guess(view: DataView, from: number, skip: number, end: number): number {
    const p = from + skip;
    const head = Math.imul(view.getInt32(p) ^ Math.imul(view.getInt32(p + 4), 0x2c1b3c6d), 0x01000193);
    const more = Math.imul(view.getInt32(p + 8) ^ Math.imul(view.getInt32(p + 12), 0x85ebca6b), 0x9e3779b1);
    this.guessSlot = ((head ^ more ^ Math.imul(this.last, 0x45d9f3b)) >>> 7) & (maxSlices - 1);
    for (let way = 2 * this.guessSlot; way < 2 * this.guessSlot + 2; way++) {
      const entry = (this.guesses[way] as number) - 1;
      if (entry < 0) return -1;
      const to = from + (this.length[entry] as number);
      if (to <= end && this.equals(entry, view, from, to)) {
        this.last = entry;
        return to;
      }
    }
    return -1;
  }

  /** Value of the last hit. */
  get hit(): number {
    return this.value[this.last] as number;
  }

  /** After a wrong guess: true when a slice with this text, byte for character, is known; then `hit` is its value. */
  find(text: string): boolean {
    const entry = this.entryOfText.get(text);
    if (entry === undefined) return false;
    const way = 2 * this.guessSlot;
    this.guesses[way + 1] = this.guesses[way] as number;
    this.guesses[way] = entry + 1;
    this.last = entry;
    return true;
  }

  /** Keeps a slice that was not found, and makes it the last hit; false when there is no room. */
  keep(text: string, value: number): boolean {
    const entry = this.entryOfText.size;
    const { length } = text;
    if (entry === maxSlices || length < minLength || this.stored + length > maxStoredBytes) return false;
    if (this.stored + length > this.store.byteLength) {
      const grown = new Uint8Array(Math.max(this.store.byteLength * 2, this.stored + length));
      grown.set(new Uint8Array(this.store.buffer, 0, this.stored));
      this.store = new DataView(grown.buffer);
    }
    Buffer.from(this.store.buffer).write(text, this.stored, 'latin1');
    this.start[entry] = this.stored;
    this.length[entry] = length;
    this.value[entry] = value;
    this.stored += length;
    this.entryOfText.set(text, entry);
    return this.find(text);
  }

  // As doubles: JSON has no zero bytes, so no two patterns are equal as numbers, and NaN only costs a miss.
  private equals(entry: number, view: DataView, from: number, to: number): boolean {
    const { store } = this;
    let at = this.start[entry] as number;
    const tail = to - 8;
    for (let p = from; p < tail; p += 8, at += 8) if (store.getFloat64(at) !== view.getFloat64(p)) return false;
    return store.getFloat64((this.start[entry] as number) + tail - from) === view.getFloat64(tail);
  }
}
