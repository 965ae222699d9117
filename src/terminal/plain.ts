/** Formatted figures for a terminal: no-break spaces as plain ones, so that "1.5 s" can be searched for. */
export function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}
