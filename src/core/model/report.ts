import type { BaseUnit } from '../units/value.ts';
import type { Note } from './note.ts';
import type { ProfileKind, Semantics } from './profile.ts';
import type { FunctionChange, GateOutcome, ProfileComparison } from './comparison.ts';
import type { ChartMark, ChartSeries } from './chart.ts';
import type { CodeOwner } from './code-owner.ts';
import type { RunFacts } from './run.ts';
import type { Verdict } from './verdict.ts';
import type { HostFacts, RunSample } from './run-record.ts';
import type { SelfCheckSummary } from './self-check.ts';

export type { CodeOwner, Verdict };

/**
 * `report.json`, schema perf-report/report/v1: everything the page says. All values are in the
 * profile's base unit (seconds, bytes or count). Paths are shortened for display: no home directory,
 * no workspace prefix. Published as schemas/report-v1.schema.json.
 */
export interface ReportModel {
  readonly schema: 'perf-report/report/v1';
  readonly tool: { readonly name: 'perf-report'; readonly version: string };
  readonly verdict: Verdict;
  /** What was profiled, in one line: the page's first words. */
  readonly headline: string;
  readonly run: RunFacts | null;
  readonly inputs: readonly ReportInput[];
  /** Largest first; the first one is shown open. */
  readonly profiles: readonly ReportProfile[];
  /** One per run.json: its samples and what they say; empty where no run was measured. */
  readonly workloads: readonly ReportWorkload[];
  /** Values over time, as memory by mprof. */
  readonly charts: readonly ReportChart[];
  /** Base beside head per profile dimension, the one that explains the verdict first; empty where nothing was compared. */
  readonly comparisons: readonly ProfileComparison[];
  /** Null where nothing was compared. */
  readonly gate: GateOutcome | null;
  /** What was capped, pruned or left out. */
  readonly limits: readonly LimitHit[];
  readonly notes: readonly Note[];
}

/** One workload that was measured. */
export interface ReportWorkload {
  readonly name: string;
  /** The run.json that told of it, as shown. */
  readonly file: string;
  readonly verdict: Verdict;
  /** One sentence: why this verdict. */
  readonly reason: string;
  /** The last lines that a failed execution wrote to its standard error. */
  readonly failureOutput: string | null;
  readonly metrics: readonly ReportMetric[];
  /** Of the comparison that explains the verdict: functions whose rise is significant, or all that rose where only one run a side is known. */
  readonly culprits: readonly FunctionChange[];
  /** How often unchanged code failed on this machine by these gates; absent where no self-check was made. */
  readonly selfCheck?: SelfCheckSummary;
  /** Every execution that was measured, warm-ups too, in the order of time. */
  readonly samples: readonly RunSample[];
  /** Executions of the control workload beside those of the arms; absent where there is none. */
  readonly control?: readonly RunSample[];
  /** What the run's own base was asked for as, "origin/main"; absent without one. */
  readonly baseRef?: string;
  /** The stored builds that it was compared with; absent where there are fewer than two. */
  readonly history?: ReportHistory;
  /** What measured, as "time". */
  readonly backend: string | null;
  readonly host: HostFacts | null;
  readonly notes: readonly Note[];
}

/** Stored builds beside a workload. Their medians, the last 20, are the `baseValues` of its metrics. */
export interface ReportHistory {
  /** Those of `baseValues`, oldest first. */
  readonly builds: readonly ReportBuild[];
  /** Of each gated metric, of all builds that there are. */
  readonly best: readonly BestLevel[];
}

export interface ReportBuild {
  /** The run.json or report.json, as shown. */
  readonly file: string;
  /** ISO 8601 UTC. */
  readonly startedAt: string | null;
  readonly sha: string | null;
}

/** The lowest median of five builds in a row, and when they began. */
export interface BestLevel {
  readonly metric: string;
  readonly level: number;
  readonly from: string | null;
  readonly to: string | null;
}

/** One thing that was measured in every sample. Comparison fields are null without a base. */
export interface ReportMetric {
  /** `wall`, `cpu`, `rss`, `instructions`, a counter's name, or `wall/<counter>` per item. */
  readonly metric: string;
  /** For people: "Wall time", "Wall time per asset". */
  readonly title: string;
  readonly unit: BaseUnit;
  /** Medians of the arms. */
  readonly base: number | null;
  readonly head: number | null;
  readonly change: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly pairs: number | null;
  readonly visibleChange: number | null;
  readonly pairsNeeded: number | null;
  readonly verdict: Verdict;
  /** Of the head's values. */
  readonly spread: MetricSpread;
  /** The base's values in the order of time (paired runs: of the same pairs as `values`); empty without a base. */
  readonly baseValues: readonly number[];
  /** 10th to 90th percentile of `pairsNeeded`; null where it is. */
  readonly pairsNeededRange: readonly [number, number] | null;
  /** One sentence: why this verdict, with the figures; '' without a base. */
  readonly message: string;
  /** The head's values in the order of time; failed executions and warm-ups left out. */
  readonly values: readonly number[];
}

/** How far the values of a metric lie apart. */
export interface MetricSpread {
  readonly count: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
  /** The larger of the standard deviation and 1.4826 times the median absolute deviation, over the median; null with fewer than 2 values or a median of 0. */
  readonly relativeNoise: number | null;
}

/** Values over time. */
export interface ReportChart {
  /** Stable within the report: `c1`, `c2`, … */
  readonly id: string;
  readonly title: string;
  readonly file: string;
  readonly formatTitle: string;
  readonly unit: BaseUnit;
  readonly series: readonly ChartSeries[];
  /** Time spans with a name, as the calls of a watched function. */
  readonly marks: readonly ChartMark[];
  /** Largest value and when, seconds from the start. */
  readonly peak: { readonly value: number; readonly atSeconds: number } | null;
  readonly notes: readonly Note[];
}

/** One file that was looked at. `error` is set where it could not be read. */
export interface ReportInput {
  readonly file: string;
  readonly bytes: number;
  /** Importer id, `run-facts` readers' id, or null where nothing recognised it. */
  readonly format: string | null;
  readonly profiles: number;
  readonly error: InputFailure | null;
  readonly notes: readonly Note[];
}

export interface InputFailure {
  readonly message: string;
  /** "byte 31" or "line 7", '' where unknown. */
  readonly place: string;
  readonly hint: string | null;
}

export interface ReportProfile {
  /** Stable within the report and safe in file names, ids and URLs: `p1`, `p2`, … */
  readonly id: string;
  readonly title: string;
  readonly file: string;
  readonly fileBytes: number;
  readonly format: string;
  readonly formatTitle: string;
  readonly kind: ProfileKind;
  readonly unit: BaseUnit;
  readonly semantics: Semantics;
  readonly thread: string | null;
  readonly total: number;
  /** Samples taken, null where the format does not know. */
  readonly samples: number | null;
  /** All calls of all functions, null where the format does not know. */
  readonly calls: number | null;
  readonly durationSeconds: number | null;
  readonly startedAt: string | null;
  /** Functions in the profile; `functions` holds the first ones by self. */
  readonly functionCount: number;
  readonly functions: readonly ReportFunction[];
  /** The hottest places in own code, at most three, as sentences are made from them. */
  readonly hottest: readonly HotPlace[];
  /** Share of the total spent waiting (socket, lock, sleep, poll); null where nothing waits. */
  readonly waiting: { readonly self: number; readonly share: number } | null;
  /** Allocation sites, for snapshots whose frames are source lines. */
  readonly sites: AllocationSites | null;
  /** Source lines with their costs, where the format knows lines; `text` null where the source is not at hand. */
  readonly sources: readonly AnnotatedSource[];
  readonly flame: FlameFacts;
  readonly notes: readonly Note[];
}

export interface ReportFunction {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly self: number;
  readonly total: number;
  readonly calls: number | null;
  readonly primitiveCalls: number | null;
  readonly owner: CodeOwner;
  readonly waiting: boolean;
  /** Heaviest first, capped; see `limits`. */
  readonly callers: readonly CallEdgeRow[];
  readonly callees: readonly CallEdgeRow[];
}

export interface CallEdgeRow {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly calls: number | null;
  /** Inclusive value of the callee under this caller; null where the file knows only counts. */
  readonly total: number | null;
}

export interface HotPlace {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly self: number;
  readonly share: number;
  readonly calls: number | null;
  readonly owner: CodeOwner;
  readonly waiting: boolean;
}

export interface AllocationSites {
  readonly byLine: readonly AllocationSite[];
  readonly byFile: readonly AllocationSite[];
  readonly lineCount: number;
  readonly fileCount: number;
}

export interface AllocationSite {
  readonly file: string;
  /** 0 in `byFile`. */
  readonly line: number;
  readonly value: number;
  /** Blocks, where the snapshot counts them. */
  readonly blocks: number | null;
  readonly owner: CodeOwner;
}

export interface AnnotatedSource {
  readonly file: string;
  readonly name: string;
  readonly lines: readonly { readonly line: number; readonly cost: number; readonly text: string | null }[];
}

export interface FlameFacts {
  /** True where the view was rebuilt from caller edges. */
  readonly reconstructed: boolean;
  /** Why there is no flame graph (negative weights, nothing recorded); null where there is one. */
  readonly missing: string | null;
  readonly nodes: number;
  readonly maxDepth: number;
  /** Nodes left out because they weigh less than `pruneShare` of the total, and their share together. */
  readonly prunedNodes: number;
  readonly prunedShare: number;
  readonly pruneShare: number;
  /** True where the embedded viewer holds the order of time too. */
  readonly timeOrder: boolean;
}

export interface LimitHit {
  readonly code: string;
  readonly where: string;
  readonly text: string;
}
