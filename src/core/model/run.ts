/**
 * Facts about the run that produced the profiles, as far as `run.json`, `metadata.txt` or the output
 * of GNU time tell. Every field is optional: null means that no source said it.
 */
export interface RunFacts {
  readonly workload: string | null;
  readonly command: string | null;
  /** ISO 8601 UTC. */
  readonly startedAt: string | null;
  readonly wallSeconds: number | null;
  readonly cpuUserSeconds: number | null;
  readonly cpuSystemSeconds: number | null;
  readonly peakRssBytes: number | null;
  readonly exitCode: number | null;
  readonly gitSha: string | null;
  readonly gitBranch: string | null;
  readonly host: string | null;
  /** Runtime or profiler versions, as "Python 3.12.4". */
  readonly runtime: string | null;
  readonly ciBuild: string | null;
  readonly ciUrl: string | null;
  readonly toolVersion: string | null;
  /** Files the facts came from, as shown to the user. */
  readonly sources: readonly string[];
}

export const noRunFacts: RunFacts = {
  workload: null,
  command: null,
  startedAt: null,
  wallSeconds: null,
  cpuUserSeconds: null,
  cpuSystemSeconds: null,
  peakRssBytes: null,
  exitCode: null,
  gitSha: null,
  gitBranch: null,
  host: null,
  runtime: null,
  ciBuild: null,
  ciUrl: null,
  toolVersion: null,
  sources: [],
};
