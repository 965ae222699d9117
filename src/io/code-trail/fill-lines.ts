import { callSiteOf } from '../../core/analysis/compare/call-sites.ts';
import type { FunctionChange, LineChange } from '../../core/model/comparison.ts';
import type { FoundCode, ReadSource } from './find-code.ts';

/** A caller's code, and the functions it calls whose cost rose. */
export interface CallingCode {
  readonly code: FoundCode | null;
  readonly callees: readonly FunctionChange[];
}

const maxText = 200;
const maxSites = 10;

/**
 * The lines of a function with their text: those of the comparison, or, where the format has no line costs, the call sites in the
 * function's file whose callee grew. Text stays null where the source is not at hand.
 */
export function fillLines(change: FunctionChange, code: FoundCode | null, sites: readonly CallingCode[], readSource: ReadSource): LineChange[] {
  const lines = change.lines.length > 0 ? change.lines : callSites(change, sites);
  if (lines.length === 0) return [];
  const text = code?.shown === true ? code.lines : readSource(change.file);
  return lines.map((line) => (line.text === null ? { ...line, text: shorten(text?.[line.line - 1]) } : line));
}

function callSites(change: FunctionChange, sites: readonly CallingCode[]): LineChange[] {
  const byLine = new Map<number, LineChange>();
  for (const { code, callees } of sites) {
    if (code === null || code.range === null) continue;
    for (const callee of callees) {
      const site = callSiteOf(callee, change.file, code.source.code, code.range);
      if (site === null) continue;
      const same = byLine.get(site.line);
      byLine.set(site.line, { ...site, base: site.base + (same?.base ?? 0), head: site.head + (same?.head ?? 0) });
    }
  }
  return [...byLine.values()].sort((a, b) => b.head - b.base - (a.head - a.base)).slice(0, maxSites);
}

function shorten(text: string | undefined): string | null {
  if (text === undefined) return null;
  const letters = Array.from(text.slice(0, 2 * maxText + 2));
  return letters.length > maxText ? `${letters.slice(0, maxText - 1).join('')}…` : text;
}
