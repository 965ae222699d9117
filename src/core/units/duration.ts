import { exactNumber, formatNumber, nbsp } from './digits.ts';

const steps: readonly { readonly below: number; readonly per: number; readonly unit: string }[] = [
  { below: 0.9995e-6, per: 1e-9, unit: 'ns' },
  { below: 0.9995e-3, per: 1e-6, unit: 'µs' },
  { below: 0.9995, per: 1e-3, unit: 'ms' },
  { below: 119.95, per: 1, unit: 's' },
  { below: 7197, per: 60, unit: 'min' },
  { below: Infinity, per: 3600, unit: 'h' },
];

/** Seconds as people say them: "1.55 s", "141 ms", "12.3 µs", "20.6 min". */
export function formatDuration(seconds: number): string {
  if (seconds === 0) return `0${nbsp}s`;
  const size = Math.abs(seconds);
  const step = steps.find(({ below }) => size < below);
  if (step === undefined) return `${formatNumber(seconds)}${nbsp}s`;
  return `${formatNumber(seconds / step.per)}${nbsp}${step.unit}`;
}

/** The exact value in seconds, for a `title`. */
export function exactDuration(seconds: number): string {
  return `${exactNumber(seconds)}${nbsp}s`;
}
