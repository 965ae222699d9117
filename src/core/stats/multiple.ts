/**
 * Holm's adjusted p values: compared with alpha, they keep the chance of even one false alarm among all of them at alpha,
 * whatever the values have to do with each other.
 */
export function adjustHolm(pValues: readonly number[]): number[] {
  const order = orderOf(pValues);
  const adjusted = new Array<number>(pValues.length);
  let largest = 0;
  order.forEach((index, place) => {
    largest = Math.max(largest, Math.min(1, (pValues[index] as number) * (pValues.length - place)));
    adjusted[index] = largest;
  });
  return adjusted;
}

/** Benjamini and Hochberg's adjusted p values: of those below q, a share of at most q is false on average. */
export function adjustBenjaminiHochberg(pValues: readonly number[]): number[] {
  const order = orderOf(pValues);
  const adjusted = new Array<number>(pValues.length);
  let smallest = 1;
  for (let place = order.length - 1; place >= 0; place--) {
    const index = order[place] as number;
    smallest = Math.min(smallest, ((pValues[index] as number) * pValues.length) / (place + 1));
    adjusted[index] = smallest;
  }
  return adjusted;
}

function orderOf(values: readonly number[]): number[] {
  return [...values.keys()].sort((a, b) => (values[a] as number) - (values[b] as number));
}
