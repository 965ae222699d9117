import type { Attempt, MeasuringBackend, ProcessEnd, Reading } from '../backend.ts';
import { endOnly } from '../backend.ts';
import { runTool } from '../../run-tool.ts';
import { findExecutables } from '../find-executable.ts';
import { tryBackend } from '../try-backend.ts';

/** Before GNU time's figures: "Command exited with …" and whatever else it writes is no line of ours. */
const marker = 'perf-report-time';

/** The path of GNU time, under either of its names; null where PATH has none. A shell's builtin is no program. */
export async function findGnuTime(): Promise<string | null> {
  for (const path of [...findExecutables('time'), ...findExecutables('gtime')]) {
    const { stdout, stderr } = await runTool(path, ['--version']);
    // Some versions answer on stderr.
    if (/\bGNU\b/.test(stdout + stderr)) return path;
  }
  return null;
}

/** The command line that runs `command` under GNU time and appends the figures to `file`. */
export function timeCommand(program: string, file: string, command: readonly string[]): string[] {
  return [program, '-a', '-o', file, '-f', `${marker} %U %S %M %x`, ...command];
}

/** What GNU time wrote: CPU in steps of 10 ms; null where it was killed before it could write. */
export interface TimeFigures {
  readonly cpuUserSeconds: number;
  readonly cpuSystemSeconds: number;
  readonly peakRssBytes: number;
  /** 0 for a signal too. */
  readonly exitCode: number;
}

/** Reads the line of `timeCommand`. */
export function parseTimeFile(text: string): TimeFigures | null {
  const line = new RegExp(`^${marker} (\\d+\\.\\d+) (\\d+\\.\\d+) (\\d+) (\\d+)$`, 'm').exec(text);
  if (line === null) return null;
  const [user = 0, system = 0, kib = 0, exitCode = 0] = line.slice(1).map(Number);
  return { cpuUserSeconds: user, cpuSystemSeconds: system, peakRssBytes: kib * 1024, exitCode };
}

/**
 * How the command under GNU time ended: time itself exits with 128 + n both for a signal and for a
 * command that exits so, and only its line tells them apart.
 */
export function endUnderTime(end: ProcessEnd, figures: TimeFigures | null): ProcessEnd {
  if (figures === null || end.exitCode === null) return end;
  return figures.exitCode === 0 && end.exitCode > 128 ? { exitCode: null, signal: end.exitCode - 128 } : { exitCode: end.exitCode, signal: null };
}

/** GNU time alone: CPU in steps of 10 ms, wall by our own clock. */
export function gnuTimeBackend(): MeasuringBackend {
  let program: string | null = null;
  const backend: MeasuringBackend = {
    id: 'time',
    title: 'GNU time',
    layers: 1,
    async probe() {
      program = await findGnuTime();
      return program === null ? 'GNU time is not installed (as time or gtime)' : tryBackend(backend);
    },
    attempt(shell, scratch): Attempt {
      if (program === null) throw new Error('probe GNU time first');
      const file = scratch.file('time.txt');
      return {
        argv: timeCommand(program, file.path, shell),
        started: () => undefined,
        finish(end): Reading {
          const figures = parseTimeFile(file.read());
          const { cpuUserSeconds = null, cpuSystemSeconds = null, peakRssBytes = null } = figures ?? {};
          return { ...endOnly(endUnderTime(end, figures)), cpuUserSeconds, cpuSystemSeconds, peakRssBytes };
        },
      };
    },
  };
  return backend;
}
