import { changeSentence, signedPercent } from '../../core/gate/messages.ts';
import type { ReportModel, ReportWorkload, Verdict } from '../../core/model/report.ts';
import { isOnlyCompared, leadMetric, limitOf, verdictOf, worstFirst } from './compared.ts';
import { comparedLook, fromTo, lookOf } from './verdict-words.ts';
import { plural } from './words.ts';

/** Workloads that a headline names. */
const namedWorkloads = 3;

/** Verdicts as counts in a sentence, in the order in which they are told. */
const counted: readonly (readonly [Verdict, string])[] = [
  ['failed', 'failed'],
  ['fail', 'regressed'],
  ['warn', 'suspected'],
  ['environment-suspect', 'environment suspect'],
  ['not-comparable', 'not comparable'],
  ['inconclusive', 'inconclusive'],
  ['improved', 'faster'],
  ['pass', 'ok'],
  ['no-baseline', 'without a baseline'],
];

/** The page's first words: "REGRESSED", and what changed. */
export interface Headline {
  /** "REGRESSED", "2 of 50 REGRESSED". */
  readonly word: string;
  /** "parse-sort is 66 % slower (1.55 s → 2.56 s)". */
  readonly text: string;
  /** What the other workloads say, '' where there are none. */
  readonly others: string;
}

/** What the comparison says in one line. */
export function verdictHeadline(model: ReportModel): Headline {
  const { workloads, verdict } = model;
  const { word } = lookOf(verdict);
  const ordered = worstFirst(workloads);
  const same = ordered.filter(({ workload }) => workload.verdict === verdict).map(({ workload }) => workload);
  const [first] = ordered;
  if (first === undefined) return { word: comparisonWord(model), text: isOnlyCompared(model) ? (model.comparisons[0]?.sentence ?? model.headline) : comparedProfiles(model), others: '' };
  if (ordered.length === 1) return { word, text: workloadHeadline(model, first.workload), others: '' };
  const others = counted.flatMap(([other, noun]) => {
    const count = other === verdict && same.length > 0 ? 0 : workloads.filter((workload) => workload.verdict === other).length;
    return count === 0 ? [] : [`${count} ${noun}`];
  });
  if (verdict === 'pass' && same.length > 0) return { word, text: allWell(model, same), others: others.join(', ') };
  if (same.length === 0) return { word, text: model.headline, others: others.join(', ') };
  const named = same.slice(0, namedWorkloads).map((workload) => shortly(workload));
  const more = same.length > named.length ? ` and ${same.length - named.length} more` : '';
  const text = same.length === 1 ? workloadHeadline(model, same[0] as ReportWorkload) : named.join(', ') + more;
  return { word: `${same.length} of ${ordered.length} ${word}`, text, others: others.join(', ') };
}

/** The page's title in the browser's tab: "REGRESSED +66 % parse-sort". */
export function verdictTitle(model: ReportModel): string {
  const { word } = lookOf(model.verdict);
  const same = worstFirst(model.workloads).filter(({ workload }) => workload.verdict === model.verdict);
  const [first] = same;
  if (first === undefined) return model.workloads.length > 0 ? word : `${comparisonWord(model)} ${comparedProfiles(model)}`;
  const metric = model.verdict === 'failed' ? null : leadMetric(first.workload);
  const more = same.length > 1 ? ` and ${same.length - 1} more` : '';
  return `${word}${metric === null ? '' : ` ${signedPercent(metric.change)}`} ${first.workload.name}${more}`;
}

/** Two bare recordings without a gate are only compared. */
function comparisonWord(model: ReportModel): string {
  return isOnlyCompared(model) ? comparedLook.word : lookOf(model.verdict).word;
}

function comparedProfiles({ comparisons, headline }: ReportModel): string {
  const [first] = comparisons;
  if (first === undefined) return headline;
  const { title, totalBase, totalHead, unit } = first;
  return `${title}${totalBase > 0 ? ` ${signedPercent(totalHead / totalBase - 1)}` : ''} (${fromTo(totalBase, totalHead, unit)})`;
}

function allWell(model: ReportModel, same: readonly ReportWorkload[]): string {
  const limits = (model.gate?.gates ?? []).map(({ threshold }) => threshold);
  const limit = limits.length === 0 ? '' : ` above ${signedPercent(Math.min(...limits))}`;
  const changes = same.flatMap((workload) => {
    const metric = leadMetric(workload);
    return metric === null ? [] : [{ name: workload.name, change: metric.change }];
  });
  const largest = changes.sort((a, b) => b.change - a.change)[0];
  return `no slowdown${limit} in ${plural(same.length, 'workload')}${largest === undefined ? '' : ` (largest: ${largest.name} ${signedPercent(largest.change)})`}`;
}

function shortly(workload: ReportWorkload): string {
  const metric = workload.verdict === 'failed' ? null : leadMetric(workload);
  return metric === null ? workload.name : `${workload.name} ${signedPercent(metric.change)}`;
}

function workloadHeadline(model: ReportModel, workload: ReportWorkload): string {
  const { name, reason } = workload;
  const verdict = verdictOf(model, workload);
  const metric = leadMetric(workload);
  // A gate on a function, or on a metric that the workload does not know, says itself why.
  const culpable = model.gate?.gates.find((gate) => gate.workload === name && gate.verdict === verdict && metric?.verdict !== verdict);
  if (culpable !== undefined && (verdict === 'fail' || verdict === 'warn' || verdict === 'improved')) return culpable.message.startsWith(name) ? culpable.message : `${name}: ${culpable.message}`;
  if (metric === null && verdict === 'not-comparable') return `${name}: base and head cannot be compared`;
  if (metric === null || verdict === 'failed') return reason.startsWith(name) ? reason : `${name}: ${reason}`;
  const limit = limitOf(model, name, metric.metric);
  const values = fromTo(metric.base, metric.head, metric.unit);
  switch (verdict) {
    case 'fail':
    case 'warn':
    case 'improved':
      return changeSentence(name, metric);
    case 'pass':
      return `${name} has no slowdown${limit === null ? '' : ` above ${signedPercent(limit)}`} (${values}, ${signedPercent(metric.change)})`;
    case 'inconclusive':
      return `${name} measured ${signedPercent(metric.change)} (${values}), which may be chance`;
    case 'environment-suspect':
      return `${name} measured ${signedPercent(metric.change)}, but the machine was disturbed`;
    case 'not-comparable':
      return `${name}: base and head did not run under equal conditions`;
    case 'no-baseline':
      return `${name}: ${reason}`;
  }
}
