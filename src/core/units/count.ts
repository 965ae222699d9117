import { exactNumber, formatNumber } from './digits.ts';

/** A number of things: "84,808". Whole counts keep all their digits. */
export function formatCount(count: number): string {
  return formatNumber(count);
}

/** The exact count, for a `title`. */
export function exactCount(count: number): string {
  return exactNumber(count);
}
