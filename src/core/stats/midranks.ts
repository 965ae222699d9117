/**
 * Ranks from 1 of values in any order; equal values share the mean of their ranks. They are returned doubled, so that they are
 * whole numbers, with the sum of t^3 - t over groups of t equal values, which the normal approximations need.
 */
export function doubledMidranks(values: Float64Array): { readonly ranks: Int32Array; readonly tieSum: number } {
  const order = Int32Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number));
  const ranks = new Int32Array(values.length);
  let tieSum = 0;
  for (let from = 0, to = 0; from < order.length; from = to) {
    const value = values[order[from] as number];
    while (to < order.length && values[order[to] as number] === value) to++;
    for (let place = from; place < to; place++) ranks[order[place] as number] = from + 1 + to;
    tieSum += (to - from) ** 3 - (to - from);
  }
  return { ranks, tieSum };
}
