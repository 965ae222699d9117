/**
 * speedscope tells of failures only by `alert`, by a line in the console or by an uncaught error.
 * Calls `report` with the reason of each.
 */
export function hookFailures(report: (reason: string) => void): void {
  window.alert = (message?: unknown) => report(String(message));
  watch('log', 'Failed to load format', report);
  watch('error', 'Failed to create WebGL context', report);
  window.addEventListener('error', (event) => report(event.message));
  window.addEventListener('unhandledrejection', (event) => report(describe(event.reason)));
}

function watch(method: 'log' | 'error', prefix: string, report: (reason: string) => void): void {
  const original = console[method].bind(console);
  console[method] = (...values: unknown[]) => {
    original(...values);
    const [first, cause] = values;
    if (typeof first === 'string' && first.startsWith(prefix)) report(cause === undefined ? first : `${first} ${describe(cause)}`);
  };
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
