import type { Head } from '../importer.ts';

/** Longer lines are not looked at: an event line is short. */
const MAX_LINE = 400;
const eventLine = /^\s*\S.{0,200}?\s(?:\d+\/)?\d+\s+(?:\[\d+\]\s+)?(?:\d+\.\d+:)?\s*(?:\d+\s+)?\S+:/;
const frameLine = /^\s*[0-9a-f]{1,16}\s+\S.*\([^()]*(?:\([^()]*\))?[^()]*\)\s*$/;

/** An event line as `perf script` prints, followed by a line that is a stack frame. */
export function looksLikePerfScript(head: Head): boolean {
  const lines = head.text.split('\n', 400).filter((line) => line.length <= MAX_LINE && line.trim() !== '' && !line.startsWith('#'));
  for (let i = 0; i + 1 < Math.min(lines.length, 50); i++) {
    if (eventLine.test(lines[i] as string) && frameLine.test(lines[i + 1] as string)) return true;
  }
  return false;
}
