import { exactNumber, nbsp } from './digits.ts';

/**
 * A share (0.41) in percent: "41 %", "5.2 %", "<0.1 %". A part never reads as all: 0.9998 is "99.9 %".
 */
export function formatPercent(share: number): string {
  if (!Number.isFinite(share)) return `–${nbsp}%`;
  const size = Math.abs(share) * 100;
  const sign = share < 0 ? '\u2212' : '';
  if (size === 0) return `0${nbsp}%`;
  if (size < 0.05) return `<0.1${nbsp}%`;
  if (size < 9.95) return `${sign}${stripZero(size.toFixed(1))}${nbsp}%`;
  if (size > 99 && size < 100) return `${sign}${stripZero((Math.floor(size * 10) / 10).toFixed(1))}${nbsp}%`;
  return `${sign}${size.toFixed(0)}${nbsp}%`;
}

/** The exact share in percent, for a `title`. */
export function exactPercent(share: number): string {
  return `${exactNumber(share * 100)}${nbsp}%`;
}

function stripZero(text: string): string {
  return text.endsWith('.0') ? text.slice(0, -2) : text;
}
