import type { Verdict } from './verdict.ts';

/** One metric of a comparison of unchanged code; shares are fractions, null where there is none. */
export interface SelfCheckMetric {
  readonly metric: string;
  readonly change: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly verdict: Verdict;
}

/** One comparison of unchanged code with itself, judged as a build is: an entry of selfcheck.json, schemas/selfcheck-v1.schema.json. */
export interface SelfCheckEntry {
  readonly workload: string;
  /** When it ended, ISO 8601 UTC. */
  readonly at: string;
  readonly toolVersion: string;
  /** Of the machine; null where unknown. */
  readonly fingerprint: string | null;
  /** By what it was judged, see `gatesKey`. */
  readonly gates: string;
  readonly verdict: Verdict;
  /** Pairs that were judged. */
  readonly pairs: number;
  /** The gated metrics. */
  readonly metrics: readonly SelfCheckMetric[];
  /** Load average over one minute before the first pair. */
  readonly loadBefore: number | null;
  /** True where both arms ran in the working tree itself, so that what another path does is not in it. */
  readonly sameTree: boolean;
}

/** How often unchanged code failed on a machine, by the gates that a run is judged by. */
export interface SelfCheckSummary {
  /** Those that got an answer. */
  readonly comparisons: number;
  readonly fails: number;
  /** Upper 95 % bound of the share of false alarms. */
  readonly upperRate: number;
}
