import type { TimedEnd, RunningLeader } from './start-process.ts';
import { stopExecution } from './stop-processes.ts';

/** Longer ones overflow the timer and fire at once: 24 days. */
const longestTimerMs = 2 ** 31 - 1;

export interface StopRules {
  /** Our own processes between the leader and the command, the leader included. */
  readonly layers: number;
  readonly mark: string;
  /** Between SIGTERM and SIGKILL. */
  readonly graceMs: number;
}

export interface WaitResult {
  readonly end: TimedEnd;
  /** Why it did not end by itself; null where it did. */
  readonly stopped: 'timed-out' | 'interrupted' | null;
  /** What is left of the time that processes have to end after SIGTERM; 0 where none was sent. */
  readonly graceLeftMs: number;
}

/** Waits until a process ends, stopping it and all it started at the time limit or when `abort` fires. Never waits much longer than that and the grace. */
export async function waitForEnd(running: RunningLeader, timeoutMs: number | null, abort: AbortSignal, rules: StopRules): Promise<WaitResult> {
  const reason = await firstReason(running.ended, timeoutMs, abort);
  if (reason === null) return { end: await running.ended, stopped: null, graceLeftMs: 0 };
  const graceEndMs = performance.now() + rules.graceMs;
  await stopExecution(running.leader, rules.layers, rules.mark, rules.graceMs, running.ended);
  // Not even SIGKILL ends what waits for a dead disk.
  const unknown = { exitCode: null, signal: null, wallSeconds: running.wallSeconds() };
  const end = await Promise.race([running.ended, Promise.resolve(unknown)]);
  return { end, stopped: reason, graceLeftMs: Math.max(0, graceEndMs - performance.now()) };
}

function firstReason(ended: Promise<unknown>, timeoutMs: number | null, abort: AbortSignal): Promise<'timed-out' | 'interrupted' | null> {
  return new Promise((resolve) => {
    const timer = timeoutMs === null ? null : setTimeout(() => done('timed-out'), Math.min(timeoutMs, longestTimerMs));
    const onAbort = (): void => done('interrupted');
    const done = (reason: 'timed-out' | 'interrupted' | null): void => {
      if (timer !== null) clearTimeout(timer);
      abort.removeEventListener('abort', onAbort);
      resolve(reason);
    };
    abort.addEventListener('abort', onAbort);
    if (abort.aborted) onAbort();
    void ended.then(() => done(null));
  });
}
