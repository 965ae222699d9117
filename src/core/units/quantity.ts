import { exactBytes, formatBytes } from './bytes.ts';
import { exactCount, formatCount } from './count.ts';
import { exactDuration, formatDuration } from './duration.ts';
import type { BaseUnit } from './value.ts';

/** A value of a profile, in its base unit, for reading. */
export function formatQuantity(value: number, unit: BaseUnit): string {
  if (unit === 'seconds') return formatDuration(value);
  return unit === 'bytes' ? formatBytes(value) : formatCount(value);
}

/** The same value with all its digits, for a `title`. */
export function exactQuantity(value: number, unit: BaseUnit): string {
  if (unit === 'seconds') return exactDuration(value);
  return unit === 'bytes' ? exactBytes(value) : exactCount(value);
}
