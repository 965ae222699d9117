/** Seeded numbers: Marsaglia's xorshift with 32 bits of state. */
export class NumberStream {
  constructor(...seeds) {
    this.state = 2463534242;
    for (const seed of seeds) {
      this.state = (this.state ^ Math.imul(seed, 2654435761)) >>> 0 || 1;
      this.next();
    }
  }

  next() {
    let { state } = this;
    state = (state ^ (state << 13)) >>> 0;
    state = (state ^ (state >>> 17)) >>> 0;
    state = (state ^ (state << 5)) >>> 0;
    this.state = state;
    return state;
  }

  /** From low to high, both included. */
  between(low, high) {
    return low + (this.next() % (high - low + 1));
  }

  pick(items) {
    return items[this.next() % items.length];
  }
}
