/** Ranges up to this length are sorted in place by insertion. */
const short = 40;

/**
 * Sorts the edge numbers at positions `from` to `to` by `first`, then by `second`, larger values first,
 * then by number. Most functions call few others, hostile ones a million: O(n log n). Columns instead of
 * a comparison function: calling one would take longer than the rest.
 */
export function sortRange(order: Uint32Array, from: number, to: number, first: Float64Array, second: Float64Array): void {
  if (to - from > short) {
    order.subarray(from, to).sort((a, b) => compareDown(first, a, b) || compareDown(second, a, b) || a - b);
    return;
  }
  for (let at = from + 1; at < to; at++) {
    const moving = order[at] as number;
    const value = first[moving] as number;
    let hole = at;
    while (hole > from) {
      const other = order[hole - 1] as number;
      const otherValue = first[other] as number;
      if (otherValue > value || (otherValue === value && !(compareDown(second, other, moving) > 0 || (second[other] === second[moving] && other > moving)))) break;
      order[hole] = other;
      hole -= 1;
    }
    order[hole] = moving;
  }
}

/** Order of two positions by their values, larger first. A sign, not a difference: a fraction would be boxed on every call. */
function compareDown(values: Float64Array, a: number, b: number): number {
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
