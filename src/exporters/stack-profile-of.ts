import { reconstructStacks } from '../core/analysis/reconstruct.ts';
import type { CallGraphProfile, Profile, StackProfile } from '../core/model/profile.ts';

/**
 * A file may hold more than a flame graph can show, whose cut loses up to 3 % of the time and more than
 * half of the functions of a program of 2,500. The finest of these cuts is taken whose tree is not too large.
 */
const cutShares = [1e-7, 1e-6, 1e-5] as const;

/** Folded text repeats the whole path for each node: this many take about thirty megabytes. */
const maxNodes = 50_000;

/** The profile itself, or the stacks rebuilt from its caller edges. */
export function stackProfileOf(profile: Profile): StackProfile {
  return profile.shape === 'stacks' ? profile : stacksOfGraph(profile);
}

function stacksOfGraph(profile: CallGraphProfile): StackProfile {
  for (const cutShare of cutShares) {
    const rebuilt = reconstructStacks(profile, { cutShare }).profile;
    if (rebuilt.stacks.length <= maxNodes) return rebuilt;
  }
  return reconstructStacks(profile).profile;
}
