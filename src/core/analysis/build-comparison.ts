import { historyOf, judgeBuilds, judgeRuns } from '../gate/judge-runs.ts';
import { isProfileGate } from '../gate/gate-metrics.ts';
import { gateOutcome, worstVerdict } from '../gate/outcome.ts';
import { rulesFor, type GateRules } from '../gate/rules.ts';
import type { BuildHistory } from '../gate/build-history.ts';
import type { GateOutcome, GateResult, ProfileComparison } from '../model/comparison.ts';
import type { Note } from '../model/note.ts';
import type { LimitHit, ReportWorkload, Verdict } from '../model/report.ts';
import type { WorkloadRun } from '../model/run-record.ts';
import { applyAccepted, bareMetric, idleAccepted, type AcceptedRegression } from './accepted-regressions.ts';
import type { BuildOptions, ReadFile } from './build-report-input.ts';
import { chooseBuilds, chooseHeads, isHistory, profiledRuns, type ChosenBuilds } from './chosen-builds.ts';
import { compareGroups, type GroupedComparison, type PlacedProfile } from './comparison-of-groups.ts';
import { hasBase, RunPlaces, workloadName } from './comparison-groups.ts';
import { functionLevel, judgeFunctionGates } from './function-gates.ts';
import { culpritsOf, explainingFirst } from './comparison-culprits.ts';
import { focusProfile } from './focus.ts';
import { RecordedProfiles } from './workload-profiles.ts';
import { runsOf } from './workloads.ts';

/** What a report is compared with, and by which rules. */
export interface CompareRequest {
  /** Files of a stored base; null where runs that measured a base themselves are judged by it. */
  readonly base: readonly ReadFile[] | null;
  /** True where a run's own base, measured beside it, is better than the stored one. */
  readonly preferPairs: boolean;
  /** Rules of a workload; '' for profiles of none. */
  readonly rulesOf: (workload: string) => GateRules;
  readonly accepted: readonly AcceptedRegression[];
  /** Day of the judgement, YYYY-MM-DD: acceptances run out. */
  readonly today: string;
  /** Verdicts that new thresholds cannot change, by workload, and comparisons that were stored: for a report that is judged again. */
  readonly stored: { readonly settled: ReadonlyMap<string, { readonly verdict: Verdict; readonly reason: string }>; readonly comparisons: readonly ProfileComparison[]; readonly histories?: ReadonlyMap<string, BuildHistory> } | null;
}

/** Judges only runs that hold their own base, by the default gates. */
export const ownBaseOnly: CompareRequest = { base: null, preferPairs: true, rulesOf: () => rulesFor([]), accepted: [], today: '', stored: null };

/** The head as the report shows it. `runs` and `workloads` are parallel; `profiles` holds those of both arms. */
export interface HeadSide {
  readonly runs: readonly WorkloadRun[];
  readonly workloads: readonly ReportWorkload[];
  readonly profiles: readonly PlacedProfile[];
}

export interface BuiltComparison {
  readonly workloads: readonly ReportWorkload[];
  readonly comparisons: readonly ProfileComparison[];
  readonly gate: GateOutcome;
  readonly verdict: Verdict;
  readonly limits: readonly LimitHit[];
  readonly notes: readonly Note[];
}

/** Judges the head against its base: workloads by their samples, functions by their profiles. Null where there is nothing to compare with. */
export function buildComparison(given: HeadSide, request: CompareRequest, options: BuildOptions): BuiltComparison | null {
  if (request.base === null && request.stored === null && !given.runs.some((run) => hasBase(run) || baseFailureOf(run) !== null) && !given.profiles.some(({ arm }) => arm === 'base')) return null;
  const rulesOf = request.rulesOf;
  const stored = baseSide(request, options);
  const heads = chooseHeads(given.runs, (run) => chosenFor(run, given.runs, stored.runs, request));
  const head: HeadSide = { ...given, runs: heads.map(({ run }) => run), workloads: heads.length === given.runs.length ? given.workloads : heads.flatMap(({ place }) => given.workloads[place] ?? []) };
  const base = { ...stored, profiles: profilesOf(stored, heads.map(({ builds }) => builds)) };
  const wanted = [...new Set(['', ...head.runs.map(workloadName)])].flatMap((name) => rulesOf(name).gates.filter(isProfileGate).flatMap((gate) => gate.function ?? []));
  const compared = request.stored === null ? compareGroups(request.base === null ? null : base.profiles, head.profiles, request.preferPairs, wanted, options) : { groups: storedGroups(request.stored.comparisons), limits: [], notes: [] };
  const gates: GateResult[] = [];
  const idle: Note[] = [];
  const workloads = head.workloads.map((workload, index) => {
    const run = head.runs[index];
    if (run === undefined || workload.verdict === 'failed') return workload;
    const judged = judgeWorkload(run, workload, heads[index]?.builds ?? null, base.runs, request);
    const own = compared.groups.filter(({ group }) => group === workload.name || group === null).map(({ comparison }) => comparison);
    const profileGates = judged.compared ? judgeFunctionGates(rulesOf(workload.name).gates, own, workload.name, (name) => isThere(name, workload.name, head.profiles)) : [];
    const [all, level] = [[...judged.gates, ...profileGates], levelOf(judged.workload, own)];
    gates.push(...applyAccepted(all, request.accepted, level, request.today));
    if (judged.compared) idle.push(...idleAccepted(request.accepted, all, workload.name, level));
    return { ...judged.workload, culprits: culpritsOf(judged.workload, own) };
  });
  const all = compared.groups.map(({ comparison }) => comparison);
  if (head.workloads.length === 0) {
    const profileGates = judgeFunctionGates(rulesOf('').gates, all, '', (name) => isThere(name, null, head.profiles));
    gates.push(...applyAccepted(profileGates, request.accepted, levelOf(null, all), request.today));
  }
  const raised = workloads.map((workload) => withProfileGates(workload, gates));
  const alone = workloads.length === 0 && gates.length === 0;
  const verdicts: Verdict[] = alone ? [base.profiles.length === 0 && all.length === 0 ? 'no-baseline' : 'inconclusive'] : raised.map(({ verdict }) => verdict);
  const gate = gateOutcome(gates, verdicts, rulesOf);
  return {
    workloads: raised,
    comparisons: explainingFirst(all, raised),
    gate,
    verdict: gate.verdict,
    limits: compared.limits,
    notes: [...base.notes, ...compared.notes, ...idle, ...(!alone ? [] : all.length > 0 ? [profilesAlone] : base.notes.length === 0 && head.profiles.length > 0 ? [nothingInCommon] : [])],
  };
}

/** Profiles say who did it; whether it got slower is not theirs to say, since profilers slow programs down. */
const profilesAlone: Note = { code: 'profiles-alone', text: 'profiles alone name functions; measure with perf-report run --base to judge' };

const nothingInCommon: Note = { code: 'nothing-in-common', text: 'base and head have nothing in common that could be compared: give measured runs on both sides, or profiles of the same profiler' };

interface BaseSide {
  readonly runs: readonly WorkloadRun[];
  readonly profiles: readonly PlacedProfile[];
  /** The run that a profile is of, by the profile's file. */
  readonly runOf: (file: string) => string | null;
  readonly notes: readonly Note[];
}

/** Null where the base that a run measured itself is better, or there is no stored one. */
function chosenFor(run: WorkloadRun, heads: readonly WorkloadRun[], bases: readonly WorkloadRun[], { base, preferPairs, rulesOf }: CompareRequest): ChosenBuilds | null {
  return base === null || (hasBaseSamples(run) && preferPairs) ? null : chooseBuilds(run, heads, bases, rulesOf(workloadName(run)));
}

/** Of several stored runs of a workload those of the builds that are compared, the newest ones. */
function profilesOf({ profiles, runs, runOf }: BaseSide, chosen: readonly (ChosenBuilds | null)[]): readonly PlacedProfile[] {
  const files = profiledRuns(chosen);
  if (files.size === 0 || runs.length === 1) return profiles;
  return profiles.filter(({ side }) => {
    const run = runOf(side.file);
    return run === null || files.has(run);
  });
}

function baseSide({ base }: CompareRequest, options: BuildOptions): BaseSide {
  if (base === null) return { runs: [], profiles: [], runOf: () => null, notes: [] };
  const runs = runsOf(base);
  const places = new RunPlaces(runs, new RecordedProfiles(runs));
  const profiles = base.flatMap(({ file, format, set }) => {
    const { group, arm } = places.placeOf(file);
    // The base of the base is not what was asked for.
    return set === null || arm === 'base' ? [] : set.profiles.map((profile): PlacedProfile => ({ group, arm: 'base', side: { file, format: format ?? '', profile: focusProfile(profile, options) } }));
  });
  const empty = runs.length + profiles.length === 0;
  return { runs, profiles, runOf: (file) => places.runOf(file), notes: empty ? [{ code: 'empty-base', text: 'neither a profile nor a run was read from the base: there is nothing to compare with' }] : [] };
}

interface JudgedOne {
  readonly workload: ReportWorkload;
  readonly gates: readonly GateResult[];
  /** False where there is no base. */
  readonly compared: boolean;
}

function judgeWorkload(run: WorkloadRun, workload: ReportWorkload, builds: ChosenBuilds | null, bases: readonly WorkloadRun[], { base, preferPairs, rulesOf, stored }: CompareRequest): JudgedOne {
  const settled = stored?.settled.get(workload.name);
  const own = hasBaseSamples(run);
  const found = builds;
  const partner = found?.runs[found.runs.length - 1] ?? null;
  const apart = found !== null && partner !== null;
  const rules = rulesOf(workload.name);
  const head = apart ? headOnly(run) : run;
  const history = isHistory(found) ? historyOf(headOnly(run), found.runs.map(headOnly), rules) : (stored?.histories?.get(workload.name) ?? null);
  const judged = history !== null ? judgeBuilds(headOnly(run), history, rules) : judgeRuns(base !== null && !apart && !(own && preferPairs) ? headOnly(run) : head, apart ? headOnly(partner) : null, rules, apart ? [] : run.control);
  const compared = apart || history !== null || (own && (base === null || preferPairs));
  const failure = own ? null : baseFailureOf(run);
  const missing = base !== null ? (found?.notes.find(({ code }) => code === 'head-in-base') === undefined ? missingBase(workload.name, bases) : onlyItself) : failure === null ? null : `nothing to compare with: ${failure}`;
  const isMissing = !compared && missing !== null && judged.verdict === 'no-baseline';
  // A base that was asked for and failed must not hide behind other workloads that passed.
  const judgedVerdict: Verdict = isMissing && base === null ? 'not-comparable' : judged.verdict;
  const verdict = settled?.verdict ?? judgedVerdict;
  const reason = settled !== undefined && settled.verdict !== judged.verdict ? settled.reason : isMissing ? missing : judged.reason;
  const ignored: Note[] = base === null || !own ? [] : preferPairs ? [{ code: 'baseline-not-used', text: 'this run measured its base itself, which is the better comparison: the stored baseline was not used' }] : [{ code: 'own-base-not-used', text: 'this run measured a base of its own too, which is not compared here' }];
  return {
    workload: {
      ...workload,
      verdict,
      reason,
      metrics: compared ? judged.metrics : workload.metrics,
      // Both sides, so that other thresholds can be tried without running again.
      samples: history !== null ? headOnly(run).samples : apart ? [...asBase(partner), ...head.samples.map((sample) => ({ ...sample, pair: null }))] : run.samples,
      ...(history === null ? {} : { history: { builds: history.builds, best: history.best } }),
      ...(apart || history !== null || run.control === undefined || run.control.length === 0 ? {} : { control: run.control }),
      ...((run.baseRef ?? null) === null ? {} : { baseRef: run.baseRef as string }),
      notes: [...ignored, ...(found?.notes ?? []), ...judged.notes, ...workload.notes.filter(({ code }) => code !== 'busy-machine' || !judged.notes.some((note) => note.code === code))],
    },
    gates: verdict === judged.verdict ? judged.gates : judged.gates.map((gate) => ({ ...gate, verdict, message: isMissing ? `${workload.name}: ${reason}` : reason })),
    compared,
  };
}

const onlyItself = 'nothing to compare with: the base holds no other run of this workload than the one that is judged';

function missingBase(name: string, bases: readonly WorkloadRun[]): string {
  const names = [...new Set(bases.map(workloadName))];
  const shown = names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
  return names.length === 0 ? 'nothing to compare with: the base holds no measured run' : `nothing to compare with: the base holds no run of ${name}, only of ${shown}`;
}

function hasBaseSamples({ samples }: WorkloadRun): boolean {
  return samples.some(({ arm, warmup }) => arm === 'base' && !warmup);
}

/** Why the base of a run could not be measured; null where it was, or none was asked for. */
function baseFailureOf(run: WorkloadRun): string | null {
  const { baseFailure = null, baseRef = null } = run;
  return baseFailure ?? (baseRef === null || hasBase(run) ? null : `no sample of the base ${baseRef} is in it`);
}

function headOnly(run: WorkloadRun): WorkloadRun {
  return { ...run, samples: run.samples.filter(({ arm }) => arm === 'head') };
}

function asBase(run: WorkloadRun): WorkloadRun['samples'] {
  return headOnly(run).samples.map((sample) => ({ ...sample, arm: 'base', pair: null }));
}

/** A gate on calls or on a function that fails makes its workload fail; where no other gate is applied these decide. */
function withProfileGates(workload: ReportWorkload, all: readonly GateResult[]): ReportWorkload {
  const gates = all.filter((gate) => gate.workload === workload.name);
  const own = gates.filter(isProfileGate);
  const decide = own.length === gates.length ? own : own.filter(({ verdict }) => verdict === 'fail');
  const worst = worstVerdict(own.length === gates.length ? own.map(({ verdict }) => verdict) : [workload.verdict, ...decide.map(({ verdict }) => verdict)]);
  const because = decide.find(({ verdict }) => verdict === worst);
  return workload.verdict === 'failed' || worst === workload.verdict || because === undefined ? workload : { ...workload, verdict: worst, reason: because.message };
}

function levelOf(workload: ReportWorkload | null, comparisons: readonly ProfileComparison[]): (gate: GateResult) => number | null {
  return (gate) => {
    if (isProfileGate(gate)) return functionLevel(gate, comparisons);
    const names = [gate.metric, bareMetric(gate.metric), `counter/${bareMetric(gate.metric)}`];
    return workload?.metrics.find(({ metric }) => names.includes(metric))?.head ?? null;
  };
}

/** True where a profile of the head holds a function of that name, or, where several workloads were profiled, one of that workload. */
function isThere(name: string, group: string | null, profiles: readonly PlacedProfile[]): boolean {
  return profiles.some((placed) => {
    if (placed.arm === 'base' || (group !== null && placed.group !== group && placed.group !== '')) return false;
    const { frames } = placed.side.profile;
    return frames.name.some((each) => each === name || each.endsWith(`.${name}`));
  });
}

function storedGroups(comparisons: readonly ProfileComparison[]): GroupedComparison[] {
  return comparisons.map((comparison) => ({ group: null, comparison }));
}
