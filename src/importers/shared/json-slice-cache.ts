/** Slices that are kept; beyond it, new ones are parsed each time they come. */
const maxSlices = 1 << 16;
const maxStoredBytes = 64 * 1024 ** 2;
/** Slots looked at before a slice counts as new, so that colliding hashes cannot slow the reader down. */
const maxProbes = 8;
/** Slices are compared eight bytes at a time. */
const minLength = 8;

/**
 * Remembers what a piece of JSON meant. A V8 profile repeats each call frame in some dozens of nodes,
 * byte for byte: comparing bytes is several times cheaper than parsing them, and cheaper still when
 * the right candidate is guessed, because then even the end of the piece need not be searched.
 */
export class SliceCache {
  private store = new DataView(new ArrayBuffer(64 * 1024));
  private stored = 0;
  private readonly slots = new Int32Array(4 * maxSlices);
  private readonly start = new Int32Array(maxSlices);
  private readonly length = new Int32Array(maxSlices);
  private readonly value = new Int32Array(maxSlices);
  /** Entry + 1 that was right last time, by what came before and how the slice begins. */
  private readonly guesses = new Int32Array(maxSlices);
  private guessSlot = 0;
  private count = 0;
  private freeSlot = -1;
  /** Entry of the last hit, plus 1. */
  private last = 0;

  /**
   * Position after the slice at `from` if the guess is right, else -1; then `hit` is its value. The
   * guess is what was found last time after the same hit and with the same 16 bytes at `from + skip`,
   * which must lie before `end`, as all that is looked at.
   */
  guess(view: DataView, from: number, skip: number, end: number): number {
    const p = from + skip;
    const head = Math.imul(view.getInt32(p) ^ Math.imul(view.getInt32(p + 4), 0x2c1b3c6d), 0x01000193);
    const more = Math.imul(view.getInt32(p + 8) ^ Math.imul(view.getInt32(p + 12), 0x85ebca6b), 0x9e3779b1);
    this.guessSlot = ((head ^ more ^ Math.imul(this.last, 0x45d9f3b)) >>> 7) & (maxSlices - 1);
    const entry = (this.guesses[this.guessSlot] as number) - 1;
    if (entry < 0) return -1;
    const to = from + (this.length[entry] as number);
    if (to > end || !this.equals(entry, view, from, to)) return -1;
    this.last = entry + 1;
    return to;
  }

  /** Value of the last hit. */
  get hit(): number {
    return this.value[this.last - 1] as number;
  }

  /** After a wrong guess: true when the slice is known; then `hit` is its value. Else `keep` may be called for it. */
  find(view: DataView, from: number, to: number): boolean {
    const { slots } = this;
    const mask = slots.length - 1;
    this.freeSlot = -1;
    if (to - from < minLength) return false;
    let slot = hashSlice(view, from, to) & mask;
    for (let probe = 0; probe < maxProbes; probe++) {
      const entry = (slots[slot] as number) - 1;
      if (entry < 0) {
        this.freeSlot = slot;
        return false;
      }
      if (this.length[entry] === to - from && this.equals(entry, view, from, to)) {
        this.guesses[this.guessSlot] = entry + 1;
        this.last = entry + 1;
        return true;
      }
      slot = (slot + 1) & mask;
    }
    return false;
  }

  keep(bytes: Uint8Array, from: number, to: number, value: number): void {
    const length = to - from;
    if (this.freeSlot < 0 || this.count === maxSlices || this.stored + length > maxStoredBytes) return;
    if (this.stored + length > this.store.byteLength) {
      const grown = new Uint8Array(Math.max(this.store.byteLength * 2, this.stored + length));
      grown.set(new Uint8Array(this.store.buffer, 0, this.stored));
      this.store = new DataView(grown.buffer);
    }
    new Uint8Array(this.store.buffer).set(bytes.subarray(from, to), this.stored);
    this.start[this.count] = this.stored;
    this.length[this.count] = length;
    this.value[this.count] = value;
    this.stored += length;
    this.count += 1;
    this.slots[this.freeSlot] = this.count;
    this.freeSlot = -1;
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

/** Length and some forty bytes, half of them from the end, where positions stand. */
function hashSlice(view: DataView, from: number, to: number): number {
  let hash = to - from;
  const tail = Math.max(from, to - 24);
  const step = Math.max(4, (tail - from) >> 2);
  for (let p = from; p < tail; p += step) hash = Math.imul(hash ^ view.getInt32(p), 0x01000193);
  for (let p = tail; p + 4 <= to; p += 4) {
    hash = Math.imul(hash ^ view.getInt32(p), 0x2c1b3c6d);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 13), 0x85ebca6b);
  return hash >>> 9;
}
