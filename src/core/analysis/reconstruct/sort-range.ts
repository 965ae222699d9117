/** Ranges up to this length are sorted in place by insertion. */
const short = 24;

/**
 * Sorts positions `from` to `to` of parallel columns by `heavier` (the keys of two positions), heaviest
 * first. Most functions call few others, hostile ones a million: O(n log n).
 */
export function sortRange(
  order: Uint32Array,
  from: number,
  to: number,
  heavier: (a: number, b: number) => number,
): void {
  if (to - from > short) {
    order.subarray(from, to).sort(heavier);
    return;
  }
  for (let at = from + 1; at < to; at++) {
    const moving = order[at] as number;
    let hole = at;
    while (hole > from && heavier(order[hole - 1] as number, moving) > 0) {
      order[hole] = order[hole - 1] as number;
      hole -= 1;
    }
    order[hole] = moving;
  }
}

/** Order of two positions by their values, larger first. A sign, not a difference: a fraction would be boxed on every call. */
export function compareDown(values: Float64Array, a: number, b: number): number {
  const x = values[a] as number;
  const y = values[b] as number;
  return x > y ? -1 : x < y ? 1 : 0;
}

/** 0, 1, 2, …: an order to sort. */
export function inOrder(length: number): Uint32Array {
  const order = new Uint32Array(length);
  for (let at = 0; at < length; at++) order[at] = at;
  return order;
}
