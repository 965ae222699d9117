import { InputError } from '../errors.ts';
import type { Profile, ProfileSet } from './profile.ts';

/** Far below the largest double, so that no sum, product or share of a profile's values overflows. */
const largestSum = 1e300;

/** Throws InputError where values, each of them finite, add up to more than can be calculated with. */
export function checkTotals(set: ProfileSet): void {
  for (const profile of set.profiles) {
    for (const values of columnsOf(profile)) {
      if (!(sumOfSizes(values) <= largestSum)) {
        throw new InputError(`the values of ${profile.title.slice(0, 80)} add up to more than a number can hold`, {}, 'no profiler measures that much: was the file damaged, or written by something else?');
      }
    }
  }
}

function columnsOf(profile: Profile): Float64Array[] {
  const lines = profile.lineCosts === null ? [] : [profile.lineCosts.cost];
  if (profile.shape === 'stacks') return [profile.samples.weight, ...lines];
  const { self, total, edges } = profile.graph;
  return [self, total, edges.self, edges.total, ...lines];
}

function sumOfSizes(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += Math.abs(value);
  return sum;
}
