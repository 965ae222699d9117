import { daysPattern, maxTimeoutSeconds, percentPattern, timeoutPattern } from './schema.ts';

const secondsOf: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

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

/** "10%" as 0.1; undefined for anything else. */
export function parsePercent(written: string): number | undefined {
  const [, figure] = percentPattern.exec(written) ?? [];
  return figure === undefined ? undefined : Number(figure) / 100;
}
