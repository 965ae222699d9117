import { gateSentence, signedPercent } from '../../core/gate/messages.ts';
import type { FunctionChange } from '../../core/model/comparison.ts';
import type { ReportModel, ReportWorkload, Verdict } from '../../core/model/report.ts';
import { formatPercent } from '../../core/units/percent.ts';
import { acceptedSentences } from './accepted.ts';
import { drawInterval, intervalHalf } from '../svg/interval.ts';
import { doubtsOf } from './card-workload.ts';
import { accused, comparisonOf, hasRuns, isOnlyCompared, leadMetric, limitOf, mainCulprit, worstFirst, type ComparedMetric, type Culprit } from './compared.ts';
import { comparisonId } from './comparison.ts';
import { causeWords } from './culprits.ts';
import { isLong, namedPlace, nameWithPlace } from './place.ts';
import { verdictHeadline } from './verdict-headline.ts';
import { nextLines, type NextLine } from './verdict-next.ts';
import { comparedLook, lookOf, type VerdictLook } from './verdict-words.ts';
import { plural, sentenceCase } from './words.ts';

/** Gates that are not met and are named on the card. */
const namedGates = 4;

/** The first screen of a report with two sides: what, how sure, what the gate did, what to do next. */
export interface VerdictCardView extends VerdictLook {
  readonly headline: string;
  /** What the other workloads say. */
  readonly others: string;
  readonly long: boolean;
  readonly plotHtml: string;
  /** Figures that say how sure: interval, pairs, limit, noise; '' where there are none. */
  readonly figures: string;
  readonly sure: readonly string[];
  readonly cause: CauseView | null;
  /** Said where no function is named; '' otherwise. */
  readonly noCause: string;
  readonly gate: string;
  /** Gates that are not met, '' where all are. */
  readonly missed: string;
  readonly next: readonly NextLine[];
  readonly failures: string;
}

export interface CauseView {
  readonly name: string;
  readonly place: string;
  readonly long: boolean;
  readonly href: string;
  readonly before: string;
  /** Its cost on both sides. */
  readonly figures: string;
  /** What happened, and how much of the change that is. */
  readonly words: string;
  /** How certain the name is; '' where it is. */
  readonly doubt: string;
}

/** The card of a report in which base and head are compared. */
export function verdictCard(model: ReportModel): VerdictCardView {
  const culprit = mainCulprit(model);
  const worst = worstFirst(model.workloads)[0]?.workload ?? null;
  const metric = worst === null ? null : leadMetric(worst);
  const headline = verdictHeadline(model);
  const failed = model.inputs.filter(({ error }) => error !== null).length;
  const look = isOnlyCompared(model) ? comparedLook : lookOf(model.verdict);
  return {
    ...look,
    word: headline.word,
    headline: headline.text,
    others: headline.others,
    long: isLong(headline.text),
    plotHtml: worst === null || metric === null ? '' : plotOf(model, worst, metric, look.tone),
    figures: worst === null || metric === null ? '' : capital(model, figuresOf(model, worst, metric)),
    sure: [...sureLines(model, worst, metric).map((text) => capital(model, text)), ...acceptedSentences(model)],
    cause: culprit === null ? null : causeOf(culprit),
    noCause: culprit === null ? noCause(model) : '',
    ...gateOf(model),
    next: nextLines(model, culprit),
    failures: failed === 0 ? '' : `${failed} of ${plural(model.inputs.length, 'file')} could not be read`,
  };
}

function plotOf(model: ReportModel, { name }: ReportWorkload, { metric, change, lower, upper }: ComparedMetric, tone: string): string {
  const limit = limitOf(model, name, metric);
  return drawInterval({ change, lower, upper, limit, half: intervalHalf([change, lower, upper, limit]), tone });
}

function figuresOf(model: ReportModel, { name }: ReportWorkload, metric: ComparedMetric): string {
  const { lower, upper, pairs, spread, message } = metric;
  if (message !== '') return model.workloads.length > 1 ? `${name}: ${message}` : message;
  const limit = limitOf(model, name, metric.metric);
  const parts = [
    model.workloads.length > 1 ? `${name} ${signedPercent(metric.change)}` : '',
    lower === null || upper === null ? '' : `interval ${signedPercent(lower)} to ${signedPercent(upper)}`,
    pairs === null ? '' : plural(pairs, 'pair'),
    limit === null ? '' : `limit ${signedPercent(limit)}`,
    spread.relativeNoise === null ? '' : `noise ±${formatPercent(spread.relativeNoise)}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** Sentences that say how far to trust the verdict: its reason where it is not certain, what could have been seen where nothing was. */
function sureLines(model: ReportModel, worst: ReportWorkload | null, metric: ComparedMetric | null): string[] {
  const lines: string[] = [];
  const figures = metric?.message ?? '';
  // Where the headline is the reason, or the figures hold it, it is not said twice.
  const said = metric !== null && (isAnswer(model.verdict) || (figures !== '' && worst?.reason.includes(figures) === true));
  if (worst !== null && worst.reason !== '' && !said && model.verdict !== 'failed') lines.push(worst.reason);
  if (model.verdict === 'failed' && worst !== null) lines.push(model.workloads.length > 1 ? 'What failed is not compared; what is said of the others is valid.' : 'It did not end well, so nothing is compared.');
  if (model.verdict === 'pass' && figures === '') {
    const seen = model.workloads.map((workload) => leadMetric(workload)?.visibleChange ?? null).filter((change) => change !== null);
    const pairs = metric?.pairs ?? null;
    if (seen.length > 0) lines.push(`This build could have seen a slowdown of ${formatPercent(Math.max(...seen))} or more${pairs === null ? '' : ` (${plural(pairs, 'pair')})`}.`);
  }
  if (worst === null) {
    const [first] = model.comparisons;
    if (first !== undefined) lines.push(hasRuns(first) ? `${plural(first.baseFiles.length, 'recording')} of the base, ${first.headFiles.length} of the head: their spread decides what is noise.` : 'One recording a side: how far two runs of the same code differ is not known.');
    lines.push(...model.notes.filter(({ code }) => code === 'profiles-alone').map(({ text }) => text));
  } else if (worst.verdict !== 'failed') lines.push(...doubtsOf(worst).filter((doubt) => doubt !== worst.reason));
  return lines;
}

/** The name of the only workload is in the headline; a name that leads a sentence keeps its letters. */
function capital({ workloads }: ReportModel, text: string): string {
  const name = workloads.length === 1 ? (workloads[0]?.name ?? '') : '';
  const bare = name !== '' && text.startsWith(`${name}, `) ? text.slice(name.length + 2) : text;
  return workloads.some((workload) => bare.startsWith(`${workload.name}:`)) ? bare : sentenceCase(bare);
}

function isAnswer(verdict: Verdict): boolean {
  return verdict === 'fail' || verdict === 'warn' || verdict === 'pass' || verdict === 'improved';
}

function causeOf({ change, comparison }: Culprit): CauseView {
  const list = accused(comparison);
  const row = list.findIndex(({ name, file }) => name === change.name && file === change.file);
  return {
    ...namedPlace(change),
    long: isLong(change.name),
    href: `#${comparisonId(comparison)}${row < 0 ? '' : `-f${row}`}`,
    before: change.before === null ? '' : nameWithPlace({ ...change.before, line: 0 }),
    ...causeWords(change, comparison),
    doubt: change.significant ? '' : hasRuns(comparison) ? (callsDiffer(change) ? 'Its calls are exact; its time is within noise.' : 'Its time is within noise.') : 'One recording a side: this may be noise.',
  };
}

function callsDiffer({ callsBase, callsHead }: FunctionChange): boolean {
  return callsBase !== null && callsHead !== null && callsBase !== callsHead;
}

function noCause(model: ReportModel): string {
  const { verdict } = model;
  const first = comparisonOf(model, worstFirst(model.workloads)[0]?.workload ?? null);
  // Where nothing was judged the sentence is the headline.
  if (first === null || isOnlyCompared(model) || verdict === 'pass' || verdict === 'improved' || verdict === 'failed') return '';
  // Who did it is no answer where the machine, or other work, may have.
  return first.uniform === null && (verdict === 'environment-suspect' || verdict === 'not-comparable') ? '' : first.sentence;
}

function gateOf({ gate, verdict }: ReportModel): Pick<VerdictCardView, 'gate' | 'missed'> {
  if (gate === null) return { gate: verdict === 'failed' ? 'not applied: there is nothing to judge' : 'none was applied', missed: '' };
  const missed = gate.gates.filter((each) => each.verdict === 'fail' || each.verdict === 'warn');
  const only = new Set(gate.gates.map(({ workload }) => workload)).size === 1;
  const named = missed.slice(0, namedGates).map((each) => `${only ? '' : `${each.workload} `}${each.function === null ? '' : `${each.function} `}${each.metric} (limit ${signedPercent(each.threshold)})`);
  const more = missed.length > named.length ? ` and ${missed.length - named.length} more` : '';
  return { gate: gateSentence(gate).replace(/^Gate: /, ''), missed: missed.length === 0 ? '' : `${missed.length} of ${plural(gate.gates.length, 'gate')} not met: ${named.join(', ')}${more}` };
}
