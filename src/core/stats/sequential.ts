import { estimatePairedShift, signedRankBound } from './signed-rank.ts';

/** What one look at the pairs says; `undecided` says why. */
export type PairsVerdict = 'fail' | 'warn' | 'pass' | 'improved' | 'undecided';

/** `suspected`: the estimate is beyond the limit but chance could do that; `too-few-pairs`: no result of so many pairs would be certain enough. */
export type UndecidedReason = 'too-few-pairs' | 'suspected' | 'too-noisy';

/** Limits are shares: 0.1 is 10 % slower. Errors are those of all looks and comparisons together. */
export interface PairsRule {
  readonly fail: number;
  readonly warn: number;
  /** Fail only where even the bound of `passAlpha` is beyond the limit. */
  readonly strict?: boolean;
  /** Chance of a false fail (or warn, or improved) on unchanged code, among all comparisons. */
  readonly alpha?: number;
  /** Chance of passing a true slowdown of `fail`, for each comparison. */
  readonly passAlpha?: number;
  /** How often the pairs may be looked at. */
  readonly looks?: number;
  /** Gated comparisons that share `alpha`. */
  readonly comparisons?: number;
}

/** Logs of head / base: `lower` and `upper` are one-sided bounds, null where there is none. */
export interface PairsJudgement {
  readonly verdict: PairsVerdict;
  readonly reason: UndecidedReason | null;
  /** Whether more pairs are pointless: it failed, or a slowdown of `fail` is ruled out. */
  readonly decided: boolean;
  readonly pairs: number;
  /** Null without any pair. */
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** One-sided errors of `lower` and `upper` at this look. */
  readonly lowerAlpha: number;
  readonly upperAlpha: number;
}

/**
 * Numbers of pairs after which to look. With many comparisons the first look waits until a result can be certain enough at all
 * (n pairs have 2^n equally likely signs).
 */
export function plannedLooks(comparisons = 1, alpha = 0.01): readonly number[] {
  const first = comparisons === 1 ? 9 : comparisons <= 10 ? 12 : 14;
  const looks = [first, comparisons === 1 ? 18 : 24, 36];
  const least = Math.ceil(-Math.log2(alpha / looks.length / comparisons));
  return [...new Set(looks.map((pairs) => Math.max(pairs, least)))];
}

/** Judges one look at the logs of head / base of its pairs. Throws RangeError where one is not finite: what cannot be compared never passes. */
export function judgePairs(logRatios: readonly number[], rule: PairsRule): PairsJudgement {
  const { fail, warn, strict = false, alpha = 0.01, passAlpha = 0.05, looks = 3, comparisons = 1 } = rule;
  const odd = logRatios.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) throw new RangeError(`log ratio ${odd} is ${logRatios[odd]}, not a finite number`);
  const lowerAlpha = alpha / looks / comparisons;
  const upperAlpha = passAlpha / looks;
  const shift = estimatePairedShift(logRatios);
  const estimate = logRatios.length === 0 ? null : shift.estimate;
  const lower = shift.lowerBound(lowerAlpha);
  const upper = shift.upperBound(upperAlpha);
  const limit = Math.log1p(fail);
  const slower = lower !== null && lower > 0;
  const faster = (shift.upperBound(lowerAlpha) ?? 0) < 0;
  const excluded = upper !== null && upper < limit;
  const beyond = estimate !== null && estimate >= limit && (!strict || (shift.lowerBound(upperAlpha) ?? -Infinity) > limit);

  const judge = (verdict: PairsVerdict, decided: boolean, reason: UndecidedReason | null = null): PairsJudgement => ({
    verdict, reason, decided, pairs: logRatios.length, estimate, lower, upper, lowerAlpha, upperAlpha,
  });
  if (slower && beyond) return judge('fail', true);
  if (faster && estimate !== null && estimate <= -limit) return judge('improved', true);
  if (slower && estimate !== null && estimate >= Math.log1p(warn)) return judge('warn', excluded);
  if (excluded) return judge('pass', true);
  if (signedRankBound(logRatios.length, lowerAlpha) === null) return judge('undecided', false, 'too-few-pairs');
  return judge('undecided', false, estimate !== null && estimate >= limit ? 'suspected' : 'too-noisy');
}

/**
 * Judges several comparisons at one look by Holm's steps: each one that is shown to be slower hands its share of `alpha` to the others.
 * `slower` names those (places in `family`) that an earlier look has shown to be slower.
 */
export function judgeFamily(family: readonly (readonly number[])[], rule: PairsRule, slower: Iterable<number> = []): PairsJudgement[] {
  const shown = new Set(slower);
  for (;;) {
    const before = shown.size;
    const judgements = family.map((logRatios, place) => {
      const others = family.length - shown.size - (shown.has(place) ? 0 : 1);
      return judgePairs(logRatios, { ...rule, comparisons: others + 1 });
    });
    judgements.forEach(({ lower }, place) => {
      if (lower !== null && lower > 0) shown.add(place);
    });
    if (shown.size === before) return judgements;
  }
}
