import type { Attempt, MeasuringBackend, Reading } from '../backend.ts';
import { endOnly } from '../backend.ts';
import { tryBackend } from '../try-backend.ts';
import { endUnderTime, findGnuTime, parseTimeFile, timeCommand } from './gnu-time.ts';
import { findPython, parseWait4File, wait4Command } from './wait4.ts';

/**
 * The wait4 helper runs GNU time, which runs the shell: wall and CPU in microseconds from the
 * helper, peak memory from GNU time, whose own 1.5 MiB are the least that it can report.
 */
export function wait4TimeBackend(injectDir: string): MeasuringBackend {
  let programs: { readonly python: string; readonly time: string } | null = null;
  const backend: MeasuringBackend = {
    id: 'wait4+time',
    title: 'wait4 through python3, with GNU time for memory',
    layers: 2,
    async probe() {
      const [python, time] = await Promise.all([findPython(), findGnuTime()]);
      if (time === null) return 'GNU time is not installed (as time or gtime)';
      if (python === null) return 'python3 is not installed';
      programs = { python, time };
      return tryBackend(backend);
    },
    attempt(shell, scratch, env): Attempt {
      if (programs === null) throw new Error('probe python3 and GNU time first');
      const { python, time } = programs;
      const figuresFile = scratch.file('wait4.json');
      const timeFile = scratch.file('time.txt');
      return {
        argv: wait4Command(python, injectDir, figuresFile.path, env, timeCommand(time, timeFile.path, shell)),
        started: () => undefined,
        finish(end): Reading {
          const ofTime = parseWait4File(figuresFile.read());
          const memory = parseTimeFile(timeFile.read());
          const wallSeconds = ofTime?.wallSeconds ?? null;
          const ending = endUnderTime(ofTime ?? end, memory);
          // GNU time was killed before it had waited for the command: the CPU would be its own alone.
          if (memory === null) return { ...endOnly(ending), wallSeconds };
          const { cpuUserSeconds, cpuSystemSeconds } = ofTime ?? memory;
          return { ...endOnly(ending), wallSeconds, cpuUserSeconds, cpuSystemSeconds, peakRssBytes: memory.peakRssBytes };
        },
      };
    },
  };
  return backend;
}
