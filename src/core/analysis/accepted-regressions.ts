import { unitOfMetric } from '../gate/gate-metrics.ts';
import type { GateResult } from '../model/comparison.ts';
import type { Note } from '../model/note.ts';
import type { BaseUnit } from '../units/value.ts';

/** A regression that somebody decided to live with: an entry of perf-report.accepted.json. */
export interface AcceptedRegression {
  readonly workload: string;
  /** As in a gate: `wall`, `cpu`, `rss`, `calls`, a counter's name, … */
  readonly metric: string;
  /** Null for a metric of the whole workload. */
  readonly function: string | null;
  /** The new level: the head's median when it was accepted, in `unit`. */
  readonly level: number;
  readonly unit: BaseUnit;
  readonly who: string;
  readonly why: string;
  /** Day of the decision, YYYY-MM-DD. */
  readonly at: string;
  /** Last day on which it holds, YYYY-MM-DD; null holds until it is taken out. */
  readonly until: string | null;
}

/** The head's value of what a gate judges; null where it is not known. */
export type LevelOf = (gate: GateResult) => number | null;

/**
 * Gates with accepted regressions taken into account on the day `today` (YYYY-MM-DD): one that fails or warns while the level is
 * at most its threshold above the accepted one becomes a NOTE that says who accepted it, why and until when. An entry that has
 * run out, or whose level is passed, changes no gate and is named in the message.
 */
export function applyAccepted(gates: readonly GateResult[], accepted: readonly AcceptedRegression[], levelOf: LevelOf, today: string): GateResult[] {
  return gates.map((gate) => {
    if (gate.verdict !== 'fail' && gate.verdict !== 'warn') return gate;
    const entry = accepted.find((each) => isOf(each, gate));
    const level = entry === undefined ? null : levelOf(gate);
    if (entry === undefined || level === null) return gate;
    const { who, why, until } = entry;
    if (until !== null && until < today) return { ...gate, message: `${gate.message} (accepted by ${who} until ${until}, which has passed: ${why})` };
    if (level > entry.level * (1 + gate.threshold)) return { ...gate, message: `${gate.message} (worse than what ${who} accepted on ${entry.at}: ${why})` };
    return { ...gate, criticality: 'NOTE', accepted: { who, why, until }, message: `${gate.message} (accepted by ${who}${until === null ? '' : ` until ${until}`}: ${why})` };
  });
}

/**
 * Entries that changed nothing because what they are about is not there any more, as notes: no gate of their workload judges it, or no
 * profile knows the function. `gates` are those of the workload `name`.
 */
export function idleAccepted(accepted: readonly AcceptedRegression[], gates: readonly GateResult[], name: string, levelOf: LevelOf): Note[] {
  return accepted.filter(({ workload }) => workload === name).flatMap((entry) => {
    const gate = gates.find((each) => isOf(entry, each));
    const what = `accepted by ${entry.who}: ${entry.metric}${entry.function === null ? '' : ` of ${entry.function}`} in ${name}`;
    if (gate === undefined) return [{ code: 'accepted-idle', text: `${what}, which no gate judges: take the entry out of perf-report.accepted.json, or add a gate` }];
    if (entry.function === null || levelOf(gate) !== null || gate.verdict === 'pass') return [];
    return [{ code: 'accepted-idle', text: `${what}, which no compared profile knows: where the function is gone, take the entry out of perf-report.accepted.json` }];
  });
}

/** True where an entry's level is of the metric's unit: a level of seconds says nothing of bytes. */
export function hasFittingUnit({ metric, unit }: Pick<AcceptedRegression, 'metric' | 'unit'>): boolean {
  return unit === unitOfMetric(metric);
}

/** True where the entry is about what the gate judges. */
export function isOf(entry: Pick<AcceptedRegression, 'workload' | 'metric' | 'function'>, gate: Pick<GateResult, 'workload' | 'metric' | 'function'>): boolean {
  return entry.workload === gate.workload && bareMetric(entry.metric) === bareMetric(gate.metric) && entry.function === gate.function;
}

/** A metric as reports name it: gates write counters as `counter:<name>`. */
export function bareMetric(metric: string): string {
  return metric.startsWith('counter:') ? metric.slice('counter:'.length) : metric;
}
