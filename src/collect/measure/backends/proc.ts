import { readdirSync, readFileSync } from 'node:fs';
import { systemErrorCode } from '../../../core/system-error.ts';
import type { Attempt, MeasuringBackend, Reading } from '../backend.ts';
import { endOnly } from '../backend.ts';
import { tryBackend } from '../try-backend.ts';

/** Of /proc/self/stat, by proc(5): in USER_HZ, which is 100 on every architecture that Node runs on. */
const secondsPerTick = 0.01;
const pollMs = 20;
/** A process that was looked at less often may have grown unseen. */
const leastPolls = 3;

/**
 * Linux without GNU time and python3: CPU is how much our own children's time grew, in steps of
 * 10 ms; memory is looked at 50 times a second, so a peak of the last 20 ms is missed, and a command
 * that ends within 40 ms has none. The only backend that works while it measures.
 */
export function procBackend(): MeasuringBackend {
  const backend: MeasuringBackend = {
    id: 'proc',
    title: '/proc',
    layers: 0,
    async probe() {
      if (readText(`/proc/self/task/${process.pid}/children`) === null) return '/proc does not tell the children of a process here';
      return tryBackend(backend);
    },
    attempt(shell): Attempt {
      const before = childrenTicks();
      let peakKib = 0;
      let polls = 0;
      let timer: NodeJS.Timeout | null = null;
      return {
        argv: shell,
        started(leader) {
          const poll = (): void => {
            peakKib = Math.max(peakKib, peakOfTree(leader));
            polls += 1;
          };
          poll();
          timer = setInterval(poll, pollMs).unref();
        },
        finish(end): Reading {
          if (timer !== null) clearInterval(timer);
          const after = childrenTicks();
          return {
            ...endOnly(end),
            cpuUserSeconds: (after.user - before.user) * secondsPerTick,
            cpuSystemSeconds: (after.system - before.system) * secondsPerTick,
            peakRssBytes: peakKib === 0 || polls < leastPolls ? null : peakKib * 1024,
          };
        },
      };
    },
  };
  return backend;
}

/** Time of all our children that ended and of what they waited for. */
function childrenTicks(): { readonly user: number; readonly system: number } {
  // The name before it may hold spaces and brackets.
  const fields = readFileSync('/proc/self/stat', 'utf8').replace(/^.*\) /s, '').split(' ');
  return { user: Number(fields[13]), system: Number(fields[14]) };
}

/** The largest peak, in KiB, among a process and its descendants that are there now. */
function peakOfTree(root: number): number {
  let peak = 0;
  const waiting = [String(root)];
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    const status = readText(`/proc/${pid}/status`);
    if (status === null) continue;
    peak = Math.max(peak, Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1] ?? 0));
    for (const thread of threadsOf(pid)) waiting.push(...(readText(`/proc/${pid}/task/${thread}/children`)?.split(' ').filter((child) => child !== '') ?? []));
  }
  return peak;
}

function threadsOf(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch (error) {
    if (systemErrorCode(error) !== null) return [];
    throw error;
  }
}

/** Null where the process is gone. */
function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) !== null) return null;
    throw error;
  }
}
