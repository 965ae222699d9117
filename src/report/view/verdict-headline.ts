import type { ReportModel, ReportWorkload, Verdict } from '../../core/model/report.ts';
import { leadMetric, limitOf, worstFirst, type ComparedMetric } from './compared.ts';
import { fromTo, lookOf, rankOf, signedPercent, unsignedPercent } from './verdict-words.ts';
import { plural } from './words.ts';

/** Verdicts that count workloads in a headline, in the words of a sentence. */
const counted: readonly (readonly [Verdict, string])[] = [
  ['failed', 'FAILED'],
  ['fail', 'REGRESSED'],
  ['warn', 'SUSPECTED'],
  ['environment-suspect', 'environment suspect'],
  ['not-comparable', 'not comparable'],
  ['inconclusive', 'inconclusive'],
  ['pass', 'ok'],
  ['improved', 'faster'],
  ['no-baseline', 'without a baseline'],
];

/** What the comparison says, in one line without the verdict's word: "parse-sort is 66 % slower (1.55 s → 2.56 s)". */
export function verdictHeadline(model: ReportModel): string {
  const ordered = worstFirst(model.workloads);
  const [worst] = ordered;
  if (worst === undefined) return comparedProfiles(model);
  if (model.verdict === 'failed') return model.headline;
  if (ordered.length === 1) return workloadHeadline(model, worst.workload);
  if (model.verdict === 'pass') return allWell(model);
  const counts = counted.flatMap(([verdict, word]) => {
    const count = model.workloads.filter((workload) => workload.verdict === verdict).length;
    return count === 0 ? [] : [{ text: `${count} ${word}`, rank: rankOf(verdict) }];
  });
  const first = leadMetric(worst.workload);
  return `${counts.map(({ text }) => text).join(', ')} of ${plural(ordered.length, 'workload')}${first === null ? '' : `; ${worst.workload.verdict === 'improved' ? 'most' : 'worst'}: ${worst.workload.name} ${signedPercent(first.change)}`}`;
}

/** The page's title in the browser's tab: "REGRESSED +66 % parse-sort". */
export function verdictTitle(model: ReportModel): string {
  const { word } = lookOf(model.verdict);
  const same = worstFirst(model.workloads).filter(({ workload }) => workload.verdict === model.verdict);
  const [first] = same;
  if (first === undefined) return model.workloads.length > 0 ? word : `${comparisonWord(model)} ${comparedProfiles(model)}`;
  const metric = leadMetric(first.workload);
  const more = same.length > 1 ? ` and ${same.length - 1} more` : '';
  return `${word}${metric === null || model.verdict === 'failed' ? '' : ` ${signedPercent(metric.change)}`} ${first.workload.name}${more}`;
}

/** The verdict's word; two bare recordings without a gate are only compared. */
export function comparisonWord({ verdict, workloads }: ReportModel): string {
  return verdict === 'no-baseline' && workloads.length === 0 ? 'COMPARED' : lookOf(verdict).word;
}

function comparedProfiles({ comparisons, headline }: ReportModel): string {
  const [first] = comparisons;
  if (first === undefined) return headline;
  const { title, totalBase, totalHead, unit } = first;
  return `${title} ${totalBase > 0 ? signedPercent(totalHead / totalBase - 1) : ''} (${fromTo(totalBase, totalHead, unit)})`;
}

function allWell(model: ReportModel): string {
  const limits = (model.gate?.gates ?? []).map(({ threshold }) => threshold);
  const limit = limits.length === 0 ? '' : ` above ${signedPercent(Math.min(...limits))}`;
  return `no slowdown${limit} in ${plural(model.workloads.length, 'workload')}`;
}

function workloadHeadline(model: ReportModel, workload: ReportWorkload): string {
  const { name, verdict, reason } = workload;
  const metric = leadMetric(workload);
  const culpable = model.gate?.gates.find((gate) => gate.workload === name && gate.verdict === verdict && (metric === null || metric.verdict !== verdict));
  if (culpable !== undefined && (verdict === 'fail' || verdict === 'warn')) return `${name}: ${culpable.message}`;
  if (metric === null) return `${name}: ${reason}`;
  const values = fromTo(metric.base, metric.head, metric.unit);
  const limit = limitOf(model, name, metric.metric);
  switch (verdict) {
    case 'fail':
    case 'improved':
      return `${name} ${changeWords(metric)} (${values})`;
    case 'warn':
      return `${name} may be slower: ${changeWords(metric)} (${values})`.replace('may be slower: is', 'is probably');
    case 'pass':
      return `${name} has no slowdown${limit === null ? '' : ` above ${signedPercent(limit)}`} (${metric.title.toLowerCase()} ${signedPercent(metric.change)}, ${values})`;
    case 'inconclusive':
      return `${name} measured ${signedPercent(metric.change)} (${values}), and that is not certain`;
    case 'environment-suspect':
      return `${name} measured ${signedPercent(metric.change)}, but the machine changed too`;
    case 'not-comparable':
      return `${name}: base and head did not run under equal conditions`;
    default:
      return `${name}: ${reason}`;
  }
}

/** "is 66 % slower", "uses 12 % more CPU time". */
function changeWords({ metric, title, change }: ComparedMetric): string {
  const size = unsignedPercent(change);
  const more = change > 0 ? 'more' : 'less';
  if (metric === 'wall') return change > 0 ? `is ${size} slower` : `takes ${size} less time`;
  if (metric === 'cpu') return `uses ${size} ${more} CPU time`;
  if (metric === 'rss') return `uses ${size} ${more} memory at its peak`;
  return `has ${size} ${more} of ${title}`;
}
