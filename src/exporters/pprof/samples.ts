import { weighNodes } from '../../core/analysis/stack-walk.ts';
import { UserError } from '../../core/errors.ts';
import type { StackProfile } from '../../core/model/profile.ts';
import { checkOutputSize } from '../output-size.ts';
import { ProtoWriter } from './proto-writer.ts';
import type { SampleType } from './sample-types.ts';
import type { CodeTables } from './tables.ts';

/** Profiles over the same stacks, with their places in a sample's list of values. */
export interface StackGroup {
  readonly profiles: readonly StackProfile[];
  readonly columns: readonly number[];
}

/** Profiles that share stacks and frames become one group, in the order of their first profile. */
export function groupByStacks(profiles: readonly StackProfile[]): StackGroup[] {
  const groups: { profiles: StackProfile[]; columns: number[] }[] = [];
  for (const [column, profile] of profiles.entries()) {
    const group = groups.find(({ profiles: [first] }) => first?.stacks === profile.stacks && first.frames === profile.frames && first.thread === profile.thread);
    if (group === undefined) groups.push({ profiles: [profile], columns: [column] });
    else {
      group.profiles.push(profile);
      group.columns.push(column);
    }
  }
  return groups;
}

/**
 * Writes one sample per stack of the group; `label` is a finished Label message or empty. Weights are
 * rounded to integers and what rounding took is carried to the next stack that ends in the same
 * function, so each function's own sum, at any number of stacks, is off by at most half a unit.
 */
export function writeSamples(out: ProtoWriter, group: StackGroup, types: readonly SampleType[], tables: CodeTables, label: Uint8Array): void {
  const first = group.profiles[0] as StackProfile;
  const { stacks, frames, frameLine } = first;
  const columns = group.profiles.map((profile, index) => roundWeights(profile, types[group.columns[index] as number] as SampleType));
  checkSize(first, columns, types.length);
  const locationOfFrame = new Uint32Array(frames.length);
  const ids = new ProtoWriter();
  const values = new ProtoWriter();
  const message = new ProtoWriter();
  for (let node = 0; node < stacks.length; node++) {
    if (!columns.some((column) => column[node] !== 0)) continue;
    ids.clear();
    for (let step = node; step !== 0; step = stacks.parent[step] as number) {
      const frame = stacks.frame[step] as number;
      if (locationOfFrame[frame] === 0) locationOfFrame[frame] = tables.locationOf(frames, frame, frameLine);
      ids.varint(locationOfFrame[frame] as number);
    }
    values.clear();
    for (let type = 0, next = 0; type < types.length; type++) {
      const mine = group.columns[next] === type;
      values.int64(mine ? ((columns[next] as Float64Array)[node] as number) : 0);
      if (mine) next += 1;
    }
    message.clear();
    if (ids.length > 0) message.block(1, ids.view());
    message.block(2, values.view());
    if (label.length > 0) message.block(3, label);
    out.block(2, message.view());
  }
}

/** Every sample lists all its locations, of two bytes each in a long stack, and a value per type. */
function checkSize({ stacks }: StackProfile, columns: readonly Float64Array[], types: number): void {
  const depth = new Uint32Array(stacks.length);
  let bytes = 0;
  for (let node = 0; node < stacks.length; node++) {
    if (node > 0) depth[node] = (depth[stacks.parent[node] as number] as number) + 1;
    if (columns.some((column) => column[node] !== 0)) bytes += 2 * (depth[node] as number) + types;
  }
  checkOutputSize(bytes, 'pprof output', stacks.length, 'record with fewer or shallower stacks');
}

/** Integer weight of every node. Throws UserError for weights that an int64 cannot hold. */
function roundWeights(profile: StackProfile, { factor }: SampleType): Float64Array {
  const { stacks, samples, frames } = profile;
  const weights = Float64Array.from(weighNodes(stacks, samples).self);
  const carry = new Float64Array(frames.length + 1);
  for (let node = 0; node < stacks.length; node++) {
    const weight = weights[node] as number;
    if (weight === 0) continue;
    const leaf = node === 0 ? frames.length : (stacks.frame[node] as number);
    const exact = weight * factor + (carry[leaf] as number);
    const rounded = Math.round(exact);
    if (!(Math.abs(rounded) < 2 ** 63)) throw new UserError(`a weight of ${weight} ${profile.unit} does not fit into pprof's 64-bit integers`);
    weights[node] = rounded;
    carry[leaf] = exact - rounded;
  }
  return weights;
}
