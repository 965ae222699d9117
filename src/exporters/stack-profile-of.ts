import { reconstructStacks } from '../core/analysis/reconstruct.ts';
import type { Profile, StackProfile } from '../core/model/profile.ts';

/** The profile itself, or the stacks rebuilt from its caller edges. */
export function stackProfileOf(profile: Profile): StackProfile {
  return profile.shape === 'stacks' ? profile : reconstructStacks(profile).profile;
}
