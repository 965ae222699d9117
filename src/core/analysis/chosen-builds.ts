import { comparableRuns } from '../gate/judge-runs.ts';
import type { GateRules } from '../gate/rules.ts';
import { samplesOf } from '../gate/sides.ts';
import type { Note } from '../model/note.ts';
import type { WorkloadRun } from '../model/run-record.ts';
import { workloadName } from './comparison-groups.ts';

/** What a run of the head is compared with: nothing, one stored build, or several, oldest first. */
export interface ChosenBuilds {
  readonly runs: readonly WorkloadRun[];
  readonly notes: readonly Note[];
  /** Runs of the workload that the base holds, the head itself left out. */
  readonly found: number;
}

/**
 * The stored builds of the head's workload: never the head itself, each once, those of other machines or with other work left out, the
 * last ones by time. Where none is left the newest of those stands for them, so that the verdict says why. Where each side has one run they are
 * set beside each other whatever they are called.
 */
export function chooseBuilds(head: WorkloadRun, heads: readonly WorkloadRun[], bases: readonly WorkloadRun[], rules: GateRules): ChosenBuilds {
  const name = workloadName(head);
  const named = bases.filter((run) => workloadName(run) === name);
  const same = named.length === 0 && heads.length === 1 && bases.length === 1 ? bases : named;
  const others = same.filter((run) => !heads.some((each) => isSameRun(each, run)));
  const builds = oldestFirst(withoutRepeats(others));
  const self: Note[] = others.length < same.length ? [{ code: 'head-in-base', text: 'the base holds the run that is judged too: it is not compared with itself' }] : [];
  if (builds.length < 2) return { runs: builds, notes: self, found: builds.length };
  const { runs, notes } = comparableRuns(head, builds, rules);
  const [newest] = builds.slice(-1);
  if (runs.length === 0) return { runs: newest === undefined ? [] : [newest], notes: [...self, ...notes], found: builds.length };
  return { runs: runs.slice(-mostBuilds), notes: [...self, ...notes], found: builds.length };
}

/** The best level is looked for in more builds than the judgement. */
const mostBuilds = 500;

/** The same measurement, however it got here: by the time of its first sample, of its start, or by its very samples. */
export function isSameRun(one: WorkloadRun, other: WorkloadRun): boolean {
  if (workloadName(one) !== workloadName(other)) return false;
  const [samples, others] = [samplesOf(one.samples, 'head'), samplesOf(other.samples, 'head')];
  const [first, otherFirst] = [samples[0]?.startedAt ?? null, others[0]?.startedAt ?? null];
  if (first !== null && otherFirst !== null) return first === otherFirst;
  const [start, otherStart] = [one.startedAt ?? null, other.startedAt ?? null];
  if (start !== null && otherStart !== null) return start === otherStart;
  // A time that only one of them tells is none that they share.
  if ((first ?? start) !== null || (otherFirst ?? otherStart) !== null) return false;
  const figures = (all: typeof samples): string => JSON.stringify(all.map(({ wallSeconds, cpuUserSeconds, peakRssBytes }) => [wallSeconds, cpuUserSeconds, peakRssBytes]));
  return samples.length > 0 && samples.length === others.length && figures(samples) === figures(others);
}

function withoutRepeats(runs: readonly WorkloadRun[]): WorkloadRun[] {
  const kept: WorkloadRun[] = [];
  for (const run of runs) if (!kept.some((each) => isSameRun(each, run))) kept.push(run);
  return kept;
}

/** When a run began, ISO 8601; without that what the name of its directory says, as 20261122T071500Z. */
export function startOf(run: WorkloadRun): string | null {
  const known = run.startedAt ?? samplesOf(run.samples, 'head')[0]?.startedAt ?? null;
  if (known !== null) return known;
  const [, year, month, day, hour, minute, second] = /(?:^|\/)(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(run.file) ?? [];
  return year === undefined ? null : `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
}

/** By time; where one of two does not say, by path. */
export function oldestFirst(runs: readonly WorkloadRun[]): WorkloadRun[] {
  const keyed = runs.map((run) => ({ run, start: startOf(run) }));
  const allSay = keyed.every(({ start }) => start !== null);
  const key = ({ run, start }: (typeof keyed)[number]): string => (allSay ? `${start} ${run.file}` : run.file);
  return keyed.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0)).map(({ run }) => run);
}

/** Profiles of so many builds tell how much a function differs from build to build. */
const profiledBuilds = 5;

/** Files of the stored runs whose profiles are those of the base: the newest ones of each workload. */
export function profiledRuns(chosen: readonly (ChosenBuilds | null)[]): ReadonlySet<string> {
  return new Set(chosen.flatMap((each) => (each === null ? [] : each.runs.slice(-profiledBuilds).map(({ file }) => file))));
}

/** A run of the head with its stored builds, and with the samples of a second run of the same commit as their second round. */
export interface ChosenHead {
  readonly run: WorkloadRun;
  readonly builds: ChosenBuilds | null;
  /** Place among the runs that were given. */
  readonly place: number;
}

/** Sets the stored builds beside each run of the head. Where there are several, a later run of the same commit is no workload of its own but confirms the earlier one. */
export function chooseHeads(heads: readonly WorkloadRun[], choose: (run: WorkloadRun) => ChosenBuilds | null): ChosenHead[] {
  const all = heads.map((run, place): ChosenHead => ({ run, builds: choose(run), place }));
  const order = oldestFirst(heads);
  const isRerun = ({ run, builds }: ChosenHead): boolean => isHistory(builds) && order.slice(0, order.indexOf(run)).some((each) => isSameCommit(each, run));
  return all.filter((each) => !isRerun(each)).map((each) => {
    const later = isHistory(each.builds) ? order.slice(order.indexOf(each.run) + 1).filter((run) => isSameCommit(each.run, run)) : [];
    const again = later[later.length - 1];
    if (again === undefined || each.builds === null) return each;
    const samples = samplesOf(again.samples, 'head').map((sample) => ({ ...sample, round: 2 }));
    const note: Note = { code: 'measured-again', text: `${again.file} is a later run of the same commit: it confirms this one, or does not` };
    return { ...each, run: { ...each.run, samples: [...each.run.samples.filter(({ round }) => round !== 2), ...samples] }, builds: { ...each.builds, notes: [...each.builds.notes, note] } };
  });
}

export function isHistory(builds: ChosenBuilds | null): builds is ChosenBuilds {
  return builds !== null && builds.runs.length > 1;
}

function isSameCommit(one: WorkloadRun, other: WorkloadRun): boolean {
  const sha = one.headSha ?? null;
  return sha !== null && sha === (other.headSha ?? null) && workloadName(one) === workloadName(other);
}
