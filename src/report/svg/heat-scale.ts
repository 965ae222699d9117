import type { ReportProfile } from '../../core/model/report.ts';
import { heatSteps } from './palette.ts';

/** Steps of profiles in which nothing stands out: with the usual ones their picture would be one grey. */
const flatSteps: readonly number[] = [0.001, 0.003, 0.01, 0.03];
/** Below this share of the hottest function a profile is flat. */
const flatBelow = 0.05;

/** Largest self share of a function or allocation site, 0 where nothing was recorded. */
export function largestShare(profile: Pick<ReportProfile, 'functions' | 'sites' | 'total'>): number {
  if (!(profile.total > 0)) return 0;
  const selves = profile.functions.map((row) => row.self);
  const sites = profile.sites?.byLine.map((site) => site.value) ?? [];
  let largest = 0;
  for (const value of [...selves, ...sites]) largest = Math.max(largest, value / profile.total);
  return largest;
}

/** Self shares from which a box or a bar of this profile has heat 1, 2, 3 and 4. */
export function heatStepsOf(profile: Pick<ReportProfile, 'functions' | 'sites' | 'total'>): readonly number[] {
  const largest = largestShare(profile);
  return largest > 0 && largest < flatBelow ? flatSteps : heatSteps;
}
