/**
 * ISO 8601 UTC of a time as people and tools write it: `2026-11-22T07:15:00Z`, with an offset, with a blank, compact
 * (`20261122T071500Z`), `date`'s own line with UTC or GMT, or seconds since 1970. A time without a zone is taken as UTC.
 * Null for anything else.
 */
export function utcTimestamp(text: string): string | null {
  const iso = /^(\d{4})-?(\d\d)-?(\d\d)[T _-]?(\d\d):?(\d\d):?(\d\d)(?:[.,](\d{1,9}))? ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/i.exec(text);
  if (iso !== null) {
    const part = (index: number): number => Number(iso[index] ?? '0');
    const milliseconds = Math.floor(Number(`0.${iso[7] ?? '0'}`) * 1000);
    const time = Date.UTC(part(1), part(2) - 1, part(3), part(4), part(5), part(6), milliseconds);
    const inRange = part(2) >= 1 && part(2) <= 12 && part(3) >= 1 && part(3) <= 31 && part(4) < 24 && part(5) < 60 && part(6) <= 60;
    return inRange ? shown(time - offsetMinutes(iso[8] ?? 'Z') * 60_000) : null;
  }
  // Ten digits are seconds of the years 2001 to 2286.
  if (/^\d{10}(?:\.\d+)?$/.test(text)) return shown(Number(text) * 1000);
  if (/^[A-Za-z]{3},? [\w ]{3,12}[\d :]{8,20}(?: (?:UTC|GMT))(?: \d{4})?$/.test(text)) return shown(Date.parse(text));
  return null;
}

function offsetMinutes(zone: string): number {
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (match === null) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? '0'));
}

/** Without milliseconds where there are none. */
function shown(time: number): string | null {
  if (!Number.isFinite(time) || Math.abs(time) > 8.64e15) return null;
  return new Date(time).toISOString().replace('.000Z', 'Z');
}
