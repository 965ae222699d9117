import type { RunSample } from '../model/run-record.ts';
import type { MetricCase, MetricJudgement } from './judged-metric.ts';
import { confirmedText, notConfirmedText, onlySecondText } from './messages.ts';
import { sidesOfRun } from './sides.ts';

/** A metric with what one series of pairs says of it. */
export interface JudgedCase {
  readonly metricCase: MetricCase;
  readonly judgement: MetricJudgement;
}

/** The samples of a run that was measured again because a gate failed; null where either series has no whole pair. */
export function splitRounds(samples: readonly RunSample[]): { readonly first: readonly RunSample[]; readonly second: readonly RunSample[] } | null {
  const rounds = { first: samplesOfRound(samples, 1), second: samplesOfRound(samples, 2) };
  return [rounds.first, rounds.second].every(hasPairs) ? rounds : null;
}

export function samplesOfRound(samples: readonly RunSample[], wanted: 1 | 2): RunSample[] {
  return samples.filter(({ round }) => (round === 2) === (wanted === 2));
}

function hasPairs(samples: readonly RunSample[]): boolean {
  const { paired, head } = sidesOfRun(samples);
  return paired && head.length > 0;
}

/** Sets the second series beside the first, which was the reason to measure it: what fails must fail in both. Figures are those of the second, which chance did not choose. */
export function judgeRounds(first: readonly JudgedCase[], second: readonly JudgedCase[]): MetricJudgement[] {
  return second.map(({ metricCase, judgement }) => {
    const before = first.find((each) => each.metricCase.gate === metricCase.gate && each.metricCase.sides.measure.metric === metricCase.sides.measure.metric)?.judgement;
    const failed = { before: before?.verdict === 'fail', now: judgement.verdict === 'fail' };
    if (before === undefined || (!failed.before && !failed.now)) return judgement;
    if (failed.before && failed.now) return { ...judgement, message: `${judgement.message}; ${confirmedText(before)}` };
    if (failed.now) return { ...judgement, verdict: 'warn', message: `${judgement.message}; ${onlySecondText(before)}` };
    const told = notConfirmedText(before, judgement);
    return { ...judgement, verdict: 'warn', told, message: `${told}: ${judgement.message}` };
  });
}
