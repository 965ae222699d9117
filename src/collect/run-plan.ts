import type { CiFacts, GitFacts, HostFacts, RunRecord } from '../core/model/run-record.ts';
import type { SelfCheckSummary } from '../core/model/self-check.ts';
import type { Note } from '../core/model/note.ts';
import type { Collector } from './collectors/collector.ts';
import type { Execution, Measurement } from './measure/measurement.ts';
import type { Program } from './program.ts';

/** What is to be run and how often; the decided settings of one workload. */
export interface WorkloadPlan {
  readonly name: string;
  readonly command: string;
  readonly setup: string | null;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly runs: number;
  readonly warmup: number;
  readonly timeoutSeconds: number | null;
  /** Absolute path of the file that the workload writes its counters to. */
  readonly counters: string | null;
  readonly instructions: boolean;
}

/** The kinds of executions a run is made of. */
export type Step = 'setup' | 'warmup' | 'sample' | 'pair' | 'profile';

/** Told what goes on; for a live line. */
export interface RunProgress {
  /** Before each execution: the `number`th of `count` of its kind; `title` is the profiler's for profiles, the arm's for pairs. */
  start(step: Step, number: number, count: number, title: string): void;
  /** After each execution. */
  end(wallSeconds: number): void;
  /** Something is going on that is no execution. */
  say(text: string): void;
}

/** What a run is done with; everything that is not pure comes in here. */
export interface RunTools {
  readonly execute: (execution: Execution) => Promise<Measurement>;
  /** Turns what happened into a clause: "exited with 1". */
  readonly describeEnding: (measurement: Measurement) => string;
  /** The environment of executions, the workload's own variables in it. */
  readonly env: Readonly<Record<string, string>>;
  readonly program: Program;
  /** The profilers to use, in order; empty where profiling is off. */
  readonly collectors: readonly Collector[];
  readonly injectDir: string;
  /** An empty directory outside of the workload's sight, removed by the caller. */
  readonly scratchDir: string;
  /** The run directory, new and empty. */
  readonly directory: string;
  readonly backendId: string;
  /** Reads the host once before the samples and once after. */
  readonly hostBefore: () => Promise<HostReading>;
  /** What earlier self-checks say of a run on this host; null where none was made. */
  readonly selfCheckOn?: (host: HostFacts) => SelfCheckSummary | null;
  readonly git: GitFacts | null;
  readonly ci: CiFacts | null;
  readonly toolVersion: string;
  /** The profilers as configured, for the record. */
  readonly profilers: readonly string[];
  readonly notes: readonly Note[];
  readonly progress: RunProgress;
  readonly abort: AbortSignal;
  readonly now: () => Date;
  /** Stores run.json and metadata.txt, whole or not at all. */
  readonly save: (record: RunRecord) => Promise<void>;
}

/** The host before the samples; `after` completes it. */
export interface HostReading {
  after(): Promise<HostFacts>;
}
