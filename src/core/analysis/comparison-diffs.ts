import type { ProfileComparison } from '../model/comparison.ts';
import type { Profile } from '../model/profile.ts';
import type { BuildOptions, ReadFile } from './build-report-input.ts';
import { buildDiffTree, type DiffTree } from './compare/diff-tree.ts';
import type { FlameTree } from './flame-tree.ts';
import { focusProfile } from './focus.ts';
import { analyseProfile, type AnalysedProfile } from './report-profile.ts';

/** Comparisons that get a picture; the tables hold all. */
const maxDiffs = 6;

/**
 * Both call trees of each comparison in one, by its id: of the first run of each side. A comparison whose profiles have no call tree (negative
 * weights, nothing recorded) has none.
 */
export function diffTrees(comparisons: readonly ProfileComparison[], heads: readonly AnalysedProfile[], baseFiles: readonly ReadFile[], options: BuildOptions): Map<string, DiffTree> {
  const trees = new Map<string, DiffTree>();
  for (const comparison of comparisons.slice(0, maxDiffs)) {
    const head = heads.find(({ report, profile }) => report.file === comparison.headFiles[0] && isOf(comparison, profile));
    const file = baseFiles.find((each) => each.file === comparison.baseFiles[0]);
    const base = head?.flame === null || head === undefined || file === undefined ? null : baseFlame(file, comparison, options);
    if (base !== null && head?.flame) trees.set(comparison.id, buildDiffTree(base, head.flame));
  }
  return trees;
}

function baseFlame(file: ReadFile, comparison: ProfileComparison, options: BuildOptions): FlameTree | null {
  const focused = (file.set?.profiles ?? []).map((profile) => focusProfile(profile, options));
  const same = focused.filter(({ kind }) => kind === comparison.kind);
  const profile = same.find((each) => isOf(comparison, each)) ?? same[0];
  return profile === undefined ? null : analyseProfile(file, profile, focused, options).flame;
}

/** Titles of several workloads' comparisons begin with the workload. */
function isOf({ kind, title }: ProfileComparison, profile: Profile): boolean {
  return profile.kind === kind && (title === profile.title || title.endsWith(`: ${profile.title}`));
}
