/** Unit of the stored weights: the file's own, so that sums of integers stay exact. */
export type ProfileUnit = 'nanoseconds' | 'microseconds' | 'milliseconds' | 'seconds' | 'bytes' | 'count';

/** Units of machine output: `top --json` and `report.json` give every value in one of these. */
export type BaseUnit = 'seconds' | 'bytes' | 'count';

const perBase: Record<ProfileUnit, number> = {
  nanoseconds: 1e9,
  microseconds: 1e6,
  milliseconds: 1e3,
  seconds: 1,
  bytes: 1,
  count: 1,
};

/** The base unit of a stored unit. */
export function baseUnit(unit: ProfileUnit): BaseUnit {
  return unit === 'bytes' || unit === 'count' ? unit : 'seconds';
}

/** `value`, stored in `unit`, in its base unit. Divides, so that 1,500 ms is exactly 1.5 s. */
export function inBaseUnit(value: number, unit: ProfileUnit): number {
  return value / perBase[unit];
}
