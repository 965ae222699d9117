/** A multiset of numbers in ascending order, of which only the places that are asked for are looked up. */
export interface OrderedValues {
  readonly length: number;
  /** The value at `place`, counted from 0. */
  at(place: number): number;
}

/** So many values are sorted at once; of more, each place is searched for (10,000 values have 50 million pairs). */
const maxSorted = 125_250;

/** The means of all pairs of values, each value with itself as well (Walsh averages). */
export function walshAverages(values: readonly number[]): OrderedValues {
  const sorted = Float64Array.from(values).sort();
  return orderPairs(sorted.length, (row) => row, sorted.length, (row, column) => ((sorted[row] as number) + (sorted[column] as number)) / 2);
}

/** All differences head - base. */
export function pairDifferences(base: readonly number[], head: readonly number[]): OrderedValues {
  const low = Float64Array.from(base).sort();
  const high = Float64Array.from(head).sort();
  return orderPairs(low.length, () => 0, high.length, (row, column) => (high[column] as number) - (low[row] as number));
}

/** The middle of ordered values, between the middle two of an even number; NaN of none. */
export function middleOf(ordered: OrderedValues): number {
  if (ordered.length === 0) return NaN;
  const upper = ordered.at(ordered.length >> 1);
  return ordered.length % 2 === 1 ? upper : (ordered.at((ordered.length >> 1) - 1) + upper) / 2;
}

/** Orders `valueAt(row, column)`, which never falls along a row, for the columns from `first(row)` to `columns`. */
function orderPairs(rows: number, first: (row: number) => number, columns: number, valueAt: (row: number, column: number) => number): OrderedValues {
  const from = new Int32Array(rows);
  for (let row = 0; row < rows; row++) from[row] = first(row);
  const length = from.reduce((sum, start) => sum + columns - start, 0);
  if (length <= maxSorted) {
    const sorted = collect(from, new Int32Array(rows).fill(columns), length, valueAt).sort();
    return { length, at: (place) => sorted[place] ?? NaN };
  }
  return { length, at: (place) => selectPlace(place, from.slice(), new Int32Array(rows).fill(columns), length, valueAt) };
}

/**
 * The value at `place`: throws away what lies on the wrong side of the weighted median of the rows' middles, at least a quarter
 * of what is left each time (Johnson and Mizoguchi 1978), until the rest is small enough to sort.
 */
function selectPlace(place: number, from: Int32Array, to: Int32Array, length: number, valueAt: (row: number, column: number) => number): number {
  let wanted = place;
  let left = length;
  while (left > maxSorted) {
    const pivot = weightedMedianOfMiddles(from, to, left, valueAt);
    const below = from.map((start, row) => findFirst(start, to[row] as number, (column) => valueAt(row, column) >= pivot));
    const above = below.map((start, row) => findFirst(start, to[row] as number, (column) => valueAt(row, column) > pivot));
    const countBelow = below.reduce((sum, end, row) => sum + end - (from[row] as number), 0);
    const countEqual = above.reduce((sum, end, row) => sum + end - (below[row] as number), 0);
    if (wanted < countBelow) {
      to = below;
      left = countBelow;
    } else if (wanted < countBelow + countEqual) {
      return pivot;
    } else {
      from = above;
      wanted -= countBelow + countEqual;
      left -= countBelow + countEqual;
    }
  }
  return collect(from, to, left, valueAt).sort()[wanted] ?? NaN;
}

function weightedMedianOfMiddles(from: Int32Array, to: Int32Array, left: number, valueAt: (row: number, column: number) => number): number {
  const middles = from.map((start, row) => (start + (to[row] as number)) >> 1);
  const rows = middles.map((_, row) => row).filter((row) => (to[row] as number) > (from[row] as number));
  const values = Float64Array.from(rows, (row) => valueAt(row, middles[row] as number));
  const order = Int32Array.from(rows.keys()).sort((a, b) => (values[a] as number) - (values[b] as number));
  let weight = 0;
  for (const index of order) {
    const row = rows[index] as number;
    weight += (to[row] as number) - (from[row] as number);
    if (weight * 2 >= left) return values[index] as number;
  }
  return NaN;
}

function findFirst(from: number, to: number, holds: (column: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function collect(from: Int32Array, to: Int32Array, count: number, valueAt: (row: number, column: number) => number): Float64Array {
  const values = new Float64Array(count);
  let filled = 0;
  for (let row = 0; row < from.length; row++) {
    for (let column = from[row] as number; column < (to[row] as number); column++) values[filled++] = valueAt(row, column);
  }
  return values;
}
