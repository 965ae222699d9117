/** Seconds in a unit, or units in a second: a division keeps 350 ms at 0.35. */
const secondsIn = new Map([['h', 3600], ['m', 60], ['min', 60], ['s', 1], ['sec', 1], ['secs', 1], ['seconds', 1]]);
const perSecond = new Map([['ms', 1e3], ['us', 1e6], ['µs', 1e6], ['ns', 1e9]]);

/** Seconds of `12.5`, `12.5 s`, `350 ms`, `1:02.50`, `2:03:04` or BusyBox's `1m 2.50s`; null for anything else. */
export function durationSeconds(text: string): number | null {
  const clock = /^(?:(\d{1,7}):)?(\d{1,7}):(\d\d(?:\.\d{1,9})?)$/.exec(text);
  if (clock !== null) return Number(clock[1] ?? '0') * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
  const parts = /^(?:(\d{1,7})h )?(\d{1,7})m (\d\d?(?:\.\d{1,9})?)s$/.exec(text);
  if (parts !== null) return Number(parts[1] ?? '0') * 3600 + Number(parts[2]) * 60 + Number(parts[3]);
  const plain = /^(\d{1,15}(?:\.\d{1,15})?(?:e-?\d{1,2})?) ?([a-zµ]*)$/i.exec(text);
  if (plain === null) return null;
  const unit = (plain[2] ?? '').toLowerCase() || 's';
  const factor = secondsIn.get(unit);
  if (factor !== undefined) return Number(plain[1]) * factor;
  const divisor = perSecond.get(unit);
  return divisor === undefined ? null : Number(plain[1]) / divisor;
}
