import type { Verdict } from '../../core/model/verdict.ts';
import type { BaseUnit } from '../../core/units/value.ts';
import { exactPercent, formatPercent } from '../../core/units/percent.ts';
import { exactQuantity, formatQuantity } from '../../core/units/quantity.ts';
import { nbsp } from '../../core/units/digits.ts';
import type { Figure } from './figure.ts';

/** How a verdict looks: never by colour alone. */
export interface VerdictLook {
  readonly word: string;
  /** ▲ slower or larger, ▼ faster or smaller, = no change that matters, ~ not to be told. */
  readonly symbol: string;
  /** Class of the card and of the word. */
  readonly tone: 'fail' | 'warn' | 'pass' | 'better' | 'unsure';
}

const looks: Readonly<Record<Verdict, VerdictLook>> = {
  failed: { word: 'FAILED', symbol: '✕', tone: 'fail' },
  fail: { word: 'REGRESSED', symbol: '▲', tone: 'fail' },
  warn: { word: 'SUSPECTED', symbol: '▲', tone: 'warn' },
  'environment-suspect': { word: 'ENVIRONMENT SUSPECT', symbol: '~', tone: 'unsure' },
  'not-comparable': { word: 'NOT COMPARABLE', symbol: '~', tone: 'unsure' },
  inconclusive: { word: 'INCONCLUSIVE', symbol: '~', tone: 'unsure' },
  improved: { word: 'FASTER', symbol: '▼', tone: 'better' },
  pass: { word: 'OK', symbol: '=', tone: 'pass' },
  'no-baseline': { word: 'NO BASELINE', symbol: '~', tone: 'unsure' },
};

/** What a reader must see first. */
const worstFirst: readonly Verdict[] = ['failed', 'fail', 'warn', 'environment-suspect', 'not-comparable', 'inconclusive', 'improved', 'pass', 'no-baseline'];

/** Word, sign and tone of a verdict. */
export function lookOf(verdict: Verdict): VerdictLook {
  return looks[verdict];
}

/** 0 for the worst. */
export function rankOf(verdict: Verdict): number {
  return worstFirst.indexOf(verdict);
}

/** A change of 0.66 as "+66 %"; below 0.05 % as "±0 %". */
export function signedPercent(change: number): string {
  if (Math.abs(change) < 0.0005) return `±0${nbsp}%`;
  return change > 0 ? `+${formatPercent(change)}` : formatPercent(change);
}

/** The same without the sign: the words around it say the direction. */
export function unsignedPercent(change: number): string {
  return formatPercent(Math.abs(change));
}

/** A change of a value, with its sign. */
export function signedPercentFigure(change: number): Figure {
  const rounded = Number(change.toPrecision(6));
  return { text: signedPercent(change), exact: `${change > 0 ? '+' : ''}${exactPercent(rounded)}`, value: String(rounded) };
}

/** A difference in the value's own unit: "+979 ms". */
export function signedQuantityFigure(difference: number, unit: BaseUnit): Figure {
  const sign = difference > 0 ? '+' : '';
  return { text: sign + formatQuantity(difference, unit), exact: sign + exactQuantity(difference, unit), value: String(difference) };
}

/** "1.55 s → 2.56 s". */
export function fromTo(base: number, head: number, unit: BaseUnit): string {
  return `${formatQuantity(base, unit)} → ${formatQuantity(head, unit)}`;
}
