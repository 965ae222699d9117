import type { ReportProfile } from '../../core/model/report.ts';

/** Profiles that one recording holds side by side: its sample types, as pprof's cpu and samples. */
export interface ProfileGroup {
  readonly main: ReportProfile;
  /** The same stacks weighed otherwise. */
  readonly twins: readonly ReportProfile[];
}

/**
 * The profiles, largest first as in the model, with the ones of the same file and thread that measure
 * something else put beside the largest. Threads and parts of a file that measure the same stay apart.
 */
export function groupProfiles(profiles: readonly ReportProfile[]): ProfileGroup[] {
  const groups: { main: ReportProfile; twins: ReportProfile[] }[] = [];
  const byPlace = new Map<string, { main: ReportProfile; twins: ReportProfile[] }[]>();
  for (const profile of profiles) {
    const place = `${profile.file}\u0000${profile.thread ?? ''}`;
    const candidates = byPlace.get(place) ?? [];
    const group = candidates.find(({ main, twins }) => [main, ...twins].every((other) => other.kind !== profile.kind));
    if (group !== undefined) {
      group.twins.push(profile);
      continue;
    }
    const opened = { main: profile, twins: [] };
    byPlace.set(place, [...candidates, opened]);
    groups.push(opened);
  }
  return groups;
}
