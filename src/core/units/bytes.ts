import { exactNumber, formatNumber, nbsp } from './digits.ts';

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** Bytes in binary units: "812 B", "22.3 MiB". */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 1,023.6 KiB would print as "1,024 KiB", so the step is taken a little early.
  while (Math.abs(value) >= 1023.5 && unit < units.length - 1 && Number.isFinite(value)) {
    value /= 1024;
    unit += 1;
  }
  return `${formatNumber(unit === 0 ? Math.round(value) : value)}${nbsp}${units[unit] ?? 'B'}`;
}

/** The exact number of bytes, for a `title`. */
export function exactBytes(bytes: number): string {
  return `${exactNumber(bytes)}${nbsp}bytes`;
}
