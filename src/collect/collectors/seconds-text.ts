/** As "0.12 s" or "75 s". */
export function formatSeconds(seconds: number): string {
  return `${seconds < 10 ? seconds.toFixed(2) : seconds.toFixed(0)} s`;
}
