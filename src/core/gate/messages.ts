import type { Measure } from '../analysis/workload-metrics.ts';
import type { GateOutcome } from '../model/comparison.ts';
import type { Note } from '../model/note.ts';
import type { BestLevel, ReportMetric } from '../model/report.ts';
import type { Verdict } from '../model/verdict.ts';
import type { UndecidedReason } from '../stats/sequential.ts';
import { formatCount } from '../units/count.ts';
import { formatNumber } from '../units/digits.ts';
import { formatPercent } from '../units/percent.ts';
import { formatQuantity } from '../units/quantity.ts';
import type { BaseUnit } from '../units/value.ts';
import type { ControlChange, Disturbance, FactDifference, WorkDifference } from './guards.ts';
import type { Sides } from './sides.ts';

const words: Readonly<Record<Verdict, string>> = {
  fail: 'REGRESSED',
  warn: 'SUSPECTED',
  pass: 'OK',
  improved: 'FASTER',
  inconclusive: 'INCONCLUSIVE',
  'not-comparable': 'NOT COMPARABLE',
  'environment-suspect': 'ENVIRONMENT SUSPECT',
  'no-baseline': 'NO BASELINE',
  failed: 'FAILED',
};

/** A verdict for people: "REGRESSED". */
export function verdictWord(verdict: Verdict): string {
  return words[verdict];
}

/** A change with its sign: "+66 %", "−12 %", "0 %"; "from 0" has no share. */
export function signedPercent(share: number): string {
  return `${share >= 0.0005 ? '+' : ''}${formatPercent(share)}`;
}

/** "parse-sort is 66 % slower (1.55 s → 2.56 s)": what changed, in the words of the metric. */
export function changeSentence(workload: string, metric: Pick<ReportMetric, 'metric' | 'title' | 'unit' | 'base' | 'head' | 'change'>): string {
  const { base, head, unit, change } = metric;
  if (base === null || head === null) return `${workload}: ${lowerFirst(metric.title)} has nothing to compare with`;
  const values = `(${formatQuantity(base, unit)} → ${formatQuantity(head, unit)})`;
  if (change === null) return `${workload}: ${lowerFirst(metric.title)} changed ${values}`;
  return `${describeChange(workload, metric, change)} ${values}`;
}

function describeChange(workload: string, { metric, title }: Pick<ReportMetric, 'metric' | 'title'>, change: number): string {
  const more = change > 0;
  const size = formatPercent(Math.abs(change));
  const same = Math.abs(change) < 0.0005;
  if (metric === 'wall') return same ? `${workload} takes as long as before` : `${workload} is ${size} ${more ? 'slower' : 'faster'}`;
  if (metric === 'cpu') return same ? `${workload} uses as much CPU time as before` : `${workload} uses ${size} ${more ? 'more' : 'less'} CPU time`;
  if (metric === 'rss') return same ? `${workload} needs as much memory as before` : `${workload} needs ${size} ${more ? 'more' : 'less'} memory at its peak`;
  return `${workload}: ${lowerFirst(title)} ${same ? 'is as before' : `${more ? 'rose' : 'fell'} by ${size}`}`;
}

/** "Wall time" inside a sentence; names of counters and "CPU" stay as they are. */
function lowerFirst(title: string): string {
  return /^(?:Wall|Peak|Instructions)/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

interface Figures {
  readonly verdict: Verdict;
  readonly change: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly limit: number;
  readonly byFloor: boolean;
  /** Growth that is too little to matter, in `unit`. */
  readonly least: { readonly value: number; readonly unit: BaseUnit };
}

/** How sure a comparison of pairs is: "+66 %, interval +61 % (99 % sure) to +71 % (95 % sure), 9 pairs A/B interleaved, limit +10 %, noise ±2 %". */
export function pairedMessage(figures: Figures & {
  readonly reason: UndecidedReason | null;
  readonly pairs: number;
  readonly noise: number | null;
  readonly gated: boolean;
  readonly fewest: number;
  readonly visibleChange: number | null;
  readonly pairsNeeded: number | null;
  readonly pairsNeededRange: readonly [number, number] | null;
}): string {
  const { pairs, noise, gated, reason, visibleChange } = figures;
  const sure = `${measured(figures)}, ${plural(pairs, 'pair')} A/B interleaved, ${limitText(figures)}${gated ? '' : ' (no gate asks for it)'}${noise === null ? '' : `, noise ±${formatPercent(noise)}`}`;
  const visible = visibleChange === null || visibleChange < 0.0005 ? '' : `; growth of ${formatPercent(visibleChange)} or more would have been seen`;
  if (reason === null) return `${sure}${figures.verdict === 'pass' ? visible : ''}`;
  return `${sure}: ${undecided(reason, figures)}${visible}`;
}

function undecided(reason: UndecidedReason, { pairs, fewest, lower, pairsNeeded, pairsNeededRange }: Parameters<typeof pairedMessage>[0]): string {
  if (reason === 'too-few-pairs') return `${plural(pairs, 'pair')} cannot be certain enough, whatever they show: ${fewest} are the fewest`;
  const needed = pairsNeeded === null ? '' : `; ${pairsText(pairsNeeded, pairsNeededRange)} would decide`;
  if (reason === 'too-noisy') return `the interval crosses the limit${needed}`;
  return lower !== null && lower > 0 ? `beyond the limit, but not with the certainty that strict asks for${needed}` : `beyond the limit, but chance could do that${needed}`;
}

/** "about 36 pairs (18 to 67)". */
export function pairsText(pairs: number, range: readonly [number, number] | null): string {
  return `about ${formatCount(pairs)} pairs${range === null || range[0] === range[1] ? '' : ` (${formatCount(range[0])} to ${formatCount(range[1])})`}`;
}

/** "+66 %, interval +61 % (99 % sure) to +71 % (95 % sure)". */
function measured({ change, lower, upper }: Pick<Figures, 'change' | 'lower' | 'upper'>): string {
  const interval = [lower === null ? [] : [`${signedPercent(lower)} (99 % sure)`], upper === null ? [] : [`${signedPercent(upper)} (95 % sure)`]].flat();
  const known = lower !== null && upper !== null ? `interval ${interval.join(' to ')}` : lower !== null ? `at least ${interval.join('')}` : upper !== null ? `at most ${interval.join('')}` : 'no interval';
  return `${change === null ? 'change without a share' : signedPercent(change)}, ${known}`;
}

function limitText({ limit, byFloor, least }: Pick<Figures, 'limit' | 'byFloor' | 'least'>): string {
  return `limit +${formatPercent(limit)}${byFloor ? ` (less than ${formatQuantity(least.value, least.unit)} is too little to matter)` : ''}`;
}

type Figure = Pick<Figures, 'change' | 'upper'> & { readonly pairs: number | null };

function firstPairs({ pairs, change }: Figure): string {
  return `${pairs === null ? 'the first series' : `the first ${plural(pairs, 'pair')}`} said ${change === null ? 'a change without a share' : signedPercent(change)}`;
}

/** "the first 12 pairs said +14 %, an independent second series did not confirm it (+2 %, at most +5 %)". */
export function notConfirmedText(first: Figure, second: Figure): string {
  const figures = [second.change === null ? [] : [signedPercent(second.change)], second.upper === null || second.upper === second.change ? [] : [`at most ${signedPercent(second.upper)}`]].flat();
  return `${firstPairs(first)}, an independent second series did not confirm it${figures.length === 0 ? '' : ` (${figures.join(', ')})`}`;
}

export function confirmedText(first: Figure): string {
  return `an independent second series: ${firstPairs(first)} and failed too`;
}

export function onlySecondText(first: Figure): string {
  return `${firstPairs(first)}, which did not fail: only both series together do`;
}

/** Counts that are the same in every run. */
export function exactMessage({ unit }: Measure, base: number, head: number, { limit, byFloor, floor }: { readonly limit: number; readonly byFloor: boolean; readonly floor: number }): string {
  const change = base === head ? 'the same in every run of both' : `${formatQuantity(base, unit)} before, ${formatQuantity(head, unit)} now, in every run`;
  return `${change}; compared exactly, ${limit === 0 && floor === 0 ? 'no growth is allowed' : base === 0 && floor > 0 ? `limit +${formatQuantity(floor, unit)}` : limitText({ limit, byFloor, least: { value: floor, unit } })}`;
}

export function impossibleMessage({ title, unit }: Measure, values: readonly number[]): string {
  const [first = NaN] = values;
  const zero = values.every((value) => value === 0);
  if (zero && unit === 'seconds') return `${lowerFirst(title)} is 0 in ${plural(values.length, 'sample')}: too short for what measured it, so nothing is said; make the workload longer, or gate on another metric`;
  return `${lowerFirst(title)} is ${Number.isFinite(first) ? formatQuantity(first, unit) : 'not a number'} in ${plural(values.length, 'sample')}, which cannot be: nothing is said of it; look at the run.json`;
}

export function oneArmMessage({ title }: Measure, missing: 'base' | 'head'): string {
  return `${lowerFirst(title)} was not measured in the ${missing}: nothing to compare`;
}

/** Why a gate could not be applied. */
export function notMeasuredMessage(metric: string): string {
  return `${metric} was measured on neither side: the gate cannot be applied; measure it, or take the gate out`;
}

export function unevenMessage({ title }: Measure): string {
  return `${lowerFirst(title)} varies from run to run and is 0 or less in some: its ratio cannot be judged`;
}

export function unitsMessage({ title }: Measure, factor: number): string {
  return `${lowerFirst(title)} of the two runs differs by a factor of about ${formatCount(factor)}: it looks like different units, so nothing is compared`;
}

/** One stored build beside another: what was measured, and the floor below which it says nothing. */
export function storedMessage(figures: Figures & {
  readonly floor: number;
  readonly assumed: number;
  readonly baseRuns: number;
  readonly headRuns: number;
  readonly leastRuns: number;
}): string {
  const { verdict, floor, assumed, baseRuns, headRuns, leastRuns, limit, change } = figures;
  const sure = `${measured(figures)}, ${baseRuns} against ${plural(headRuns, 'run')} that were not interleaved, ${limitText(figures)}`;
  if (Math.min(baseRuns, headRuns) < leastRuns) return `${sure}: too few runs, ${leastRuns} on each side are the fewest`;
  const blind = `one stored build shows no change below ${formatPercent(floor)} (builds taken to differ by ${formatPercent(assumed)})`;
  if (verdict === 'warn' || verdict === 'improved') return `${sure}; beyond what builds usually differ by, but one stored build only advises`;
  return `${sure}: ${change !== null && change >= limit ? 'beyond the limit, but ' : ''}${blind}`;
}

/** "+20 % against the median of 8 stored builds; 8 of 10 builds needed". */
export function shortHistoryMessage({ change, builds, least, floor, assumed }: { readonly change: number | null; readonly builds: number; readonly least: number; readonly floor: number; readonly assumed: number }): string {
  const figures = `${change === null ? 'change without a share' : signedPercent(change)} against the median of ${plural(builds, 'comparable stored build')}`;
  return `${figures}; ${formatCount(builds)} of ${formatCount(least)} builds needed: builds differ by more than the runs of one, so few do not show by how much, and show no change below ${formatPercent(floor)} (builds taken to differ by ${formatPercent(assumed)})`;
}

/** What rose in many small steps. */
export function creepNote({ title }: Measure, share: number, { from, to }: BestLevel): Note {
  const day = (time: string | null): string => time?.slice(0, 10) ?? 'unknown';
  const when = from === null && to === null ? '' : ` (${day(from)}..${day(to)})`;
  return { code: 'creep', text: `creep: ${formatPercent(share)} above the best level that 5 builds in a row held${when}: ${lowerFirst(title)}` };
}

/** A value beside the last builds. */
export function historyMessage(figures: Figures & { readonly builds: number; readonly floor: number | null; readonly confirmedBy: 'rerun' | 'build' | null }): string {
  const { verdict, builds, floor, confirmedBy } = figures;
  const sure = `${measured(figures)}, against ${plural(builds, 'stored build')}, ${limitText(figures)}`;
  const visible = floor === null ? '' : `; nothing below ${formatPercent(floor)} can be seen between these builds`;
  if (verdict === 'fail') return `${sure}; ${confirmedBy === 'rerun' ? 'measured again with the same result' : 'the build before was beyond it too'}${visible}`;
  if (verdict === 'warn') return `${sure}; beyond what these builds differ by: a failure if the next build, or running it again, repeats it${visible}`;
  if (verdict === 'inconclusive') return `${sure}: the interval crosses the limit${visible}`;
  return `${sure}${visible}`;
}

/** Why the machines of two runs cannot be compared. */
export function machineMessage(differences: readonly FactDifference[]): string {
  return `measured on different kinds of machines: ${differences.map(({ fact, base, head }) => `${fact} ${base} → ${head}`).join(', ')}`;
}

export function schemaMessage(schema: string): string {
  return `the samples are of another schema version (${schema}), so their figures may mean something else`;
}

export function baseFailedMessage(failure: string | null): string {
  return `the run of the base failed${failure === null ? '' : ` (${failure})`}`;
}

export function workloadsMessage(base: string, head: string): string {
  return `two different workloads: ${base} and ${head}`;
}

/** Why the times of the arms say nothing together. */
export function workMessage(differences: readonly WorkDifference[]): string {
  const named = differences.slice(0, 3).map(({ counter, base, head }) => `${counter} ${formatCount(base)} → ${formatCount(head)}`);
  const rest = differences.length - named.length;
  return `base and head did different work (${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''})`;
}

export function controlMessage(changes: readonly ControlChange[]): string {
  return `the control workload, the same code in both arms, changed as well (${controlFigures(changes)}): the machine treated the arms differently`;
}

/** Why a busy machine does not stand against pairs. Its code replaces the one that the samples alone give. */
export function calmControlNote(disturbance: Disturbance, control: readonly ControlChange[]): Note {
  return { code: 'busy-machine', text: `${disturbanceMessage(disturbance)}, but it treated both arms alike: the control workload, the same code in both, measured ${controlFigures(control)}` };
}

function controlFigures(changes: readonly ControlChange[]): string {
  return changes.map(({ metric, change, pairs }) => `${signedPercent(change)} ${metric === 'wall' ? 'wall' : 'CPU'} time over ${plural(pairs, 'pair')}`).join(', ');
}

export function disturbanceMessage(disturbance: Disturbance): string {
  if (disturbance.code === 'steal') return `the hypervisor gave ${formatPercent(disturbance.share)} of the processor time to others during the run`;
  return `the machine was busy with other work (load ${formatNumber(disturbance.load)} on ${plural(disturbance.cpuCount, 'processor')})`;
}

/** A judgement that a guard has overruled: why, and what was measured nevertheless. */
export function guardedMessage(guard: string, message: string): string {
  return `${guard}; measured: ${message}`;
}

/** One sentence on a gate: what changed and how sure that is, or why there is no answer. */
export function gateMessage(workload: string, metric: Pick<ReportMetric, 'metric' | 'title' | 'unit' | 'base' | 'head' | 'change'>, verdict: Verdict, message: string): string {
  return isAnswer(verdict) ? `${changeSentence(workload, metric)}: ${message}` : `${workload}, ${lowerFirst(metric.title)}: ${message}`;
}

/** One sentence on a workload, from the metric that decided. */
export function workloadReason(workload: string, metric: Pick<ReportMetric, 'metric' | 'title' | 'unit' | 'base' | 'head' | 'change' | 'message'>, verdict: Verdict): string {
  if (verdict === 'pass') return `${workload}: nothing grew beyond its limit; largest change: ${lowerFirst(metric.title)} ${metric.change === null ? 'without a share' : signedPercent(metric.change)}`;
  return isAnswer(verdict) ? changeSentence(workload, metric) : `${workload}, ${lowerFirst(metric.title)}: ${metric.message}`;
}

function isAnswer(verdict: Verdict): boolean {
  return verdict === 'fail' || verdict === 'warn' || verdict === 'pass' || verdict === 'improved';
}

export const nothingGatedReason = 'no gate could be applied to the whole workload: nothing that they judge was measured';
export const onlyFunctionsReason = 'no gate judges the whole workload, only functions are judged';

/** How many stored builds could not be used. */
export function droppedBuildsNote(machines: number, work: number, empty: number): Note[] {
  const why = [machines > 0 ? [`${machines} of other machines`] : [], work > 0 ? [`${work} with other work`] : [], empty > 0 ? [`${empty} without samples`] : []].flat();
  return why.length === 0 ? [] : [{ code: 'builds-left-out', text: `stored builds left out of the comparison: ${why.join(', ')}` }];
}

/** What makes a comparison of two runs less sure without forbidding it. */
export function storedNotes(base: { readonly backend: string | null; readonly known: boolean }, head: { readonly backend: string | null; readonly known: boolean }): Note[] {
  const notes: Note[] = [];
  if (!base.known || !head.known) notes.push({ code: 'machine-unknown', text: `the ${base.known ? 'head' : 'base'} does not say on what machine it was measured: whether the two are comparable is not known` });
  if (base.backend !== null && head.backend !== null && base.backend !== head.backend) {
    notes.push({ code: 'measured-differently', text: `base was measured with ${base.backend}, head with ${head.backend}: memory and CPU time may mean slightly different things` });
  }
  return notes;
}

/** What would decide, the cheapest first: another metric, a longer workload, more pairs, a quieter machine. */
export function remedyNote(lead: Pick<ReportMetric, 'metric' | 'pairs' | 'pairsNeeded' | 'pairsNeededRange'>, fewest: number, calmer: boolean): Note {
  const needed = lead.pairsNeeded ?? fewest;
  if ((lead.pairs ?? 0) < fewest) return { code: 'to-decide', text: `to decide: measure ${formatCount(Math.max(fewest, needed))} pairs or more` };
  const instead = calmer ? 'gate on CPU time, which is decided already, ' : '';
  return { code: 'to-decide', text: `to decide: ${instead}make the workload longer, measure ${pairsText(Math.max(needed, lead.pairs ?? 0), lead.pairsNeededRange)}, or use a quieter machine` };
}

export const unpairedNote: Note = { code: 'not-paired', text: 'base and head were not measured in pairs: the comparison only advises' };

export const noBaselineReason = 'nothing to compare with: this run has no base';
export const failedReason = 'the run failed and does not say why';
export const noBuildsReason = 'nothing to compare with: there is no comparable stored build';
export const noSamplesReason = 'nothing to compare: no sample was measured';

/** Why a comparison could not be made, where no metric says it better. */
export function emptyArmReason(arm: 'base' | 'head', failed: number): string {
  return failed > 0 ? `the ${arm} has no sample that ended well (${plural(failed, 'sample')} failed): nothing to compare` : `the ${arm} has no samples: nothing to compare`;
}

export function noPairsReason({ failed, incomplete, repeated }: Sides): string {
  return `no complete pair was measured (${failed} failed, ${incomplete} incomplete, ${repeated} with a number used twice): nothing to compare`;
}

/** What was left out of a comparison. */
export function droppedNotes({ paired, failed, incomplete, repeated }: Sides): Note[] {
  const notes: Note[] = [];
  const noun = paired ? 'pair' : 'sample';
  if (failed > 0) notes.push({ code: 'failed-pairs', text: `${plural(failed, noun)} left out of the comparison: ${paired ? 'a half of each' : 'each'} failed` });
  if (incomplete > 0) notes.push({ code: 'incomplete-pairs', text: `${plural(incomplete, 'pair')} left out of the comparison: one half is missing` });
  if (repeated > 0) notes.push({ code: 'repeated-pairs', text: `${plural(repeated, 'pair')} left out of the comparison: the same number is used twice` });
  return notes;
}

/** What the gates did to the build: "Gate: FAIL (exit 1)". */
export function gateSentence({ result, verdict, gates }: Pick<GateOutcome, 'result' | 'verdict' | 'gates'>): string {
  if (gates.length === 0 && result === 'pass') return 'Gate: not applied (exit 0)';
  switch (result) {
    case 'failure':
      return verdict === 'failed' ? 'Gate: FAIL, the workload failed (exit 3)' : 'Gate: FAIL (exit 1)';
    case 'unstable':
      return 'Gate: unstable (exit 0)';
    case 'note':
      return 'Gate: pass, with this note (exit 0)';
    case 'pass':
      return verdict === 'no-baseline' ? 'Gate: not applied (exit 0)' : 'Gate: pass (exit 0)';
  }
}

/** "9 pairs", "1 pair". */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
