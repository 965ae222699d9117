import { counterNames, measuresOf, type Measure } from '../analysis/workload-metrics.ts';
import { hasFailed } from '../analysis/workload-samples.ts';
import type { Arm, RunSample } from '../model/run-record.ts';

/** Base and head of a comparison: where `paired`, the samples at one place belong together. */
export interface Sides {
  readonly paired: boolean;
  readonly base: readonly RunSample[];
  readonly head: readonly RunSample[];
  /** Pairs, or samples, that failed. */
  readonly failed: number;
  /** Pairs of which one half is missing. */
  readonly incomplete: number;
  /** Pairs whose number is used twice. */
  readonly repeated: number;
}

/** The values of one metric on both sides. */
export interface MetricSides {
  readonly measure: Measure;
  readonly base: readonly number[];
  readonly head: readonly number[];
  /** Values that cannot be: not a number, or a time or a size of 0 and less. They are in neither side. */
  readonly impossible: readonly number[];
}

/** Samples of an arm that are no warm-up. */
export function samplesOf(samples: readonly RunSample[], arm: Arm): RunSample[] {
  return samples.filter((sample) => sample.arm === arm && !sample.warmup);
}

/** Pairs up the two arms of one run by their pair numbers; a failed half takes the other one with it. Without numbers the arms are apart. */
export function sidesOfRun(samples: readonly RunSample[]): Sides {
  const base = samplesOf(samples, 'base');
  const head = samplesOf(samples, 'head');
  if (![...base, ...head].some(({ pair }) => pair !== null)) return sidesApart(base, head);
  const bases = byPair(base);
  const heads = byPair(head);
  const numbers = [...new Set([...bases.keys(), ...heads.keys()])];
  const pairs = { base: [] as RunSample[], head: [] as RunSample[] };
  const unpaired = [...base, ...head].filter(({ pair }) => pair === null).length;
  let failed = 0;
  let incomplete = unpaired;
  let repeated = 0;
  for (const number of numbers) {
    const [one, anotherBase] = bases.get(number) ?? [];
    const [other, anotherHead] = heads.get(number) ?? [];
    if (anotherBase !== undefined || anotherHead !== undefined) repeated++;
    else if (one === undefined || other === undefined) incomplete++;
    else if (hasFailed(one) || hasFailed(other)) failed++;
    else {
      pairs.base.push(one);
      pairs.head.push(other);
    }
  }
  return { paired: true, ...pairs, failed, incomplete, repeated };
}

/** Samples of two runs, or of arms that are not paired. */
export function sidesApart(base: readonly RunSample[], head: readonly RunSample[]): Sides {
  const good = (samples: readonly RunSample[]): RunSample[] => samples.filter((sample) => !hasFailed(sample));
  const sides = { base: good(base), head: good(head) };
  return { paired: false, ...sides, failed: base.length + head.length - sides.base.length - sides.head.length, incomplete: 0, repeated: 0 };
}

/** Every metric that a sample of either side knows. */
export function metricSides({ paired, base, head }: Sides): MetricSides[] {
  return measuresOf(counterNames([...head, ...base])).flatMap((measure) => {
    const sides = paired ? pairedValues(measure, base, head) : { base: valuesOf(measure, base), head: valuesOf(measure, head) };
    if (sides.base.length + sides.head.length === 0) return [];
    const isOdd = (value: number): boolean => !isPossible(measure, value);
    const impossible = [...sides.base, ...sides.head].filter(isOdd);
    if (impossible.length === 0) return [{ measure, ...sides, impossible }];
    const kept = [...sides.base.keys()].filter((place) => !isOdd(sides.base[place] as number) && !isOdd(sides.head[place] as number));
    const pick = (values: readonly number[]): number[] => (paired ? kept.map((place) => values[place] as number) : values.filter((value) => !isOdd(value)));
    return [{ measure, base: pick(sides.base), head: pick(sides.head), impossible }];
  });
}

/** A counter may be 0 or less; a time, a size or a number of instructions may not. */
function isPossible({ unit, metric }: Measure, value: number): boolean {
  return Number.isFinite(value) && (value > 0 || (unit === 'count' && metric !== 'instructions'));
}

function valuesOf({ pick }: Measure, samples: readonly RunSample[]): number[] {
  return samples.map(pick).filter((value) => value !== null);
}

/** Values of pairs of which both halves know the metric; where no pair does, the values of the side that knows it. */
function pairedValues(measure: Measure, base: readonly RunSample[], head: readonly RunSample[]): { base: number[]; head: number[] } {
  const values = { base: [] as number[], head: [] as number[] };
  head.forEach((sample, place) => {
    const other = base[place];
    const before = other === undefined ? null : measure.pick(other);
    const after = measure.pick(sample);
    if (before === null || after === null) return;
    values.base.push(before);
    values.head.push(after);
  });
  if (values.head.length > 0) return values;
  const lone = { base: valuesOf(measure, base), head: valuesOf(measure, head) };
  return lone.head.length > 0 ? { base: [], head: lone.head } : { base: lone.base, head: [] };
}

function byPair(samples: readonly RunSample[]): Map<number, RunSample[]> {
  const found = new Map<number, RunSample[]>();
  for (const sample of samples) {
    if (sample.pair === null) continue;
    const same = found.get(sample.pair);
    if (same === undefined) found.set(sample.pair, [sample]);
    else same.push(sample);
  }
  return found;
}
