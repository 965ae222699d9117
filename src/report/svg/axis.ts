import { formatNumber, nbsp } from '../../core/units/digits.ts';
import type { BaseUnit } from '../../core/units/value.ts';

/** Steps that people count in, within one unit. */
const roundSteps: readonly number[] = [1, 2, 5, 10, 20, 50, 100, 200, 500];
/** The same for minutes and hours below ten. */
const clockSteps: readonly number[] = [1, 2, 5, 10, 15, 30];

interface AxisUnit {
  readonly name: string;
  /** Base units in one of it. */
  readonly size: number;
  readonly steps: readonly number[];
  /** The unit is used from this many of itself on. */
  readonly from: number;
}

const units: Readonly<Record<BaseUnit, readonly AxisUnit[]>> = {
  seconds: [
    { name: 'h', size: 3600, steps: roundSteps, from: 2 },
    { name: 'min', size: 60, steps: clockSteps, from: 2 },
    { name: 's', size: 1, steps: [0.2, 0.5, ...clockSteps], from: 1 },
    { name: 'ms', size: 1e-3, steps: roundSteps, from: 1 },
    { name: 'µs', size: 1e-6, steps: roundSteps, from: 0 },
  ],
  bytes: ['PiB', 'TiB', 'GiB', 'MiB', 'KiB', 'B'].map((name, index) => ({ name, size: 1024 ** (5 - index), steps: index === 5 ? roundSteps : [0.2, 0.5, ...roundSteps], from: index === 5 ? 0 : 1 })),
  count: [{ name: '', size: 1, steps: roundSteps, from: 0 }],
};

export interface Tick {
  readonly value: number;
  readonly text: string;
}

/** Round values from 0 to `largest` or the next one above it, at most `most` steps; all with one unit. */
export function axisTicks(largest: number, unit: BaseUnit, most: number, beyond: boolean): Tick[] {
  const chosen = units[unit].find(({ size, from }) => largest >= size * from) ?? { name: '', size: 1, steps: roundSteps, from: 0 };
  const inUnit = largest / chosen.size;
  const step = chosen.steps.find((each) => inUnit / each <= most) ?? largeStep(inUnit, most);
  const ticks: Tick[] = [];
  const last = beyond ? Math.max(1, Math.ceil(inUnit / step - 1e-9)) : Math.floor(inUnit / step + 1e-9);
  for (let i = 0; i <= last; i++) {
    const value = Number((i * step).toPrecision(12));
    ticks.push({ value: value * chosen.size, text: chosen.name === '' ? formatNumber(value) : `${formatNumber(value)}${nbsp}${chosen.name}` });
  }
  return ticks;
}

function largeStep(inUnit: number, most: number): number {
  const power = 10 ** Math.floor(Math.log10(inUnit / most));
  return [1, 2, 5, 10].map((each) => each * power).find((each) => inUnit / each <= most) ?? 10 * power;
}
