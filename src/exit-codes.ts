/** What the process ends with; part of the public contract (docs and Jenkins steps read these). */
export const exitCodes = {
  done: 0,
  gateFailed: 1,
  /** Wrong call or configuration, or an output that cannot be written. */
  usage: 2,
  /** No profile, nothing readable, or a failed workload. */
  input: 3,
  /** A bug in perf-report. */
  bug: 4,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
