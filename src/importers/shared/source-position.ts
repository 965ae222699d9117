/** A usable 1-based line or column, 0 for anything else. */
export function position(value: number): number {
  return Number.isInteger(value) && value > 0 && value <= 0x7fffffff ? value : 0;
}
