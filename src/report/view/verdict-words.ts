import { signedPercent, verdictWord } from '../../core/gate/messages.ts';
import type { Verdict } from '../../core/model/verdict.ts';
import type { BaseUnit } from '../../core/units/value.ts';
import { exactPercent } from '../../core/units/percent.ts';
import { exactQuantity, formatQuantity } from '../../core/units/quantity.ts';
import type { Figure } from './figure.ts';

/** How a verdict looks: never by colour alone. */
export interface VerdictLook {
  readonly word: string;
  /** ▲ slower or larger, ▼ faster or smaller, = no change that matters, ~ not to be told, ↔ not judged. */
  readonly symbol: string;
  /** Class of the card and of the word. */
  readonly tone: 'fail' | 'warn' | 'pass' | 'better' | 'unsure';
}

const looks: Readonly<Record<Verdict, Omit<VerdictLook, 'word'>>> = {
  failed: { symbol: '✕', tone: 'fail' },
  fail: { symbol: '▲', tone: 'fail' },
  warn: { symbol: '▲', tone: 'warn' },
  'environment-suspect': { symbol: '~', tone: 'unsure' },
  'not-comparable': { symbol: '~', tone: 'unsure' },
  inconclusive: { symbol: '~', tone: 'unsure' },
  improved: { symbol: '▼', tone: 'better' },
  pass: { symbol: '=', tone: 'pass' },
  'no-baseline': { symbol: '~', tone: 'unsure' },
};

/** What a reader must see first. */
const worstFirst: readonly Verdict[] = ['failed', 'fail', 'warn', 'environment-suspect', 'not-comparable', 'inconclusive', 'improved', 'pass', 'no-baseline'];

/** Word, sign and tone of a verdict. */
export function lookOf(verdict: Verdict): VerdictLook {
  return { word: verdictWord(verdict), ...looks[verdict] };
}

/** How a comparison without a judgement looks. */
export const comparedLook: VerdictLook = { word: 'COMPARED', symbol: '↔', tone: 'unsure' };

/** 0 for the worst. */
export function rankOf(verdict: Verdict): number {
  return worstFirst.indexOf(verdict);
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
