import type { Note } from '../../core/model/note.ts';
import type { LineCosts, StackProfile } from '../../core/model/profile.ts';
import type { Samples } from '../../core/model/stacks.ts';
import type { DistinctStacks } from './distinct-stacks.ts';
import type { LineTable, Locations } from './locations.ts';
import type { PlacedStacks } from './stack-tree.ts';
import { maxSampleTypes, type PprofTables } from './tables.ts';
import { countsSamples, readMeasure } from './value-types.ts';
import { sumValues, typesPerPass } from './values.ts';

/** One profile per sample type, and the samples whose number of values was wrong. */
export function buildProfiles(bytes: Uint8Array, tables: PprofTables, locations: Locations, distinct: DistinctStacks, placed: PlacedStacks): { profiles: StackProfile[]; miscounted: number } {
  const typeCount = Math.min(tables.sampleTypes.length, typesWithin(bytes.length, placed.stacks.length));
  const rows = numberNodes(placed);
  const profiles: StackProfile[] = [];
  let miscounted = 0;
  for (let firstType = 0; firstType < typeCount; firstType += typesPerPass) {
    const count = Math.min(typesPerPass, typeCount - firstType);
    const values = sumValues(bytes, tables.samples, distinct.ofSample, distinct.length, firstType, count, tables.sampleTypes.length);
    miscounted = values.miscounted;
    for (let index = 0; index < count; index++) {
      profiles.push(buildProfile(tables, locations, placed, rows, firstType + index, values.sums[index] as Float64Array, values.inexact[index] === true));
    }
  }
  const counter = tables.sampleTypes.findIndex(countsSamples);
  const taken = counter >= 0 && counter < typeCount ? total(profiles[counter] as StackProfile) : null;
  return { profiles: profiles.map((profile, type) => ({ ...profile, sampleCount: taken ?? countByPeriod(tables, type, profile) })), miscounted };
}

/** Types that are read whatever they cost: real files have fewer. */
const alwaysRead = 12;
/** All that is made of one type costs up to 5 µs a stack node: a small file may not ask for hundreds. */
const nodesPerByte = 0.4;
const alwaysNodes = 200_000;

/** Sample types that a file of `size` bytes with `nodes` stack nodes may hold. */
function typesWithin(size: number, nodes: number): number {
  return Math.min(maxSampleTypes, Math.max(alwaysRead, Math.floor(Math.max(alwaysNodes, nodesPerByte * size) / nodes)));
}

/** Stacks of other addresses in the same functions share a node: these rows are one per node. */
interface NodeRows {
  readonly ofStack: Uint32Array;
  readonly node: Uint32Array;
}

function numberNodes(placed: PlacedStacks): NodeRows {
  // Row + 1, so that the zeros of a large fresh array need no filling.
  const rowOfNode = new Uint32Array(placed.stacks.length);
  const ofStack = new Uint32Array(placed.node.length);
  const node = new Uint32Array(placed.node.length);
  let rows = 0;
  for (let stack = 0; stack < placed.node.length; stack++) {
    const at = placed.node[stack] as number;
    if (rowOfNode[at] === 0) {
      node[rows] = at;
      rowOfNode[at] = ++rows;
    }
    ofStack[stack] = (rowOfNode[at] as number) - 1;
  }
  return { ofStack, node: node.subarray(0, rows) };
}

function buildProfile(tables: PprofTables, locations: Locations, placed: PlacedStacks, rows: NodeRows, type: number, sums: Float64Array, inexact: boolean): StackProfile {
  const valueType = tables.sampleTypes[type] as PprofTables['sampleTypes'][number];
  const measure = readMeasure(valueType);
  if (measure.factor !== 1) for (let stack = 0; stack < sums.length; stack++) sums[stack] = (sums[stack] as number) * measure.factor;
  const notes: Note[] = [];
  if (inexact) notes.push({ code: 'rounded-values', text: 'Values are beyond 2^53: the last digits are rounded.' });
  if (measure.factor !== 1) notes.push({ code: 'converted-unit', text: `The file counts in ${valueType.unit}; one is ${measure.factor} ${measure.unit}.` });
  return {
    shape: 'stacks',
    title: measure.title,
    kind: measure.kind,
    unit: measure.unit,
    semantics: measure.semantics,
    thread: null,
    frames: locations.frames,
    frameLine: 'definition',
    lineCosts: sumLines(locations.lines, placed.leafLine, sums),
    sampleCount: null,
    durationSeconds: tables.durationNanos > 0 ? tables.durationNanos / 1e9 : null,
    startedAt: readStart(tables),
    notes,
    stacks: placed.stacks,
    samples: weighRows(rows, sums),
  };
}

/** One sample per node of non-zero weight. */
function weighRows(rows: NodeRows, sums: Float64Array): Samples {
  const weights = new Float64Array(rows.node.length);
  for (let stack = 0; stack < sums.length; stack++) {
    const row = rows.ofStack[stack] as number;
    weights[row] = (weights[row] as number) + (sums[stack] as number);
  }
  let count = 0;
  for (const weight of weights) if (weight !== 0) count += 1;
  const stack = new Uint32Array(count);
  const weight = new Float64Array(count);
  for (let row = 0, at = 0; row < weights.length; row++) {
    if (weights[row] === 0) continue;
    stack[at] = rows.node[row] as number;
    weight[at++] = weights[row] as number;
  }
  return { stack, weight, timeOrdered: false };
}

/** Self weight by source line of the running function; null where the file knows no lines. */
function sumLines(lines: LineTable, leafLine: Uint32Array, sums: Float64Array): LineCosts | null {
  const known = lines.line.length;
  if (known === 0) return null;
  const costs = new Float64Array(known);
  for (let stack = 0; stack < sums.length; stack++) {
    const row = (leafLine[stack] as number) - 1;
    if (row >= 0) costs[row] = (costs[row] as number) + (sums[stack] as number);
  }
  const rows = Uint32Array.from(costs.keys()).filter((row) => costs[row] !== 0);
  return { frame: rows.map((row) => lines.frame.at(row)), line: rows.map((row) => lines.line.at(row)), cost: Float64Array.from(rows, (row) => costs[row] as number) };
}

function total(profile: StackProfile): number {
  return profile.samples.weight.reduce((sum, weight) => sum + weight, 0);
}

/** Without a type that counts samples: total / period, where every weight is a multiple of the period. */
function countByPeriod(tables: PprofTables, type: number, profile: StackProfile): number | null {
  const { period, periodType } = tables;
  const valueType = tables.sampleTypes[type];
  if (period <= 0 || periodType?.type !== valueType?.type || periodType?.unit !== valueType?.unit) return null;
  if (profile.kind !== 'cpu' && profile.kind !== 'wall') return null;
  return profile.samples.weight.every((weight) => weight % period === 0) ? total(profile) / period : null;
}

function readStart(tables: PprofTables): string | null {
  if (tables.timeLow === 0 && tables.timeHigh === 0) return null;
  const nanoseconds = (BigInt(tables.timeHigh) << 32n) | BigInt(tables.timeLow >>> 0);
  const started = new Date(Number(nanoseconds / 1_000_000n));
  return Number.isNaN(started.getTime()) ? null : started.toISOString();
}
