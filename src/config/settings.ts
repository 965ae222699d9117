/** What a failed gate does to the build. */
export type Criticality = 'NOTE' | 'UNSTABLE' | 'FAILURE';

/** A gate as configured; it is judged elsewhere. */
export interface GateSettings {
  /** One of `gateMetrics` in schema.ts, `counter:<name>`, a number that the workload wrote, or `wall/<counter>` per item. */
  readonly metric: string;
  /** Full or shortened function name, for gates on a function. */
  readonly function: string | null;
  /** Share, 0.1 for "10%". */
  readonly threshold: number;
  /** Share that warns; null for that of the metric. */
  readonly warn: number | null;
  /** In seconds, bytes or as a number; null for that of the metric. */
  readonly floor: number | null;
  readonly criticality: Criticality;
}

/** One workload with all its values decided. */
export interface WorkloadSettings {
  readonly name: string;
  /** A shell command. */
  readonly command: string;
  /** Runs once before the first execution. */
  readonly setup: string | null;
  /** Absolute. */
  readonly cwd: string;
  /** Added to the environment of setup and command. */
  readonly env: Readonly<Record<string, string>>;
  readonly runs: number;
  /** Before the first look. */
  readonly pairs: number;
  /** Of all pairs; null has no limit. */
  readonly budgetSeconds: number | null;
  readonly warmup: number;
  /** Of one execution; null waits for ever. */
  readonly timeoutSeconds: number | null;
  /** Collector ids, or `auto` alone. */
  readonly profilers: readonly string[];
  /** File that the workload writes its counters to, absolute; null where it writes none. */
  readonly counters: string | null;
  readonly instructions: boolean;
  readonly strict: boolean;
  /** A failing gate is measured again. */
  readonly confirm: boolean;
  /** What gates without an answer do to the build. */
  readonly inconclusive: Criticality;
  readonly gates: readonly GateSettings[];
}

/** Where a value came from, for `--print-config`. */
export interface ValueOrigin {
  /** Dotted path, as `workloads.sample.runs`. */
  readonly key: string;
  readonly value: unknown;
  /** As "--runs", "PERF_REPORT_RUNS", "perf-report.config.yaml line 7", "default". */
  readonly from: string;
}

/** The whole configuration: flags over environment over file over defaults. */
export interface Settings {
  /** The file it was read from, absolute; null where there is none. */
  readonly file: string | null;
  /** Directory that relative paths and commands start from: the file's, else the git root, else the working directory. */
  readonly root: string;
  /** Absolute. */
  readonly outDir: string;
  readonly workloads: readonly WorkloadSettings[];
  /** False where profilers are switched off. */
  readonly profile: boolean;
  /** Version to compare with, or `auto`; null measures the head alone. */
  readonly base: string | null;
  /** Branch that `auto` starts from; null asks CI and origin. */
  readonly target: string | null;
  /** Base and head may be the same commit. */
  readonly allowSame: boolean;
  readonly retention: { readonly metricsDays: number; readonly profiles: number };
  readonly origins: readonly ValueOrigin[];
}
