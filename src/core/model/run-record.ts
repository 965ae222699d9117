import type { Note } from './note.ts';
import type { SelfCheckSummary } from './self-check.ts';

/** The version that was measured: what is compared against, or what is judged. */
export type Arm = 'base' | 'head';

/** `running` is what a killed run leaves behind; `failed` means that the workload failed. */
export type RunStatus = 'running' | 'finished' | 'interrupted' | 'failed';

/** One measured execution; null where it could not be measured. */
export interface RunSample {
  readonly arm: Arm;
  /** Number of the pair from 1; null in a run without a base. */
  readonly pair: number | null;
  /** 2 in the independent second series that confirms a failing gate; absent in the first. */
  readonly round?: number;
  /** True for an execution that only warmed up; it counts nowhere. */
  readonly warmup: boolean;
  /** ISO 8601 UTC. */
  readonly startedAt: string | null;
  readonly wallSeconds: number | null;
  /** Of the process and all its descendants that ended. */
  readonly cpuUserSeconds: number | null;
  readonly cpuSystemSeconds: number | null;
  /** Largest resident memory of one process. */
  readonly peakRssBytes: number | null;
  /** Instructions in user mode, where the kernel counts them. */
  readonly instructions: number | null;
  readonly exitCode: number | null;
  /** Signal that ended the process; `exitCode` is null then. */
  readonly signal: number | null;
  /** Work done, by name, as the workload wrote it. */
  readonly counters: Readonly<Record<string, number>> | null;
}

/** One profile of a run, recorded in an extra execution that is no sample. */
export interface RunProfile {
  /** Path relative to run.json, with `/`. Where `error` is set, where the profile should have been. */
  readonly file: string;
  /** Collector id, as `cprofile`. */
  readonly profiler: string | null;
  readonly arm: Arm;
  /** Wall time of the profiled execution over the median of the measured ones; null where unknown. */
  readonly overhead: number | null;
  readonly error: string | null;
}

/** What must be equal for two runs to be comparable, and what the machine was busy with. */
export interface HostFacts {
  readonly name: string | null;
  /** System and version, as "Linux 6.1". */
  readonly os: string | null;
  readonly arch: string | null;
  readonly cpuModel: string | null;
  readonly cpuCount: number | null;
  readonly memoryBytes: number | null;
  /** Frequency governor, as "performance". */
  readonly governor: string | null;
  /** Limits of the container: processors (may be a fraction) and bytes. */
  readonly cpuLimit: number | null;
  readonly memoryLimitBytes: number | null;
  /** Runtime of the workload, as "Python 3.12.4". */
  readonly runtime: string | null;
  /** Versions by runtime, as { python: "3.12.4", node: "20.20.2" }. */
  readonly runtimes: Readonly<Record<string, string>>;
  /** Load averages over one minute, before and after the samples. */
  readonly loadBefore: number | null;
  readonly loadAfter: number | null;
  /** Share of processor time that the hypervisor gave to others while samples ran, 0 to 1. */
  readonly stealShare: number | null;
  /** Hash over the facts that make runs comparable: no name, no clock readings, no load. */
  readonly fingerprint: string | null;
}

export interface GitFacts {
  readonly sha: string | null;
  readonly branch: string | null;
  readonly dirty: boolean | null;
  /** True in a shallow clone, where ancestors are unknown. */
  readonly shallow: boolean | null;
  readonly baseSha: string | null;
}

export interface CiFacts {
  /** As "jenkins" or "github". */
  readonly system: string;
  readonly job: string | null;
  readonly build: string | null;
  readonly url: string | null;
}

export interface RunSettings {
  /** Samples of a run without a base; null with one. */
  readonly runs: number | null;
  /** Pairs after which to look for the first time; null without a base. */
  readonly pairs?: number | null;
  /** Time that the pairs may take; null without a limit or a base. */
  readonly budgetSeconds?: number | null;
  readonly warmup: number;
  readonly timeoutSeconds: number | null;
  readonly profilers: readonly string[];
  /** What measured: `time`, `wait4`, `proc`, …; see src/collect/measure. */
  readonly backend: string;
}

/** `run.json`, schema perf-report/run/v1: one workload, measured. Published as schemas/run-v1.schema.json. */
export interface RunRecord {
  readonly schema: 'perf-report/run/v1';
  readonly tool: { readonly name: 'perf-report'; readonly version: string };
  readonly workload: string;
  readonly command: string;
  readonly status: RunStatus;
  /** Why the run failed, one sentence; null where it did not. */
  readonly failure: string | null;
  /** The last lines of the failed execution's standard error, capped; null where nothing failed. */
  readonly failureOutput: string | null;
  readonly settings: RunSettings;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly arms: readonly { readonly arm: Arm; readonly sha: string | null; readonly branch: string | null; readonly dirty: boolean | null }[];
  /** Every measured execution in the order of time. */
  readonly samples: readonly RunSample[];
  /** Executions of a fixed loop next to each sample, the same for both arms: what the machine did meanwhile. Absent without a base. */
  readonly control?: readonly RunSample[];
  /** What the base was asked for as, "origin/main". */
  readonly baseRef?: string | null;
  /** Why the base could not be measured, one sentence: then the samples are of the head alone; null where it was. */
  readonly baseFailure?: string | null;
  /** How often unchanged code failed here, by the same gates; absent where no self-check was made, or without a base. */
  readonly selfCheck?: SelfCheckSummary;
  readonly profiles: readonly RunProfile[];
  readonly git: GitFacts | null;
  readonly host: HostFacts | null;
  readonly ci: CiFacts | null;
  readonly notes: readonly Note[];
}

/** What a report reads of a run.json, which other tools may have written: null where it does not say. */
export interface WorkloadRun {
  /** Path of the run.json as shown. */
  readonly file: string;
  /** The program that wrote it. */
  readonly tool: string | null;
  readonly workload: string | null;
  /** ISO 8601 UTC; absent where it does not say. */
  readonly startedAt?: string;
  readonly status: RunStatus | null;
  readonly failure: string | null;
  readonly failureOutput: string | null;
  readonly backend: string | null;
  /** Samples that were asked for. */
  readonly runs: number | null;
  readonly samples: readonly RunSample[];
  /** As in RunRecord; absent from a run that says nothing of a base. */
  readonly control?: readonly RunSample[];
  readonly baseRef?: string | null;
  readonly baseFailure?: string | null;
  /** Commits of the arms. */
  readonly baseSha?: string | null;
  readonly headSha?: string | null;
  /** The schema that the file names, where it is another than this version reads: its figures may mean something else. */
  readonly foreignSchema?: string;
  readonly selfCheck?: SelfCheckSummary;
  readonly profiles: readonly RunProfile[];
  readonly host: HostFacts | null;
  readonly notes: readonly Note[];
}
