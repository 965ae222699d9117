import { counterNames, counterOf } from '../analysis/workload-metrics.ts';
import { cpuSeconds } from '../analysis/workload-samples.ts';
import type { HostFacts, RunSample } from '../model/run-record.ts';
import { testRankSum } from '../stats/rank-sum.ts';
import { judgePairs, type PairsJudgement } from '../stats/sequential.ts';
import { medianOf } from '../stats/summary.ts';
import type { GateRules } from './rules.ts';
import { metricSides, sidesOfRun, type Sides } from './sides.ts';

/** A fact that differs between the machines of two runs. */
export interface FactDifference {
  readonly fact: string;
  readonly base: string;
  readonly head: string;
}

/** A counter of work whose values differ between the arms. */
export interface WorkDifference {
  readonly counter: string;
  readonly base: number;
  readonly head: number;
}

/** What disturbed a run: share of stolen time, or load on so many processors. */
export type Disturbance = { readonly code: 'steal'; readonly share: number } | { readonly code: 'load'; readonly load: number; readonly cpuCount: number };

/** How a control workload, the same code in both arms, changed: as a share. */
export interface ControlChange {
  readonly metric: 'wall' | 'cpu';
  readonly change: number;
  readonly pairs: number;
}

const facts: readonly (readonly [string, (host: HostFacts) => string | number | null])[] = [
  ['operating system', ({ os }) => os],
  ['architecture', ({ arch }) => arch],
  ['processor', ({ cpuModel }) => cpuModel],
  ['number of processors', ({ cpuCount }) => cpuCount],
  ['processor limit of the container', ({ cpuLimit }) => cpuLimit],
  ['memory limit of the container', ({ memoryLimitBytes }) => memoryLimitBytes],
];

/**
 * Facts in which the machines of two runs differ, where their fingerprints differ; without fingerprints, where the facts that are
 * known on both sides do. One row "fingerprint" where the difference lies in none of the facts. Empty for comparable machines.
 */
export function machineDifferences(base: HostFacts | null, head: HostFacts | null): FactDifference[] {
  if (base === null || head === null) return [];
  const hashed = base.fingerprint !== null && head.fingerprint !== null;
  if (hashed && base.fingerprint === head.fingerprint) return [];
  const known = facts.map(([fact, pick]) => [fact, pick(base), pick(head)] as const);
  const runtimes = [...new Set([...Object.keys(base.runtimes), ...Object.keys(head.runtimes)])].map((name) => [name, ownText(base.runtimes, name), ownText(head.runtimes, name)] as const);
  const differing = [...known, ...runtimes]
    .filter(([, one, other]) => one !== other && (hashed || (one !== null && other !== null)))
    .map(([fact, one, other]) => ({ fact, base: String(one ?? 'unknown'), head: String(other ?? 'unknown') }));
  if (differing.length > 0 || !hashed) return differing;
  return [{ fact: 'fingerprint', base: base.fingerprint.slice(0, 8), head: head.fingerprint.slice(0, 8) }];
}

function ownText(texts: Readonly<Record<string, string>>, name: string): string | null {
  return Object.hasOwn(texts, name) ? (texts[name] ?? null) : null;
}

/**
 * Counters that show different work in the arms: digests that are not equal, medians further apart than the tolerance in values that do not
 * overlap or differ by more than chance (1 %). Counters of one arm only tell nothing.
 */
export function workDifferences({ base, head }: Sides, judged: ReadonlySet<string>, { workTolerance }: GateRules): WorkDifference[] {
  return counterNames([...base, ...head]).flatMap((counter) => {
    if (judged.has(counter)) return [];
    const before = valuesOf(base, counter);
    const after = valuesOf(head, counter);
    if (before.length === 0 || after.length === 0) return [];
    const [one, other] = [medianOf(before) ?? 0, medianOf(after) ?? 0];
    const differs = isDigest(counter) ? new Set([...before, ...after]).size > 1 : differ(before, after, workTolerance);
    return differs ? [{ counter, base: one, head: other }] : [];
  });
}

function valuesOf(samples: readonly RunSample[], counter: string): number[] {
  return samples.map((sample) => counterOf(sample, counter)).filter((value) => value !== null).filter(Number.isFinite);
}

/** A number that stands for an output: near is not equal. */
function isDigest(counter: string): boolean {
  return /(?:^|[^a-z])digest$/i.test(counter);
}

function differ(before: readonly number[], after: readonly number[], tolerance: number): boolean {
  const [one, other] = [medianOf(before) ?? 0, medianOf(after) ?? 0];
  if (Math.abs(one - other) <= tolerance * Math.max(Math.abs(one), Math.abs(other))) return false;
  const [lowBefore, highBefore] = rangeOf(before);
  const [lowAfter, highAfter] = rangeOf(after);
  if (lowAfter > highBefore || lowBefore > highAfter) return true;
  const { pGreater, pLess } = testRankSum(before, after);
  return Math.min(pGreater, pLess) < 0.005;
}

function rangeOf(values: readonly number[]): readonly [number, number] {
  return values.reduce<readonly [number, number]>(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
}

/** How a control workload changed beyond the limit, in either direction, by wall and CPU time; empty where it did not, or there is none. */
export function controlChanges(control: readonly RunSample[], rules: GateRules): ControlChange[] {
  return judgeControl(control, rules).flatMap(({ change, verdict }) => (verdict === 'fail' || verdict === 'improved' ? [change] : []));
}

/**
 * How little a control workload changed by wall and CPU time, where it had pairs enough to show that the machine treated the arms differently
 * and did not; null where there is none, it had too few, or it moved, be it by chance.
 */
export function quietControl(control: readonly RunSample[], rules: GateRules): readonly ControlChange[] | null {
  const judged = judgeControl(control, rules);
  const still = judged.every(({ change, reason }) => reason !== 'too-few-pairs' && Math.abs(change.change) < controlLimit);
  return still && judged.some(({ change }) => change.metric === 'wall') ? judged.map(({ change }) => change) : null;
}

function judgeControl(control: readonly RunSample[], rules: GateRules): (Pick<PairsJudgement, 'verdict' | 'reason'> & { readonly change: ControlChange })[] {
  const sides = sidesOfRun(control);
  if (!sides.paired) return [];
  return metricSides(sides).flatMap(({ measure: { metric }, base, head, impossible }) => {
    if ((metric !== 'wall' && metric !== 'cpu') || impossible.length > 0 || base.length !== head.length || head.length === 0) return [];
    const logs = head.map((value, place) => Math.log(value) - Math.log(base[place] as number));
    const { verdict, reason, estimate, pairs } = judgePairs(logs, { fail: controlLimit, warn: controlLimit, alpha: rules.alpha, looks: rules.looks });
    return estimate === null ? [] : [{ verdict, reason, change: { metric, change: Math.expm1(estimate), pairs } }];
  });
}

const controlLimit = 0.1;

/**
 * What the machine was busy with beside the workload: others took more than the allowed share of time, more processes were ready than
 * there are processors before the run, or after it without the workload's own.
 */
export function disturbanceOf(host: HostFacts | null, samples: readonly RunSample[], { maxStealShare }: GateRules): Disturbance | null {
  if (host === null) return null;
  const { stealShare, loadBefore, loadAfter, cpuCount } = host;
  if (stealShare !== null && stealShare > maxStealShare) return { code: 'steal', share: stealShare };
  if (cpuCount === null) return null;
  if (loadBefore !== null && loadBefore > cpuCount) return { code: 'load', load: loadBefore, cpuCount };
  const others = loadAfter === null ? 0 : loadAfter - ownLoad(samples);
  return loadAfter !== null && loadAfter > cpuCount && others > cpuCount / 2 ? { code: 'load', load: loadAfter, cpuCount } : null;
}

/** Processors that the workload itself kept busy. */
function ownLoad(samples: readonly RunSample[]): number {
  const shares = samples.flatMap((sample) => {
    const cpu = cpuSeconds(sample);
    return cpu === null || sample.wallSeconds === null || !(sample.wallSeconds > 0) || !(cpu >= 0) ? [] : [cpu / sample.wallSeconds];
  });
  return Math.max(1, medianOf(shares) ?? 1);
}
