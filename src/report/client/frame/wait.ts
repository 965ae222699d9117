/** Waits until `probe` answers something other than null, looking every 20 ms; null after `timeoutMs`. */
export async function waitFor<T>(probe: () => T | null, timeoutMs: number): Promise<T | null> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const found = probe();
    if (found !== null) return found;
    if (performance.now() > end) return null;
    await sleep(20);
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Waits until the browser has drawn; a frame that is not on the screen never draws, so at most 200 ms. */
export function nextPaint(): Promise<void> {
  return Promise.race([new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))), sleep(200)]);
}
