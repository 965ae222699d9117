import { describeEnd, hasFailed } from '../analysis/workload-samples.ts';
import type { GateResult } from '../model/comparison.ts';
import type { Note } from '../model/note.ts';
import type { BestLevel, ReportBuild, ReportMetric, Verdict } from '../model/report.ts';
import type { RunSample, WorkloadRun } from '../model/run-record.ts';
import { medianOf } from '../stats/summary.ts';
import { applyGuards, type Guards } from './apply-guards.ts';
import { controlChanges, disturbanceOf, machineDifferences, quietControl, workDifferences } from './guards.ts';
import { judgeHistoryMetrics } from './judge-history.ts';
import { bestLevel, creepShareOf, type BuildHistory } from './build-history.ts';
import { judgePairedMetrics } from './judge-paired.ts';
import { judgeRounds, samplesOfRound, splitRounds, type JudgedCase } from './judge-rounds.ts';
import { judgeStoredMetrics } from './judge-stored.ts';
import { caseOf, reportMetric, withoutFigures, type MetricCase, type MetricJudgement } from './judged-metric.ts';
import {
  baseFailedMessage, calmControlNote, creepNote, droppedBuildsNote, droppedNotes, emptyArmReason, failedReason, gateMessage, machineMessage, noBaselineReason, noBuildsReason, noPairsReason, noSamplesReason,
  notMeasuredMessage, nothingGatedReason, onlyFunctionsReason, remedyNote, schemaMessage, storedNotes, unpairedNote, workloadReason, workloadsMessage,
} from './messages.ts';
import { worstVerdict } from './outcome.ts';
import { isProfileGate, reportMetricNames } from './gate-metrics.ts';
import type { GateRule, GateRules } from './rules.ts';
import { metricSides, samplesOf, sidesApart, sidesOfRun, type MetricSides, type Sides } from './sides.ts';

/** What the gates say of one workload. */
export interface JudgedWorkload {
  readonly verdict: Verdict;
  /** One sentence: why. */
  readonly reason: string;
  readonly metrics: readonly ReportMetric[];
  /** One row per gate on the whole workload. */
  readonly gates: readonly GateResult[];
  readonly notes: readonly Note[];
}

/**
 * Judges a run. Without `base` its own arms are compared, by pairs; with `base` the heads of both runs are, which only advises.
 * `control` are samples of a workload that is the same code in both arms. Never throws for odd samples: they get a reason.
 */
export function judgeRuns(head: WorkloadRun, base: WorkloadRun | null, rules: GateRules, control: readonly RunSample[] = []): JudgedWorkload {
  const early = judgeHeadAlone(head, rules);
  if (early !== null) return early;
  const heads = samplesOf(head.samples, 'head');
  const bases = base === null ? samplesOf(head.samples, 'base') : samplesOf(base.samples, 'head');
  if (base === null && bases.length === 0) return unjudged(head, rules, 'no-baseline', heads.length === 0 ? noSamplesReason : noBaselineReason);
  const rounds = base === null ? splitRounds(head.samples) : null;
  const whole = base === null ? sidesOfRun(head.samples) : sidesApart(bases, heads);
  const sides = rounds === null ? whole : sidesOfRun(rounds.second);
  if (sides.base.length === 0 || sides.head.length === 0) return unjudged(head, rules, 'not-comparable', emptyReason(sides, bases, heads), droppedNotes(sides));
  const all = metricSides(sides);
  const cases = casesOf(all, rules);
  const alone = sides.paired ? judgePairedMetrics(cases, rules) : judgeStoredMetrics(cases, rules);
  const judgements = rounds === null ? alone : judgeRounds(judgeSeries(rounds.first, rules), besideCases(cases, alone));
  const controls = rounds === null ? [control] : [samplesOfRound(control, 2), samplesOfRound(control, 1)];
  const disturbance = disturbanceOf(head.host, heads, rules) ?? (base === null ? null : disturbanceOf(base.host, bases, rules));
  // Load slows both halves of a pair alike, and a control in the same rotation shows where it does not; time that was stolen comes in bursts.
  const quiet = disturbance?.code === 'load' && sides.paired ? quietControl(controls[0] ?? [], rules) : null;
  const guards: Guards = {
    apart: whyApart(head, base ?? head),
    work: workDifferences(whole, gatedCounters(rules), rules),
    control: controls.flatMap((each) => controlChanges(each, rules)),
    disturbance: quiet === null ? disturbance : null,
  };
  const calm = quiet === null || disturbance === null ? [] : [calmControlNote(disturbance, quiet)];
  const notes = [...calm, ...droppedNotes(whole), ...(base === null ? (sides.paired ? [] : [unpairedNote]) : storedNotes(asStored(base), asStored(head)))];
  return assemble(nameOf(head), all, cases, cases.map((each, place) => applyGuards(each, judgements[place] as MetricJudgement, guards)), rules, notes);
}

function judgeSeries(samples: readonly RunSample[], rules: GateRules): JudgedCase[] {
  const cases = casesOf(metricSides(sidesOfRun(samples)), rules);
  return besideCases(cases, judgePairedMetrics(cases, rules));
}

function besideCases(cases: readonly MetricCase[], judgements: readonly MetricJudgement[]): JudgedCase[] {
  return cases.map((metricCase, place) => ({ metricCase, judgement: judgements[place] as MetricJudgement }));
}

/**
 * Judges a run against stored builds, oldest first. `rerun` is a second run of the same head, which confirms a failure. Builds of other
 * machines, or with other work, are left out.
 */
export function judgeHistory(head: WorkloadRun, history: readonly WorkloadRun[], rules: GateRules, rerun: WorkloadRun | null = null): JudgedWorkload {
  const again = rerun === null ? [] : samplesOf(rerun.samples, 'head').map((sample) => ({ ...sample, round: 2 }));
  return judgeBuilds({ ...head, samples: [...head.samples, ...again] }, historyOf(head, history, rules), rules);
}

/** Judges a run against the medians of stored builds. Samples of a second round are those of a second run, which confirms a failure. */
export function judgeBuilds(head: WorkloadRun, history: BuildHistory, rules: GateRules): JudgedWorkload {
  const early = judgeHeadAlone(head, rules);
  if (early !== null) return early;
  const heads = samplesOf(samplesOfRound(head.samples, 1), 'head');
  const now = sidesApart([], heads).head;
  if (now.length === 0) return unjudged(head, rules, 'not-comparable', emptyReason(sidesApart([], heads), [], heads));
  if (history.builds.length === 0) return unjudged(head, rules, 'no-baseline', noBuildsReason, history.notes);
  const again = metricSides(sidesApart([], samplesOf(samplesOfRound(head.samples, 2), 'head')));
  const all = metricSides(sidesApart([], heads)).map((sides) => ({ ...sides, base: history.values.get(sides.measure.metric) ?? [] }));
  const cases = casesOf(all, rules);
  const judgements = judgeHistoryMetrics(cases.map((metricCase) => ({ metricCase, rerun: medianOf(valuesIn(again, metricCase.sides)) })), rules);
  const guards: Guards = { apart: null, work: [], control: [], disturbance: disturbanceOf(head.host, heads, rules) };
  const crept = judgements.map((judgement, place) => withCreep(cases[place] as MetricCase, judgement, history, rules));
  const worst = crept.flatMap(({ creep }) => creep ?? []).sort((a, b) => b.share - a.share)[0];
  const notes = worst === undefined ? history.notes : [...history.notes, worst.note];
  return assemble(nameOf(head), all, cases, cases.map((each, place) => applyGuards(each, crept[place]?.judgement as MetricJudgement, guards)), rules, notes);
}

/** What rose too slowly for any single build to show it. */
function withCreep(metricCase: MetricCase, judgement: MetricJudgement, history: BuildHistory, rules: GateRules): { judgement: MetricJudgement; creep: { share: number; note: Note } | null } {
  const found = creepShareOf(metricCase, history, rules);
  if (found === null) return { judgement, creep: null };
  const note = creepNote(metricCase.sides.measure, found.share, found.level);
  const isWorst = judgement.verdict !== 'pass' && judgement.verdict !== 'inconclusive';
  return { judgement: isWorst ? judgement : { ...judgement, verdict: 'warn', told: note.text, message: `${note.text}; ${judgement.message}` }, creep: { share: found.share, note } };
}

/** The runs among `history`, oldest first, that can be compared with the head, and how many could not. */
export function comparableRuns(head: WorkloadRun, history: readonly WorkloadRun[], rules: GateRules): { runs: WorkloadRun[]; notes: Note[] } {
  const left = { machines: 0, work: 0, empty: 0 };
  const now = sidesApart([], samplesOf(samplesOfRound(head.samples, 1), 'head')).head;
  const runs = history.filter((run) => {
    const then = sidesApart(now, samplesOf(run.samples, 'head'));
    if (whyApart(head, run) !== null) left.machines++;
    else if (then.head.length === 0 || run.status === 'failed') left.empty++;
    else if (workDifferences(then, gatedCounters(rules), rules).length > 0) left.work++;
    else return true;
    return false;
  });
  return { runs, notes: droppedBuildsNote(left.machines, left.work, left.empty) };
}

/** The builds that can be compared as their medians: the last ones, and the best level that any of them held. */
export function historyOf(head: WorkloadRun, history: readonly WorkloadRun[], rules: GateRules): BuildHistory {
  const { runs, notes } = comparableRuns(head, history, rules);
  const builds = runs.map(({ file, startedAt = null, headSha = null, samples }): ReportBuild => ({ file, startedAt: startedAt ?? samples[0]?.startedAt ?? null, sha: headSha }));
  const sides = runs.map((run) => metricSides(sidesApart([], samplesOf(run.samples, 'head'))));
  const names = [...new Set(sides.flatMap((build) => build.map(({ measure }) => measure.metric)))];
  const values = new Map<string, readonly number[]>();
  const best: BestLevel[] = [];
  for (const metric of names) {
    const known = sides.flatMap((build, place) => {
      const median = medianOf(build.find(({ measure }) => measure.metric === metric)?.head ?? []);
      return median === null ? [] : [{ median, build: builds[place] as ReportBuild }];
    });
    values.set(metric, known.slice(-rules.historyBuilds).map(({ median }) => median));
    const level = bestLevel(metric, known.map(({ median }) => median), known.map(({ build }) => build));
    if (level !== null) best.push(level);
  }
  return { builds: builds.slice(-rules.historyBuilds), values, best, notes };
}

function valuesIn(build: readonly MetricSides[], { measure }: MetricSides): readonly number[] {
  return build.find(({ measure: { metric } }) => metric === measure.metric)?.head ?? [];
}

function judgeHeadAlone(head: WorkloadRun, rules: GateRules): JudgedWorkload | null {
  const heads = samplesOf(head.samples, 'head');
  const bases = samplesOf(head.samples, 'base');
  const bad = heads.filter(hasFailed);
  const first = bad[0];
  // What is left of such a run is not what the workload does.
  const mostFailed = heads.length > 0 && bad.length * 2 >= heads.length;
  // A run that failed in its base only says nothing against the head.
  const failedByBase = bad.length === 0 && heads.length > 0 && bases.some(hasFailed);
  if (!mostFailed && (head.status !== 'failed' || failedByBase)) return null;
  const reason = head.failure ?? (first === undefined ? failedReason : `${bad.length === 1 ? '' : `${bad.length} samples failed, the first one: `}sample ${heads.indexOf(first) + 1} of ${heads.length} ${describeEnd(first)}`);
  return unjudged(head, rules, 'failed', reason);
}

/** Every gate gets the same answer, which no figures are needed for. */
function unjudged(head: WorkloadRun, rules: GateRules, verdict: Verdict, reason: string, notes: readonly Note[] = []): JudgedWorkload {
  const sides = metricSides(sidesApart([], samplesOf(head.samples, 'head')));
  return {
    verdict,
    reason,
    metrics: sides.flatMap((each) => reportMetric(each, withoutFigures(verdict, verdict === 'no-baseline' ? '' : reason))),
    gates: workloadGates(rules).map((gate) => gateRow(nameOf(head), gate, verdict, `${nameOf(head)}: ${reason}`)),
    notes,
  };
}

function emptyReason(sides: Sides, bases: readonly RunSample[], heads: readonly RunSample[]): string {
  if (heads.every(hasFailed)) return emptyArmReason('head', heads.length);
  if (bases.every(hasFailed)) return emptyArmReason('base', bases.length);
  return noPairsReason(sides);
}

function whyApart(head: WorkloadRun, base: WorkloadRun): string | null {
  const foreign = head.foreignSchema ?? base.foreignSchema;
  if (foreign !== undefined) return schemaMessage(foreign);
  if (base !== head && base.status === 'failed') return baseFailedMessage(base.failure);
  if (head.workload !== null && base.workload !== null && head.workload !== base.workload) return workloadsMessage(base.workload, head.workload);
  const differences = machineDifferences(base.host, head.host);
  return differences.length === 0 ? null : machineMessage(differences);
}

function asStored({ backend, host }: WorkloadRun): { backend: string | null; known: boolean } {
  return { backend, known: host !== null };
}

function workloadGates({ gates }: GateRules): GateRule[] {
  return gates.filter((gate) => !isProfileGate(gate));
}

function gatedCounters(rules: GateRules): ReadonlySet<string> {
  return new Set(workloadGates(rules).flatMap(({ metric }) => (metric.startsWith('counter:') ? [metric.slice('counter:'.length)] : [])));
}

/** Each metric with each of its gates, or with none. */
function casesOf(all: readonly MetricSides[], rules: GateRules): MetricCase[] {
  return all.flatMap((sides) => {
    const gates = workloadGates(rules).filter(({ metric }) => reportMetricNames(metric).includes(sides.measure.metric));
    return (gates.length === 0 ? [null] : gates).map((gate) => caseOf(sides, all, gate));
  });
}

function assemble(name: string, all: readonly MetricSides[], cases: readonly MetricCase[], judgements: readonly MetricJudgement[], rules: GateRules, notes: readonly Note[]): JudgedWorkload {
  const judged = cases.map((metricCase, place) => ({ ...metricCase, judgement: judgements[place] as MetricJudgement }));
  const metrics = all.flatMap((sides) => {
    const own = judged.filter((each) => each.sides === sides);
    const worst = worstVerdict(own.map(({ judgement }) => judgement.verdict));
    const shown = own.find(({ judgement }) => judgement.verdict === worst)?.judgement;
    return shown === undefined ? [] : reportMetric(sides, shown);
  });
  const gates = workloadGates(rules).flatMap((gate) => {
    const found = judged.find((each) => each.gate === gate);
    if (found !== undefined) return [gateRow(name, gate, found.judgement.verdict, gateMessage(name, rowOf(found.sides, found.judgement), found.judgement.verdict, found.judgement.message))];
    return rules.chosen ? [gateRow(name, gate, 'inconclusive', `${name}: ${notMeasuredMessage(gate.metric)}`)] : [];
  });
  if (gates.length === 0) return { verdict: 'inconclusive', reason: `${name}: ${workloadGates(rules).length === 0 ? onlyFunctionsReason : nothingGatedReason}`, metrics, gates, notes };
  const verdict = worstVerdict(gates.map((gate) => gate.verdict));
  const gated = judged.filter(({ gate }) => gate !== null).map(({ sides, judgement }) => ({ ...rowOf(sides, judgement), ...judgement }));
  const size = ({ change }: MetricJudgement): number => Math.abs(change ?? 0);
  const deciding = gated.filter((each) => each.verdict === verdict).sort((a, b) => size(b) - size(a));
  // The same metric speaks here as on the page; where nothing grew the largest change does.
  const lead = (verdict === 'pass' ? undefined : deciding.find(({ metric }) => metric === 'wall')) ?? deciding[0];
  const cpu = gated.find(({ metric }) => metric === 'cpu')?.verdict;
  const calmer = lead?.metric === 'wall' && (cpu === 'pass' || cpu === 'improved');
  // Only pairs tell how many more of them would decide.
  const remedy = verdict === 'inconclusive' && lead !== undefined && lead.pairs !== null && lead.pairsNeeded !== null ? [remedyNote(lead, fewestPairs(gated.length, rules), calmer)] : [];
  return { verdict, reason: lead === undefined ? (gates.find((gate) => gate.verdict === verdict)?.message ?? '') : reasonOf(name, lead, verdict), metrics, gates, notes: [...notes, ...remedy] };
}

function reasonOf(name: string, lead: Parameters<typeof workloadReason>[1] & Pick<MetricJudgement, 'told'>, verdict: Verdict): string {
  return verdict === 'warn' && lead.told !== undefined ? `${name}: ${lead.told}` : workloadReason(name, lead, verdict);
}

/** Fewest pairs that can be certain enough at one of the looks. */
function fewestPairs(comparisons: number, { alpha, looks, workloads }: GateRules): number {
  return Math.ceil(-Math.log2(alpha / looks / workloads / Math.max(1, comparisons)));
}

function rowOf({ measure: { metric, title, unit }, base, head }: MetricSides, { change }: MetricJudgement): Pick<ReportMetric, 'metric' | 'title' | 'unit' | 'base' | 'head' | 'change'> {
  return { metric, title, unit, base: medianOf(base), head: medianOf(head), change };
}

function gateRow(workload: string, { metric, criticality, threshold, function: name }: GateRule, verdict: Verdict, message: string): GateResult {
  return { workload, metric, function: name, verdict, criticality, threshold, message };
}

function nameOf({ workload, file }: WorkloadRun): string {
  const parts = file.split('/');
  return workload ?? parts[parts.length - 2] ?? 'workload';
}
