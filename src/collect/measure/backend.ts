import type { Backend } from './measurement.ts';
import type { Scratch } from './scratch.ts';

/** How the process that was started ended, as its parent sees it. */
export interface ProcessEnd {
  readonly exitCode: number | null;
  readonly signal: number | null;
}

/** What a backend found out about the command; null where it cannot tell. */
export interface Reading extends ProcessEnd {
  readonly wallSeconds: number | null;
  readonly cpuUserSeconds: number | null;
  readonly cpuSystemSeconds: number | null;
  readonly peakRssBytes: number | null;
}

/** One use of a backend. */
export interface Attempt {
  /** What to start: the shell, with the backend's own programs before it. */
  readonly argv: readonly string[];
  /** Called as soon as the process `leader` runs. */
  started(leader: number): void;
  /** Called once after the end: stops what `started` began. */
  finish(end: ProcessEnd): Reading;
}

/** A backend that `execute` can use. */
export interface MeasuringBackend extends Backend {
  /** Processes of its own between the one that is started and the shell, the first one included. */
  readonly layers: number;
  /** Call `probe` before: it finds the programs. `env` is what the command will get. */
  attempt(shell: readonly string[], scratch: Scratch, env: Readonly<Record<string, string | undefined>>): Attempt;
}

/** A reading of nothing but the end. */
export function endOnly({ exitCode, signal }: ProcessEnd): Reading {
  return { exitCode, signal, wallSeconds: null, cpuUserSeconds: null, cpuSystemSeconds: null, peakRssBytes: null };
}
