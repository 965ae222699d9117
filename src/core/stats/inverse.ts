/** Where a rising function of a real number reaches `level`, to the last bit of its argument or the function's own precision. */
export function invertRising(rising: (x: number) => number, level: number): number {
  let low = -1;
  let high = 1;
  while (rising(low) > level && low > -1e300) low *= 2;
  while (rising(high) < level && high < 1e300) high *= 2;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high || Math.abs(high - low) < 1e-300) return middle;
    if (rising(middle) < level) low = middle;
    else high = middle;
  }
}
