import type { ProfileComparison } from '../model/comparison.ts';
import type { Note } from '../model/note.ts';
import type { LimitHit } from '../model/report.ts';
import type { BuildOptions } from './build-report-input.ts';
import { compareProfiles, type SideProfile } from './compare/compare-profiles.ts';
import type { ProfilePlace } from './comparison-groups.ts';
import { isShortFor } from './function-gates.ts';

/** A profile with its workload and the version that it is of. */
export interface PlacedProfile extends ProfilePlace {
  readonly side: SideProfile;
}

export interface GroupedComparison {
  /** The workload; null where the comparison may be of any. */
  readonly group: string | null;
  readonly comparison: ProfileComparison;
}

export interface ComparedGroups {
  readonly groups: readonly GroupedComparison[];
  readonly limits: readonly LimitHit[];
  readonly notes: readonly Note[];
}

/**
 * Compares the profiles of each workload with those of the same workload on the base: of a stored base, or where it is null of the head's own base arm. Where
 * each side knows one workload only, names do not matter. `wanted` functions are listed however small their change.
 */
export function compareGroups(base: readonly PlacedProfile[] | null, head: readonly PlacedProfile[], preferPairs: boolean, wanted: readonly string[], { roots, top, readSource }: BuildOptions): ComparedGroups {
  const own = byGroup(head.filter(({ arm }) => arm === 'base'));
  const stored = byGroup(base ?? []);
  const heads = byGroup(head.filter(({ arm }) => arm === 'head'));
  const groups: GroupedComparison[] = [];
  const limits: LimitHit[] = [];
  const notes: Note[] = [];
  for (const [group, side] of heads) {
    const ownBase = own.get(group);
    const foundBase = stored.get(group) ?? (stored.size === 1 && heads.size === 1 ? [...stored.values()][0] : undefined);
    const other = base === null || (preferPairs && ownBase !== undefined) ? ownBase : foundBase;
    if (other === undefined) {
      if (base !== null && group !== '') notes.push({ code: 'not-compared', text: `the base holds no profile of ${group}` });
      continue;
    }
    // Gates ask for functions that may be far down the lists.
    const compared = compareProfiles(other, side, { roots, top: wanted.length > 0 ? 0 : top, readSource });
    limits.push(...compared.limits);
    for (const comparison of compared.comparisons) {
      const id = `d${groups.length + 1}`;
      const title = heads.size > 1 && group !== '' ? `${group}: ${comparison.title}` : comparison.title;
      const kept = wanted.length > 0 ? keepTop(comparison, top, wanted) : { comparison, left: 0 };
      if (kept.left > 0) limits.push({ code: 'changes-capped', where: title, text: `${kept.left} functions whose value changed least are not listed` });
      groups.push({ group: group === '' ? null : group, comparison: { ...kept.comparison, id, title } });
    }
  }
  return { groups, limits, notes };
}

function byGroup(profiles: readonly PlacedProfile[]): Map<string, SideProfile[]> {
  const groups = new Map<string, SideProfile[]>();
  for (const { group, side } of profiles) {
    const known = groups.get(group);
    if (known === undefined) groups.set(group, [side]);
    else known.push(side);
  }
  return groups;
}

/** The first `top` rows of each list, and the wanted ones after them. */
function keepTop(comparison: ProfileComparison, top: number, wanted: readonly string[]): { comparison: ProfileComparison; left: number } {
  if (top === 0) return { comparison, left: 0 };
  const isWanted = (name: string): boolean => wanted.some((each) => each === name || isShortFor(each, name));
  const worse = comparison.worse.filter(({ name }, index) => index < top || isWanted(name));
  const better = comparison.better.filter(({ name }, index) => index < top || isWanted(name));
  return { comparison: { ...comparison, worse, better }, left: comparison.worse.length + comparison.better.length - worse.length - better.length };
}
