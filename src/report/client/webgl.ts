/** Whether the browser can draw speedscope: without WebGL it would show a frozen bar and no reason. */
export function hasWebGl(): boolean {
  const context = document.createElement('canvas').getContext('webgl');
  // A browser keeps about 16 contexts; the probe's must not count.
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return context !== null;
}
