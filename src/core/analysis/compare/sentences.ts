import type { FunctionChange } from '../../model/comparison.ts';
import { formatCount } from '../../units/count.ts';
import { formatNumber } from '../../units/digits.ts';
import { formatPercent } from '../../units/percent.ts';
import { formatQuantity } from '../../units/quantity.ts';
import type { BaseUnit } from '../../units/value.ts';

/** Costs per call whose ratio is between these are called the same. */
const sameCost = 1.15;
const maxNameLength = 120;

export interface LeadFacts {
  readonly change: FunctionChange;
  /** Part of the change of the whole that it explains; null where the whole did not follow it. */
  readonly share: number | null;
  /** Inclusive cost per call, head over base; null where calls are unknown. */
  readonly costFactor: number | null;
  /** Self cost per call with what builtins took for it, on both sides. */
  readonly perCall: { readonly base: number; readonly head: number } | null;
  /** The same values without the division by calls. */
  readonly charged: { readonly base: number; readonly head: number };
  readonly through: string | null;
  readonly withCollector: boolean;
  readonly callerIsNew: boolean;
}

/** "get_asset_info was called 2.4 times as often (16,050 -> 36,660) at the same cost per call: 71 % of the slowdown". */
export function leadSentence(facts: LeadFacts, unit: BaseUnit, rose: boolean): string {
  const what = `${shorten(facts.change.name)} ${changeWords(facts, unit)}`;
  return facts.share === null ? what : `${what}: ${shareWords(facts.share, unit, rose)}`;
}

/** The sentence about a function without its name and its share: "was called 2.4 times as often (16,050 -> 36,660) at the same cost per call". */
export function changeWords(facts: Omit<LeadFacts, 'share'>, unit: BaseUnit): string {
  const { change, charged, through, withCollector } = facts;
  const values = `${formatQuantity(charged.base, unit)} → ${formatQuantity(charged.head, unit)}`;
  const where = through === null ? '' : `, mostly in ${shorten(through)}, which it calls`;
  const beside = withCollector ? ', and the garbage collector took more with it' : '';
  const ending = `${where}${beside}`;
  switch (change.why) {
    case 'more-work':
    case 'less-work':
      return `was called ${callWords(change)}${costWords(facts)}${callerWords(facts)}${beside}`;
    case 'both':
      return `was called ${callWords(change)}${perCallWords(facts, unit, ' and each call costs')}${ending}`;
    case 'dearer-calls':
    case 'cheaper-calls':
      return `was called about as often${perCallWords(facts, unit, ', but each call costs')}${ending}`;
    case 'new':
      return `is new and takes ${formatQuantity(charged.head, unit)}${ending}`;
    case 'gone':
      return `is gone and took ${formatQuantity(charged.base, unit)}${ending}`;
    case 'unknown':
      return `${change.waiting ? 'waits longer' : 'changed'} (${values})${ending}`;
  }
}

function callWords({ callsBase, callsHead }: FunctionChange): string {
  const before = callsBase ?? 0;
  const after = callsHead ?? 0;
  const counts = `(${formatCount(before)} → ${formatCount(after)})`;
  if (after >= before) return `${factor(after / before)} times as often ${counts}`;
  return `less often ${counts}`;
}

function costWords({ costFactor }: Pick<LeadFacts, 'costFactor'>): string {
  if (costFactor === null || !Number.isFinite(costFactor) || costFactor <= 0) return '';
  if (costFactor < sameCost && costFactor > 1 / sameCost) return ' at the same cost per call';
  return `, each call at ${factor(costFactor)} times the cost`;
}

function perCallWords({ perCall }: Pick<LeadFacts, 'perCall'>, unit: BaseUnit, start: string): string {
  if (perCall === null || !(perCall.base > 0)) return '';
  return `${start} ${factor(perCall.head / perCall.base)} times as much (${formatQuantity(perCall.base, unit)} → ${formatQuantity(perCall.head, unit)})`;
}

function callerWords({ change, callerIsNew }: Omit<LeadFacts, 'share'>): string {
  return callerIsNew && change.caller !== null ? `, now from ${shorten(change.caller.name)}, which is new` : '';
}

/** "71 % of the slowdown". */
export function shareWords(share: number, unit: BaseUnit, rose: boolean): string {
  const whole = unit === 'seconds' ? (rose ? 'slowdown' : 'speed-up') : rose ? 'increase' : 'decrease';
  return share > 1.05 ? `more than the whole ${whole}, the rest went the other way` : `${formatPercent(share > 0.9995 ? 1 : share)} of the ${whole}`;
}

/** What is said where everything slowed alike. */
export function uniformSentence(by: number): string {
  return `Everything takes ${factor(by)} times as long and no function's share moved: look at the machine, the interpreter or its settings, not at a function`;
}

/** What is said where no function stands out. */
export function quietSentence(base: number, head: number, unit: BaseUnit): string {
  return `No function stands out beyond noise (the whole: ${formatQuantity(base, unit)} → ${formatQuantity(head, unit)})`;
}

function factor(value: number): string {
  return value < 10 ? value.toFixed(value < 1.1 && value > 0.9 ? 2 : 1) : formatNumber(value);
}

/** A hostile name of thousands of letters is no sentence. */
function shorten(name: string): string {
  const plain = name === '' ? '(anonymous)' : name;
  return plain.length <= maxNameLength ? plain : `${plain.slice(0, maxNameLength)}…`;
}
