import { bytesPattern, daysPattern, durationPattern, maxTimeoutSeconds, percentPattern, timeoutPattern } from './schema.ts';

const secondsOf: Readonly<Record<string, number>> = { us: 1e-6, ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** "120s", "2m", "1h" or a number of seconds as seconds, "none" as null; undefined for anything else, for 0 and for more than 24 days. */
export function parseTimeout(written: string | number): number | null | undefined {
  const text = String(written).trim();
  if (text === 'none') return null;
  const [, figure, unit] = timeoutPattern.exec(text) ?? [];
  const seconds = Number(figure) * (secondsOf[unit ?? 's'] as number);
  return seconds > 0 && seconds <= maxTimeoutSeconds ? seconds : undefined;
}

/** "400d", "60w" or a number of days as days; undefined for anything else. */
export function parseDays(written: string | number): number | undefined {
  const [, figure, unit] = daysPattern.exec(String(written)) ?? [];
  return figure === undefined ? undefined : Number(figure) * (unit === 'w' ? 7 : 1);
}

const bytesOf: Readonly<Record<string, number>> = { B: 1, kB: 1e3, KB: 1e3, MB: 1e6, GB: 1e9, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };

/** An amount in its base unit. */
export interface Amount {
  readonly unit: 'seconds' | 'bytes' | 'count';
  readonly value: number;
}

/** "5ms", "1MiB", or a number of a count; undefined for anything else. */
export function parseAmount(written: string | number): Amount | undefined {
  if (typeof written === 'number') return Number.isFinite(written) && written >= 0 ? { unit: 'count', value: written } : undefined;
  const [, seconds, second] = durationPattern.exec(written) ?? [];
  if (seconds !== undefined) return { unit: 'seconds', value: Number(seconds) * (secondsOf[second as string] as number) };
  const [, bytes, byte] = bytesPattern.exec(written) ?? [];
  return bytes === undefined ? undefined : { unit: 'bytes', value: Number(bytes) * (bytesOf[byte as string] as number) };
}

/** "10%" as 0.1; undefined for anything else. */
export function parsePercent(written: string): number | undefined {
  const [, figure] = percentPattern.exec(written) ?? [];
  return figure === undefined ? undefined : Number(figure) / 100;
}
