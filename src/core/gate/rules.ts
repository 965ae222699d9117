import type { GateResult } from '../model/comparison.ts';
import { plannedLooks } from '../stats/sequential.ts';

export type Criticality = GateResult['criticality'];

/** A gate as it is configured. */
export interface ConfiguredGate {
  /** `wall`, `cpu`, `rss`, `instructions`, `calls`, `counter:<name>`, or `wall/<counter>` per item. */
  readonly metric: string;
  /** Null for a gate on a whole workload. */
  readonly function: string | null;
  /** Share, 0.1 for 10 %. */
  readonly threshold: number;
  readonly criticality: Criticality;
}

/** A gate with the change that warns, a share of at most `threshold`. */
export interface GateRule extends ConfiguredGate {
  readonly warn: number;
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
  /** How often the pairs are looked at; 1 where their number is fixed. */
  readonly looks: number;
  /** Workloads of the build that share `alpha`. */
  readonly workloads: number;
  /** Changes that are too small to matter, whatever share they are. */
  readonly floors: { readonly seconds: number; readonly bytes: number };
  /** By how much a counter of work may differ between the arms. */
  readonly workTolerance: number;
  /** Share of processor time that others may take. */
  readonly maxStealShare: number;
  /** Stored builds that are looked at, and the fewest that allow a verdict. */
  readonly historyBuilds: number;
  readonly minHistoryBuilds: number;
  /** Runs that each side of a comparison with one stored build needs. */
  readonly minRunsStored: number;
  /** Spread of the log between builds, where one stored build cannot tell. */
  readonly assumedBuildSpread: number;
  /** What an inconclusive gate does to the build; the others without an answer are treated alike. */
  readonly inconclusive: 'note' | 'unstable' | 'failure';
}

const defaultGates: readonly ConfiguredGate[] = [
  { metric: 'wall', function: null, threshold: 0.1, criticality: 'FAILURE' },
  { metric: 'cpu', function: null, threshold: 0.1, criticality: 'FAILURE' },
  { metric: 'rss', function: null, threshold: 0.1, criticality: 'FAILURE' },
];

const warnShare = 0.05;

/** The gates of the configuration, or the default ones where it has none. Throws RangeError where a threshold is no share. */
export function rulesFor(gates: readonly ConfiguredGate[], changes: Partial<Omit<GateRules, 'gates' | 'chosen'>> = {}): GateRules {
  return {
    strict: false,
    alpha: 0.01,
    passAlpha: 0.05,
    looks: 3,
    workloads: 1,
    floors: { seconds: 0.005, bytes: 1024 * 1024 },
    workTolerance: 0.001,
    maxStealShare: 0.05,
    historyBuilds: 20,
    minHistoryBuilds: 10,
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
  const metrics = new Set(rules.gates.filter(({ function: name }) => name === null).map(({ metric }) => metric));
  return plannedLooks(Math.max(1, metrics.size * rules.workloads), rules.alpha);
}

/** The name that a gate's metric has in a report: `counter:assets` is `assets`, or `counter/wall` where that is taken. */
export function reportMetricNames(metric: string): readonly string[] {
  if (!metric.startsWith('counter:')) return [metric];
  const name = metric.slice('counter:'.length);
  return [`counter/${name}`, ...(isStandard(name) ? [] : [name])];
}

function isStandard(name: string): boolean {
  return name === 'wall' || name === 'cpu' || name === 'rss' || name === 'instructions';
}

/** Times warn at 5 %; what hardly varies has one limit. */
function ruleOf(gate: ConfiguredGate): GateRule {
  const { metric, threshold } = gate;
  if (!Number.isFinite(threshold) || threshold < 0) throw new RangeError(`threshold of the gate on ${metric} is ${threshold}, not a share of 0 or more`);
  const isTime = /^(?:wall|cpu)(?:\/|$)/.test(metric);
  return { ...gate, warn: isTime ? Math.min(warnShare, threshold) : threshold };
}
