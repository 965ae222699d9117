import type { SelfCheckEntry, SelfCheckSummary } from '../model/self-check.ts';
import type { Verdict } from '../model/verdict.ts';
import { binomialLowerBound, binomialUpperBound } from '../stats/binomial-bound.ts';
import { formatCount } from '../units/count.ts';
import { nbsp } from '../units/digits.ts';
import { formatPercent } from '../units/percent.ts';

/** The share of false alarms that the gate may have. */
const allowedRate = 0.01;
/** Fewer comparisons prove nothing, whatever their bound. */
const fewestForProof = 300;
/** The file keeps no more; what needs more of them is not promised. */
const mostForProof = 5000;

type Counted = Pick<SelfCheckEntry, 'verdict' | 'pairs' | 'metrics'>;

/** What comparisons of unchanged code showed. Bounds are one-sided, exact, of 95 %. */
export interface FalseAlarms {
  /** Those with an answer: a busy machine, unequal work or too few pairs allow none, and no alarm either. */
  readonly comparisons: number;
  readonly fails: number;
  readonly counts: Readonly<Partial<Record<Verdict, number>>>;
  /** Without an answer. */
  readonly unanswered: number;
  /** Of those with an answer; null of none. */
  readonly meanPairs: number | null;
  /** Between which the true share of false alarms lies. */
  readonly lowerRate: number;
  readonly upperRate: number;
  /** True where at most 1 % of false alarms is shown. */
  readonly isProven: boolean;
  /** True where more than 1 % is shown. */
  readonly isTooNervous: boolean;
  /** How many more comparisons without an alarm would show at most 1 %; null where more than are kept. */
  readonly missing: number | null;
}

/** Counts the false alarms among comparisons of unchanged code. A failed run is none of them: leave it out. */
export function countFalseAlarms(entries: readonly Counted[]): FalseAlarms {
  const counts: Partial<Record<Verdict, number>> = {};
  for (const { verdict } of entries) counts[verdict] = (counts[verdict] ?? 0) + 1;
  const answered = entries.filter(isAnswered);
  const comparisons = answered.length;
  const fails = counts.fail ?? 0;
  const lowerRate = binomialLowerBound(fails, comparisons);
  const upperRate = binomialUpperBound(fails, comparisons);
  const enough = comparisonsForProof(fails);
  return {
    comparisons, fails, counts,
    unanswered: entries.length - comparisons,
    meanPairs: comparisons === 0 ? null : answered.reduce((sum, { pairs }) => sum + pairs, 0) / comparisons,
    lowerRate, upperRate,
    isProven: comparisons >= fewestForProof && upperRate <= allowedRate,
    isTooNervous: lowerRate > allowedRate,
    missing: enough === null ? null : Math.max(0, enough - comparisons),
  };
}

/** Where no metric has a lower bound there were too few pairs for any alarm. */
function isAnswered({ verdict, metrics }: Counted): boolean {
  if (verdict === 'inconclusive') return metrics.some(({ lower }) => lower !== null);
  return verdict === 'fail' || verdict === 'warn' || verdict === 'pass' || verdict === 'improved';
}

/** The fewest comparisons, at least 300, that show at most 1 % with so many alarms among them; null where more than are kept. */
export function comparisonsForProof(fails: number): number | null {
  let [low, high] = [fewestForProof - 1, mostForProof];
  if (binomialUpperBound(fails, high) > allowedRate) return null;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (binomialUpperBound(fails, middle) <= allowedRate) high = middle;
    else low = middle;
  }
  return high;
}

/** Those that can be counted together: of one workload, judged by the same gates on one known machine. */
export function selfChecksLike(entries: readonly SelfCheckEntry[], { workload, fingerprint, gates }: Pick<SelfCheckEntry, 'workload' | 'fingerprint' | 'gates'>): SelfCheckEntry[] {
  return fingerprint === null ? [] : entries.filter((entry) => entry.workload === workload && entry.fingerprint === fingerprint && entry.gates === gates);
}

/** What run.json and the page say; null where no comparison got an answer. */
export function selfCheckSummary(entries: readonly Counted[]): SelfCheckSummary | null {
  const { comparisons, fails, upperRate } = countFalseAlarms(entries);
  return comparisons === 0 ? null : { comparisons, fails, upperRate };
}

/** "0 false alarms in 320 comparisons of unchanged code (at most 0.94 %)". */
export function selfCheckSentence({ comparisons, fails, upperRate }: SelfCheckSummary): string {
  return `${alarms(fails, comparisons)} (at most ${atMost(upperRate)})`;
}

/** What may be claimed, a sentence a line: the rate with its bounds, what is missing or wrong, what could not be judged. */
export function falseAlarmSentences(found: FalseAlarms): string[] {
  const { comparisons, fails, lowerRate, upperRate, isProven, isTooNervous, missing, unanswered } = found;
  const lost = unanswered === 0 ? [] : [`${countOf(unanswered, 'comparison')} got no answer (a disturbed machine, unequal work or too few pairs): ${unanswered === 1 ? 'it counts' : 'they count'} for nothing`];
  if (comparisons === 0) return [unanswered === 0 ? 'no comparison was made' : 'no comparison got an answer, so nothing can be claimed', ...lost];
  const least = fails === 0 ? '' : `at least ${atLeast(lowerRate)}, `;
  const rate = `${alarms(fails, comparisons)}: ${least}at most ${atMost(upperRate)} at 95${nbsp}% confidence`;
  if (isProven) return [`${rate}; so ≤${nbsp}1${nbsp}% is shown`, ...lost];
  if (isTooNervous) return [rate, `the gate is too nervous here, more than 1${nbsp}% of builds of unchanged code would fail: ${remedies}`, ...lost];
  const more = missing === null ? `no ${formatCount(mostForProof)} could show ≤${nbsp}1${nbsp}% with so many` : `${formatCount(missing)} more without ${fails === 0 ? 'one' : 'another'} would show ≤${nbsp}1${nbsp}%`;
  return [`${rate}; ${more}`, ...lost];
}

const remedies = 'gate CPU time instead of wall time, use a quieter agent, let the workload run longer, or raise its limits';

function alarms(fails: number, comparisons: number): string {
  return `${countOf(fails, 'false alarm')} in ${countOf(comparisons, 'comparison')} of unchanged code`;
}

function countOf(count: number, thing: string): string {
  return `${formatCount(count)} ${thing}${count === 1 ? '' : 's'}`;
}

/** Two digits, and never less than it is; more than 99 % is all. */
function atMost(share: number): string {
  return percentOf(share, Math.ceil);
}

function atLeast(share: number): string {
  return percentOf(share, Math.floor);
}

function percentOf(share: number, round: (value: number) => number): string {
  if (share <= 0 || share >= 1) return formatPercent(share);
  const percent = share * 100;
  const step = 10 ** (Math.floor(Math.log10(percent)) - 1);
  return `${String(Number((round(Number((percent / step).toPrecision(9))) * step).toPrecision(2)))}${nbsp}%`;
}
