import type { BaseUnit } from './profile-data.ts';

/*
 * The same words for numbers as the static page has. This folder imports nothing from outside, so
 * the rules of core/units are kept here a second time; test/report/client compares the two.
 */

const nbsp = '\u00a0';
const timeSteps: readonly (readonly [below: number, per: number, unit: string])[] = [
  [0.9995e-6, 1e-9, 'ns'],
  [0.9995e-3, 1e-6, 'µs'],
  [0.9995, 1e-3, 'ms'],
  [119.95, 1, 's'],
  [7197, 60, 'min'],
  [Infinity, 3600, 'h'],
];
const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** A value for reading, with its unit: at most three significant digits. */
export function formatQuantity(value: number, unit: BaseUnit): string {
  if (unit === 'count') return formatNumber(value);
  return unit === 'bytes' ? formatBytes(value) : formatSeconds(value);
}

export function formatPercent(share: number): string {
  if (!Number.isFinite(share)) return `–${nbsp}%`;
  const size = Math.abs(share) * 100;
  if (size === 0) return `0${nbsp}%`;
  if (size < 0.05) return `<0.1${nbsp}%`;
  const sign = share < 0 ? '\u2212' : '';
  if (size < 9.95) return `${sign}${stripZeros(size.toFixed(1))}${nbsp}%`;
  // A part never reads as all.
  if (size > 99 && size < 100) return `${sign}${stripZeros((Math.floor(size * 10) / 10).toFixed(1))}${nbsp}%`;
  return `${sign}${size.toFixed(0)}${nbsp}%`;
}

export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'not a number' : `${value < 0 ? '\u2212' : ''}∞`;
  const size = Math.abs(value);
  const sign = value < 0 ? '\u2212' : '';
  if (size >= 1e15) return sign + size.toExponential(2).replace('e+', 'e');
  if (size >= 999.5) return sign + String(Math.round(size)).replace(/\B(?=(?:\d{3})+$)/g, ',');
  if (size === 0) return '0';
  if (size < 1e-3) return sign + size.toExponential(2);
  const decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : Math.min(6, 2 - Math.floor(Math.log10(size)));
  const text = size.toFixed(decimals);
  // Zeros at the end say how exact a rounded number is; an exact one needs none.
  return sign + (Math.abs(Number(text) - size) <= size * 1e-9 ? stripZeros(text) : text);
}

function formatSeconds(seconds: number): string {
  if (seconds === 0) return `0${nbsp}s`;
  const step = timeSteps.find(([below]) => Math.abs(seconds) < below);
  if (step === undefined) return `${formatNumber(seconds)}${nbsp}s`;
  return `${formatNumber(seconds / step[1])}${nbsp}${step[2]}`;
}

function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 1023.5 && unit < byteUnits.length - 1 && Number.isFinite(value)) {
    value /= 1024;
    unit += 1;
  }
  return `${formatNumber(unit === 0 ? Math.round(value) : value)}${nbsp}${byteUnits[unit] ?? 'B'}`;
}

function stripZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
