import { UserError } from '../core/errors.ts';
import type { ProfileSet, StackProfile } from '../core/model/profile.ts';
import type { Exporter } from './exporter.ts';
import { ProtoWriter } from './pprof/proto-writer.ts';
import { nameSampleTypes } from './pprof/sample-types.ts';
import { groupByStacks, writeSamples } from './pprof/samples.ts';
import { CodeTables, StringIndex } from './pprof/tables.ts';
import { stackProfileOf } from './stack-profile-of.ts';

/**
 * pprof's profile.proto, for `go tool pprof` and everything that reads it: one sample type per
 * profile of the set. Profiles with stacks of their own become samples that are 0 in the other types.
 * Time is written in nanoseconds, all values as integers (rounding: see `writeSamples`).
 * Format: https://github.com/google/pprof/blob/main/proto/profile.proto
 */
export const pprofExporter: Exporter = {
  id: 'pprof',
  title: 'pprof',
  extension: 'pb.gz',
  gzip: true,
  oneProfile: false,
  write: writeProfile,
};

function writeProfile(set: ProfileSet): Uint8Array {
  const profiles = set.profiles.map(stackProfileOf);
  const shown = profiles[set.defaultProfile];
  if (shown === undefined) throw new UserError('there is no profile to convert');
  const types = nameSampleTypes(profiles);
  const strings = new StringIndex();
  const tables = new CodeTables(strings);
  const out = new ProtoWriter();
  const message = new ProtoWriter();
  const valueType = (field: number, type: string, unit: string): void => {
    message.clear();
    message.number(1, strings.add(type));
    message.number(2, strings.add(unit));
    out.block(field, message.view());
  };
  for (const { type, unit } of types) valueType(1, type, unit);
  for (const group of groupByStacks(profiles)) writeSamples(out, group, types, tables, threadLabel((group.profiles[0] as StackProfile).thread, strings));
  tables.writeTo(out);
  const start = shown.startedAt === null ? NaN : Date.parse(shown.startedAt);
  const comments = profiles.some((profile) => profile.semantics === 'reconstructed') ? [strings.add('stacks rebuilt from caller edges')] : [];
  const defaultType = types[set.defaultProfile];
  const defaultIndex = strings.add(defaultType?.type ?? '');
  strings.writeTo(out, 6);
  if (!Number.isNaN(start)) out.number(9, BigInt(start) * 1_000_000n);
  if (shown.durationSeconds !== null) out.number(10, Math.round(shown.durationSeconds * 1e9));
  for (const comment of comments) out.number(13, comment);
  out.number(14, defaultIndex);
  return Uint8Array.from(out.view());
}

/** A Label message that names the thread; empty where there is none. */
function threadLabel(thread: string | null, strings: StringIndex): Uint8Array {
  const label = new ProtoWriter();
  if (thread !== null && thread !== '') {
    label.number(1, strings.add('thread'));
    label.number(2, strings.add(thread));
  }
  return label.view();
}
