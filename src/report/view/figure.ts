import type { ReportProfile } from '../../core/model/report.ts';
import { exactCount, formatCount } from '../../core/units/count.ts';
import { nbsp } from '../../core/units/digits.ts';
import { exactPercent, formatPercent } from '../../core/units/percent.ts';
import { exactQuantity, formatQuantity } from '../../core/units/quantity.ts';
import type { BaseUnit } from '../../core/units/value.ts';
import { countNoun } from './words.ts';

/** A number as the page shows it: short in the text, exact in the `title`, raw for sorting. */
export interface Figure {
  readonly text: string;
  readonly exact: string;
  readonly value: string;
}

/** A value of a profile. */
export function quantityFigure(value: number, unit: BaseUnit): Figure {
  return { text: formatQuantity(value, unit), exact: exactQuantity(value, unit), value: String(value) };
}

/** A count of things. */
export function countFigure(count: number): Figure {
  return { text: formatCount(count), exact: exactCount(count), value: String(count) };
}

/** A share of 0 to 1 in percent. */
export function shareFigure(share: number): Figure {
  // The quotient of two exact numbers: more digits would say nothing.
  const rounded = Number(share.toPrecision(6));
  return { text: formatPercent(share), exact: exactPercent(rounded), value: String(rounded) };
}

/** A value in a sentence: counts get their noun ("1,204 samples"). */
export function quantityInWords(value: number, profile: Pick<ReportProfile, 'unit' | 'kind'>): string {
  const text = formatQuantity(value, profile.unit);
  return profile.unit === 'count' ? `${text}${nbsp}${countNoun(profile.kind)}` : text;
}

/** Share of the profile's total, 0 where nothing was recorded. */
export function shareOf(value: number, total: number): number {
  return total === 0 ? 0 : value / total;
}
