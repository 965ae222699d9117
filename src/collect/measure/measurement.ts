/** One execution of a command: always a fresh process in a process group of its own, stdin closed. */
export interface Execution {
  /** As /bin/sh gets it (cmd on Windows). */
  readonly command: string;
  readonly cwd: string;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Past it the whole group is ended; null waits for ever. */
  readonly timeoutMs: number | null;
  /** Files that receive the output; replaced, and capped at `maxLogBytes` each (head and tail are kept). */
  readonly stdoutPath: string;
  readonly stderrPath: string;
  readonly maxLogBytes: number;
  /** Directory for what a backend writes while it measures; exists, outside of the workload's sight. */
  readonly scratchDir: string;
  /** Count instructions in user mode too. */
  readonly instructions: boolean;
}

export type Ending = 'exited' | 'signalled' | 'timed-out' | 'interrupted' | 'not-started';

/** What one execution took; null where the backend cannot tell. */
export interface Measurement {
  readonly ending: Ending;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  /** From the start of the process to its end, by a clock that only moves forward. */
  readonly wallSeconds: number;
  /** Of the process and all descendants that ended. */
  readonly cpuUserSeconds: number | null;
  readonly cpuSystemSeconds: number | null;
  /** Largest resident memory of one process. */
  readonly peakRssBytes: number | null;
  readonly instructions: number | null;
  readonly exitCode: number | null;
  readonly signal: number | null;
  /** Processes that were still there after the command ended, and were stopped. */
  readonly leftOver: number;
  /** Bytes of output that the cap left out. */
  readonly droppedBytes: number;
  /** Why the process could not be started; null otherwise. */
  readonly startError: string | null;
}

/** A way to measure a process: changes how the command is started, then reads what that left. */
export interface Backend {
  /** As run.json names it: `time`, `wait4`, … */
  readonly id: string;
  readonly title: string;
  /** Null where it works here, else why not, by trying it. */
  probe(): Promise<string | null>;
}
