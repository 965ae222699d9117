import type { Verdict } from '../model/verdict.ts';
import type { ControlChange, Disturbance, WorkDifference } from './guards.ts';
import { withoutFigures, type MetricCase, type MetricJudgement } from './judged-metric.ts';
import { controlMessage, disturbanceMessage, guardedMessage, workMessage } from './messages.ts';

/** What stands against trusting a comparison, whatever its figures say. */
export interface Guards {
  /** Why the two runs cannot be compared at all; null where they can. */
  readonly apart: string | null;
  readonly work: readonly WorkDifference[];
  readonly control: readonly ControlChange[];
  readonly disturbance: Disturbance | null;
}

/** Overrules a judgement that a guard forbids to believe. Where nothing may be compared its figures are only told in the message. */
export function applyGuards(metricCase: MetricCase, judgement: MetricJudgement, guards: Guards): MetricJudgement {
  const { metric, unit } = metricCase.sides.measure;
  const overrule = (verdict: Verdict, why: string): MetricJudgement => {
    const message = guardedMessage(why, judgement.message);
    return verdict === 'not-comparable' ? withoutFigures(verdict, message) : { ...judgement, verdict, message };
  };
  if (guards.apart !== null) return overrule('not-comparable', guards.apart);
  const work = workAgainst(metricCase, guards.work);
  if (work.length > 0) return overrule('not-comparable', workMessage(work));
  if (unit !== 'seconds') return judgement;
  const clock = metric.split('/')[0];
  const control = guards.control.filter((change) => change.metric === clock);
  if (control.length > 0) return overrule('environment-suspect', controlMessage(control));
  const accuses = judgement.verdict === 'fail' || judgement.verdict === 'warn';
  return accuses && guards.disturbance !== null ? overrule('environment-suspect', disturbanceMessage(guards.disturbance)) : judgement;
}

/** Differences of work that a metric cannot stand: a value per item stands those of its items, a gate on a counter those of others. */
function workAgainst({ sides: { measure }, gate }: MetricCase, work: readonly WorkDifference[]): readonly WorkDifference[] {
  const { metric, unit } = measure;
  if (unit === 'count' && metric !== 'instructions' && gate !== null) return [];
  const slash = metric.indexOf('/');
  return work.filter(({ counter }) => slash < 0 || metric.slice(slash + 1) !== counter);
}
