import { normalQuantile } from '../../stats/normal.ts';
import type { ComparedFunctions } from './compared-functions.ts';
import { heavyFunctions, samplesIn } from './significance.ts';

/** A rise of the whole from which on a uniform slowdown is told. */
const leastRise = 0.05;
/** Share of the whole from which on a function's share is looked at. */
const heavy = 0.01;
/** How far a heavy function's share may move in exact profiles, relative to itself. */
const exactTolerance = 0.1;
/** Largest part of the rise that one function may have beyond its share. */
const largestExcess = 0.25;
/** Samples a side below which shares are too uncertain to say that none moved. */
const fewestSamples = 300;
/** Chance of calling a share moved where none did, over all functions. */
const alarm = 0.01;

/**
 * The factor by which everything slowed alike, or null: the whole rose, calls stayed, and no function's share of the whole moved
 * (sampled: beyond the 1 % bound over all functions; exact: by more than a tenth).
 */
export function uniformSlowdown(functions: ComparedFunctions): number | null {
  const { base, head } = functions;
  const rise = head.sum - base.sum;
  if (!(base.sum > 0) || !(rise > leastRise * base.sum)) return null;
  const looked = heavyFunctions(functions, heavy);
  if (looked.length < 2) return null;
  const samples = { base: samplesIn(base), head: samplesIn(head) };
  const sampled = samples.base > 0 && samples.head > 0;
  if (sampled && Math.min(samples.base, samples.head) < fewestSamples) return null;
  if (!sampled && base.runs[0]?.profile.semantics === 'sampled') return null;
  const bound = normalQuantile(1 - alarm / 2 / looked.length);
  for (const i of looked) {
    const before = (base.self[i] as number) / base.sum;
    const after = (head.self[i] as number) / head.sum;
    const excess = (head.self[i] as number) - (base.self[i] as number) - before * rise;
    if (excess > largestExcess * rise) return null;
    if (functions.callsKnown && Math.abs((head.calls[i] as number) - (base.calls[i] as number)) > 0.01 * (base.calls[i] as number)) return null;
    const error = sampled ? Math.sqrt((before * (1 - before)) / samples.base + (after * (1 - after)) / samples.head) * bound : exactTolerance * before;
    if (Math.abs(after - before) > error) return null;
  }
  return head.sum / base.sum;
}
