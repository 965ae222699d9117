import { InputError } from '../core/errors.ts';
import type { ImportLimits } from '../core/limits.ts';
import type { ProfileSet } from '../core/model/profile.ts';
import type { ByteSource, Head, Importer } from './importer.ts';
import { groupStacks } from './pprof/distinct-stacks.ts';
import { readLocations } from './pprof/locations.ts';
import { collectNotes } from './pprof/notes.ts';
import { buildProfiles } from './pprof/profiles.ts';
import { makePruner } from './pprof/prune.ts';
import { looksLikeProfile } from './pprof/recognise.ts';
import { placeStacks } from './pprof/stack-tree.ts';
import { readTables } from './pprof/tables.ts';

/**
 * pprof's profile.proto, as written by Go, pprof-rs, @datadog/pprof, rbspy, .NET, Parca and others.
 * One StackProfile per sample type; all share frames and stacks. Functions are frames: inlined ones
 * are frames of their own. Labels are added up. drop_frames is applied as `go tool pprof` does.
 */
export const pprofImporter: Importer = {
  id: 'pprof',
  title: 'pprof',
  recognisedBy: 'a protobuf message with the fields of profile.proto (gzipped or not)',
  recognise: (head: Head) => looksLikeProfile(head),
  async read(source: ByteSource, limits: ImportLimits): Promise<ProfileSet> {
    return readProfile(await source.bytes(), limits);
  },
};

function readProfile(bytes: Uint8Array, limits: ImportLimits): ProfileSet {
  const tables = readTables(bytes, limits);
  if (tables.sampleTypes.length === 0) {
    throw new InputError('this pprof file names no sample type, so its numbers mean nothing', {}, 'record it again; `go tool pprof -raw FILE` shows what it holds');
  }
  const pruner = makePruner(tables);
  const locations = readLocations(bytes, tables, pruner === 'unreadable' ? null : pruner, limits);
  const distinct = groupStacks(bytes, tables.samples);
  const placed = placeStacks(bytes, distinct, tables.locationIds, locations, limits);
  const { profiles, miscounted } = buildProfiles(bytes, tables, locations, distinct, placed);
  const byName = tables.sampleTypes.findIndex(({ type }) => type === tables.defaultSampleType);
  return {
    format: 'pprof',
    profiles,
    defaultProfile: tables.defaultSampleType !== '' && byName >= 0 && byName < profiles.length ? byName : profiles.length - 1,
    notes: collectNotes({ tables, pruner, locations, distinct, placed, profiles: profiles.length, miscounted }),
  };
}
