import { adjustBenjaminiHochberg } from '../../stats/multiple.ts';
import { normalCdf } from '../../stats/normal.ts';
import { studentCdf } from '../../stats/student.ts';
import { medianOf } from '../../stats/summary.ts';
import { inBaseUnit } from '../../units/value.ts';
import { isWaiting } from '../waiting.ts';
import type { ComparedFunctions, Run, Side } from './compared-functions.ts';

export interface Significance {
  /** False with one run a side and no samples to count: then nothing is significant. */
  readonly known: boolean;
  /** Change over its standard error, NaN where that is unknown. */
  readonly z: Float64Array;
  readonly significant: Uint8Array;
}

/** Share of false alarms among the functions called significant. */
const falseShare = 0.05;
/** Functions below this share of both wholes are not tested: each test makes the others harder. */
const testedShare = 0.001;
/** What the noise of all functions together is worth in runs, for the noise of one. */
const priorDegrees = 4;
/** Share of a whole from which on a function says something of a run's pace, and how many must. */
const paceShare = 0.005;
const fewestForPace = 5;

/**
 * Which changes are beyond what runs of one side differ by. Each run is first put to one pace (what the typical function, per call
 * where calls are known, takes): a run on a busier machine is slower in everything. Several runs: Student's t on the spread of the
 * runs, never below the counting error of the samples (sampled profiles) or the typical relative spread of all functions. One run a
 * side: the error of counted and weighed samples where samples are known, nothing otherwise. Corrected by Benjamini and Hochberg. A function that comes
 * and goes between runs of one side is never significant.
 */
export function judgeChanges(functions: ComparedFunctions): Significance {
  const { base, head, count } = functions;
  const z = new Float64Array(count).fill(NaN);
  const significant = new Uint8Array(count);
  const runs = base.runs.length + head.runs.length;
  const tested = heavyFunctions(functions, testedShare);
  const paced = { base: base.runs.map((run) => pacedSelf(functions, run)), head: head.runs.map((run) => pacedSelf(functions, run)) };
  const sides = tested.map((i) => ({ base: valuesOf(paced.base, i), head: valuesOf(paced.head, i) }));
  const sampled = samplesIn(base) + samplesIn(head) > 0;
  const typical = sampled ? 0 : typicalSpread(sides);
  const degrees = runs - 2 + priorDegrees;
  const weights = runs > 2 ? () => 0 : weightError(functions);
  const pValues = tested.map((i, place) => {
    const side = sides[place] as PacedSides;
    const before = meanOf(side.base);
    const after = meanOf(side.head);
    const runError = runs > 2 ? Math.sqrt(Math.max(pooledVariance(side), ((typical * (before + after)) / 2) ** 2) * (1 / base.runs.length + 1 / head.runs.length)) : 0;
    const error = runs > 2 ? Math.max(runError, countingError(base, before, head, after)) : Math.max(countingError(base, before, head, after), weights(i));
    if (!(error > 0)) return 1;
    const change = after - before;
    z[i] = change / error;
    if (Math.sign(change) !== Math.sign((head.self[i] as number) - (base.self[i] as number))) return 1;
    const surprise = -Math.abs(change) / error;
    return 2 * (runs > 2 ? studentCdf(surprise, degrees) : normalCdf(surprise));
  });
  const adjusted = adjustBenjaminiHochberg(pValues);
  tested.forEach((i, place) => {
    significant[i] = (adjusted[place] as number) <= falseShare && isSteady(functions, i) ? 1 : 0;
  });
  return { known: runs > 2 || sampled, z, significant };
}

/** Functions whose self value is at least that share of the whole on a side. */
export function heavyFunctions({ base, head, count }: ComparedFunctions, share: number): number[] {
  const heavy: number[] = [];
  for (let i = 0; i < count; i++) {
    const before = Math.abs(base.self[i] as number);
    const after = Math.abs(head.self[i] as number);
    if ((before > 0 && before >= share * base.sum) || (after > 0 && after >= share * head.sum)) heavy.push(i);
  }
  return heavy;
}

interface PacedSides {
  readonly base: readonly number[];
  readonly head: readonly number[];
}

/** Self values of a run as if its typical function took what it takes in the mean of the base runs. */
function pacedSelf(functions: ComparedFunctions, run: Run): Float64Array {
  const factors = costFactors(functions, run.self, run.calls, paceShare);
  const pace = factors.length < fewestForPace ? 1 : (medianOf(factors) ?? 1);
  return run.self.map((value) => value / pace);
}

/** Cost of each heavy function (per call where calls are known) over its mean cost in the base. */
export function costFactors(functions: ComparedFunctions, self: Float64Array, calls: Float64Array, share: number): number[] {
  const { base, callsKnown } = functions;
  return heavyFunctions(functions, share)
    .map((i) => (self[i] as number) / (base.self[i] as number) / (callsKnown ? (calls[i] as number) / (base.calls[i] as number) : 1))
    .filter((factor) => factor > 0 && Number.isFinite(factor));
}

function valuesOf(runs: readonly Float64Array[], index: number): number[] {
  return runs.map((values) => values[index] as number);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * False for a function that only some runs of a side have. In sampled profiles a small function is missing from runs by chance: there
 * only the side that has more of it must have it in all runs, in each of them more than any run of the other.
 */
function isSteady({ base, head }: ComparedFunctions, index: number): boolean {
  const steady = ({ runs, seen }: Side): boolean => seen[index] === 0 || seen[index] === runs.length;
  if (steady(base) && steady(head)) return true;
  if (![...base.runs, ...head.runs].every(({ profile }) => profile.semantics === 'sampled')) return false;
  const [larger, smaller] = (base.self[index] as number) > (head.self[index] as number) ? [base, head] : [head, base];
  const values = ({ runs }: Side): number[] => runs.map(({ self }) => self[index] as number);
  return steady(larger) && Math.min(...values(larger)) > Math.max(...values(smaller));
}

/** Variance of the runs around the mean of their side; 0 with one run a side. */
function pooledVariance({ base, head }: PacedSides): number {
  const degrees = base.length + head.length - 2;
  const squares = (values: readonly number[]): number => {
    const mean = meanOf(values);
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  };
  return degrees > 0 ? (squares(base) + squares(head)) / degrees : 0;
}

/** Median standard deviation of functions, relative to their value. */
function typicalSpread(sides: readonly PacedSides[]): number {
  const relative = sides.map((side) => Math.sqrt(pooledVariance(side)) / ((meanOf(side.base) + meanOf(side.head)) / 2));
  return medianOf(relative.filter((value) => Number.isFinite(value))) ?? 0;
}

/** Poisson error of sampled values: each sample stands for an equal part of its run. */
function countingError(base: Side, before: number, head: Side, after: number): number {
  const part = (side: Side, value: number): number => {
    const samples = samplesIn(side);
    return samples > 0 ? (Math.abs(value) * side.sum) / samples : 0;
  };
  return Math.sqrt(part(base, before) + part(head, after));
}

/**
 * Error of one run a side from what each sample weighs: the sum of k samples of weight w has an error of w times the root of k. By the wall clock
 * one sample stands for all the time in which other programs ran, so a function may owe its value to a few.
 * Waiting is one long sample by nature (but not V8's, which has samples of its own).
 */
function weightError(functions: ComparedFunctions): (index: number) => number {
  const squares = new Float64Array(functions.count);
  for (const { profile, table, functionOfRow } of [...functions.base.runs, ...functions.head.runs]) {
    if (profile.semantics !== 'sampled' || profile.shape !== 'stacks' || !profile.samples.timeOrdered) continue;
    const { stacks, samples } = profile;
    for (let sample = 0; sample < samples.stack.length; sample++) {
      const node = samples.stack[sample] as number;
      if (node === 0) continue;
      const at = functionOfRow[table.functionOfFrame[stacks.frame[node] as number] as number] as number;
      squares[at] = (squares[at] as number) + inBaseUnit(samples.weight[sample] as number, profile.unit) ** 2;
    }
  }
  const isOneSample = (index: number): boolean => functions.name[index] !== '(idle)' && isWaiting(functions.name[index] as string, functions.owner[index] === 'own' && functions.rawFile[index] !== '');
  return (index) => (isOneSample(index) ? 0 : Math.sqrt(squares[index] as number));
}

/** Samples of all runs of a side. */
export function samplesIn({ runs }: Side): number {
  return runs.reduce((sum, run) => sum + samplesOf(run), 0);
}

/** Samples that a run's profile was made of, 0 where it is not sampled or they are not known. */
function samplesOf({ profile }: Run): number {
  if (profile.semantics !== 'sampled' || profile.shape !== 'stacks') return 0;
  if (profile.sampleCount !== null) return profile.sampleCount;
  return profile.samples.timeOrdered ? profile.samples.stack.length : 0;
}

/** Factor by which the typical function's call takes longer in the head; 1 where calls are unknown or functions are few. */
export function pacePerCall(functions: ComparedFunctions): number {
  const factors = functions.callsKnown ? costFactors(functions, functions.head.self, functions.head.calls, paceShare) : [];
  return factors.length < fewestForPace ? 1 : (medianOf(factors) ?? 1);
}
