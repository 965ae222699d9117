/** Signals that ask a run to end. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Turns the signals into an abort until `release` is called; the process itself goes on, so that what was measured can be kept. */
export interface StopSignals {
  readonly abort: AbortSignal;
  /** The signal that came, null where none did. */
  readonly received: () => string | null;
  readonly release: () => void;
}

export function watchStopSignals(): StopSignals {
  const controller = new AbortController();
  let received: string | null = null;
  const stop = (signal: NodeJS.Signals): void => {
    received ??= signal;
    controller.abort();
  };
  for (const signal of signals) process.on(signal, stop);
  return {
    abort: controller.signal,
    received: () => received,
    release: () => {
      for (const signal of signals) process.off(signal, stop);
    },
  };
}
