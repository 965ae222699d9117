import { UserError } from '../core/errors.ts';
import type { FrameTable } from '../core/model/frames.ts';
import type { ProfileSet, StackProfile } from '../core/model/profile.ts';
import type { Exporter } from './exporter.ts';
import { checkOutputSize } from './output-size.ts';
import { frameJson, speedscopeSchema, speedscopeUnit } from './speedscope/format.ts';
import { JsonBytes } from './speedscope/json-bytes.ts';
import { stackProfileOf } from './stack-profile-of.ts';
import { StackPaths, tokensOf } from './stack-paths.ts';

const COMMA = 0x2c;

/**
 * speedscope JSON (format: speedscope's file-format-spec.ts) with every profile of the set as a
 * sampled profile, rows in their own order. speedscope refuses negative weights, and so does `write`.
 */
export const speedscopeExporter: Exporter = {
  id: 'speedscope',
  title: 'speedscope JSON',
  extension: 'speedscope.json',
  gzip: false,
  oneProfile: false,
  write: writeSpeedscope,
};

function writeSpeedscope(set: ProfileSet): Uint8Array {
  const profiles = set.profiles.map(stackProfileOf);
  if (profiles.length === 0) throw new UserError('there is no profile to convert');
  for (const profile of profiles) refuseNegative(profile);
  const json = new JsonBytes();
  json.text(`{"$schema":"${speedscopeSchema}","exporter":"perf-report","activeProfileIndex":${set.defaultProfile},"shared":{"frames":[`);
  const firstIndex = writeFrames(json, profiles);
  json.text(']},"profiles":[');
  profiles.forEach((profile, index) => {
    if (index > 0) json.text(',');
    writeProfile(json, profile, firstIndex.get(profile.frames) as number);
  });
  json.text(']}\n');
  return json.finish();
}

/** Writes each frame table once; returns the index of its first frame. */
function writeFrames(json: JsonBytes, profiles: readonly StackProfile[]): Map<FrameTable, number> {
  const firstIndex = new Map<FrameTable, number>();
  let count = 0;
  for (const { frames } of profiles) {
    if (firstIndex.has(frames)) continue;
    if (count > 0 && frames.length > 0) json.text(',');
    firstIndex.set(frames, count);
    count += frames.length;
    json.list(frameTexts(frames));
  }
  return firstIndex;
}

function* frameTexts(frames: FrameTable): Iterable<string> {
  for (let frame = 0; frame < frames.length; frame++) {
    yield frameJson(frames.name[frame] as string, frames.file[frame] as string, frames.line[frame] as number);
  }
}

function writeProfile(json: JsonBytes, profile: StackProfile, firstIndex: number): void {
  const { samples, stacks, frames } = profile;
  const tokens = tokensOf(Array.from({ length: frames.length }, (_, frame) => String(firstIndex + frame)));
  const paths = new StackPaths(stacks, tokens, COMMA);
  let size = 0;
  let total = 0;
  for (let row = 0; row < samples.stack.length; row++) {
    if (samples.weight[row] === 0) continue;
    size += paths.lengthOf(samples.stack[row] as number) + 3;
    total += samples.weight[row] as number;
  }
  checkOutputSize(size, 'speedscope output', stacks.length + samples.stack.length);
  json.text(`{"type":"sampled","name":${JSON.stringify(nameOf(profile))},"unit":"${speedscopeUnit(profile.unit)}","startValue":0,"endValue":${total},"samples":[`);
  let first = true;
  for (let row = 0; row < samples.stack.length; row++) {
    if (samples.weight[row] === 0) continue;
    json.path(paths, samples.stack[row] as number, first);
    first = false;
  }
  json.text('],"weights":[');
  json.list(weightTexts(profile));
  json.text(']}');
}

function* weightTexts({ samples }: StackProfile): Iterable<string> {
  for (const weight of samples.weight) if (weight !== 0) yield String(weight);
}

function nameOf({ title, thread }: StackProfile): string {
  return thread === null || title.includes(thread) ? title : `${title} (${thread})`;
}

function refuseNegative({ samples, title }: StackProfile): void {
  for (const weight of samples.weight) {
    if (weight < 0) {
      throw new UserError(`speedscope cannot show negative weights, and "${title}" has some`, 'convert to pprof or folded, which can hold a difference');
    }
  }
}
