import type { GateResult } from '../model/comparison.ts';
import { isProfileGate, unitOfMetric } from './gate-metrics.ts';
import { plannedLooks } from '../stats/sequential.ts';

export type Criticality = GateResult['criticality'];

/** A gate as it is configured. */
export interface ConfiguredGate {
  /** `wall`, `cpu`, `rss`, `instructions`, `counter:<name>`, or `wall/<counter>` per item; of profiles `calls`, `self`, `alloc-bytes`, … */
  readonly metric: string;
  /** Null for a gate on a whole workload. */
  readonly function: string | null;
  /** Share, 0.1 for 10 %. */
  readonly threshold: number;
  /** Share that warns; without one 5 % for times of the whole workload, else the threshold. */
  readonly warn?: number | null;
  /** Growth that is too little to matter, in seconds, bytes or as a number; without one 5 ms and 1 MiB for the whole workload, else 0. */
  readonly floor?: number | null;
  readonly criticality: Criticality;
}

/** A gate with the change that warns, a share of at most `threshold`, and its floor. */
export interface GateRule extends ConfiguredGate {
  readonly warn: number;
  readonly floor: number;
}

/** Everything that a verdict depends on beside the samples. Shares are fractions. */
export interface GateRules {
  readonly gates: readonly GateRule[];
  /** True where the gates are configured: what they judge must be measured. */
  readonly chosen: boolean;
  /** Fail only where even the 95 % bound is beyond the limit. */
  readonly strict: boolean;
  /** Chance of a false fail on unchanged code, and of passing a slowdown of `threshold`. */
  readonly alpha: number;
  readonly passAlpha: number;
  /** A failing gate is measured again; it fails where both series do. */
  readonly confirm: boolean;
  /** How often the pairs are looked at; 1 where their number is fixed. */
  readonly looks: number;
  /** Workloads of the build that share `alpha`. */
  readonly workloads: number;
  /** By how much a counter of work may differ between the arms. */
  readonly workTolerance: number;
  /** Share of processor time that others may take. */
  readonly maxStealShare: number;
  /** Stored builds that are looked at, and the fewest that allow a verdict. */
  readonly historyBuilds: number;
  readonly minHistoryBuilds: number;
  /** Rise over the best level that five builds in a row held from which on it is told. */
  readonly creepShare: number;
  /** Runs that each side of a comparison with one stored build needs. */
  readonly minRunsStored: number;
  /** Spread of the log between builds, where one stored build cannot tell. */
  readonly assumedBuildSpread: number;
  /** What an inconclusive gate does to the build; the others without an answer are treated alike. */
  readonly inconclusive: 'note' | 'unstable' | 'failure';
}

/** What is judged where no gate is configured. */
export const defaultGates: readonly ConfiguredGate[] = [
  { metric: 'wall', function: null, threshold: 0.1, criticality: 'FAILURE' },
  { metric: 'cpu', function: null, threshold: 0.1, criticality: 'FAILURE' },
  { metric: 'rss', function: null, threshold: 0.1, criticality: 'FAILURE' },
];

const warnShare = 0.05;

/** Growth that is too little to matter where no gate says otherwise. */
export const defaultFloors: Readonly<Record<'seconds' | 'bytes' | 'count', number>> = { seconds: 0.005, bytes: 1024 * 1024, count: 0 };

/** The gates of the configuration, or the default ones where it has none. Throws RangeError where a threshold is no share. */
export function rulesFor(gates: readonly ConfiguredGate[], changes: Partial<Omit<GateRules, 'gates' | 'chosen'>> = {}): GateRules {
  return {
    strict: false,
    confirm: false,
    alpha: 0.01,
    passAlpha: 0.05,
    looks: 3,
    workloads: 1,
    workTolerance: 0.001,
    maxStealShare: 0.05,
    historyBuilds: 20,
    minHistoryBuilds: 10,
    creepShare: 0.15,
    minRunsStored: 5,
    assumedBuildSpread: 0.05,
    inconclusive: 'note',
    ...changes,
    gates: (gates.length === 0 ? defaultGates : gates).map(ruleOf),
    chosen: gates.length > 0,
  };
}

export const defaultRules: GateRules = rulesFor([]);

/** Numbers of pairs after which a run with these rules is looked at. */
export function looksFor(rules: GateRules): readonly number[] {
  const metrics = new Set(rules.gates.filter((gate) => !isProfileGate(gate)).map(({ metric }) => metric));
  return plannedLooks(Math.max(1, metrics.size * rules.workloads), rules.alpha);
}

/** Times warn at 5 %; what hardly varies, or is compared exactly, has one limit. */
function ruleOf(gate: ConfiguredGate): GateRule {
  const { metric, threshold } = gate;
  if (!Number.isFinite(threshold) || threshold < 0) throw new RangeError(`threshold of the gate on ${metric} is ${threshold}, not a share of 0 or more`);
  const unit = unitOfMetric(metric);
  const ofProfile = isProfileGate(gate);
  return { ...gate, warn: Math.min(threshold, gate.warn ?? (unit === 'seconds' && !ofProfile ? warnShare : threshold)), floor: gate.floor ?? (ofProfile ? 0 : defaultFloors[unit]) };
}
