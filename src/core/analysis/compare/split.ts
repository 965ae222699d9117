import type { ChangeReason } from '../../model/comparison.ts';

/** A change of self value as its parts: other number of calls, other cost per call, and both at once. */
export interface ChangeParts {
  readonly moreWork: number;
  readonly dearerCalls: number;
  readonly interaction: number;
}

/** Part of a change that makes it the reason. */
const dominating = 2 / 3;

/** The parts of `head - base`, which they add up to; null where calls are unknown or none on a side. */
export function splitChange(base: number, head: number, callsBase: number, callsHead: number): ChangeParts | null {
  if (!(callsBase > 0 && callsHead > 0)) return null;
  const moreWork = (callsHead - callsBase) * (base / callsBase);
  const dearerCalls = (head / callsHead - base / callsBase) * callsBase;
  return { moreWork, dearerCalls, interaction: head - base - moreWork - dearerCalls };
}

/** Which part a change mostly is. */
export function reasonOf(change: number, parts: ChangeParts | null, inBase: boolean, inHead: boolean): ChangeReason {
  if (!inBase) return 'new';
  if (!inHead) return 'gone';
  if (parts === null || change === 0) return 'unknown';
  const work = parts.moreWork / change;
  const cost = parts.dearerCalls / change;
  if (work >= dominating && work >= cost) return change > 0 ? 'more-work' : 'less-work';
  if (cost >= dominating) return change > 0 ? 'dearer-calls' : 'cheaper-calls';
  return 'both';
}
