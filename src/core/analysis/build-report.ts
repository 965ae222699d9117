import type { Profile } from '../model/profile.ts';
import type { LimitHit, ReportInput, ReportModel, ReportProfile, ReportWorkload } from '../model/report.ts';
import type { RunFacts } from '../model/run.ts';
import type { BuildOptions, BuiltReport, ReadFile } from './build-report-input.ts';
import { buildComparison, ownBaseOnly, type CompareRequest } from './build-comparison.ts';
import { chartsOf } from './charts.ts';
import { RunPlaces } from './comparison-groups.ts';
import { diffTrees } from './comparison-diffs.ts';
import { comparisonHeadline } from './comparison-headline.ts';
import type { PlacedProfile } from './comparison-of-groups.ts';
import { focusProfile } from './focus.ts';
import type { FlameTree } from './flame-tree.ts';
import { writeHeadline } from './headline.ts';
import { analyseProfile, type AnalysedProfile } from './report-profile.ts';
import { RecordedProfiles } from './workload-profiles.ts';
import { runsOf, workloadsOf } from './workloads.ts';

/**
 * Everything the page says, from the files that were read and the merged facts of the run; `request` says what they are compared with. The
 * base's profiles are inputs and no sections of their own. Pure: the same input gives the same model.
 */
export function buildReport(files: readonly ReadFile[], run: RunFacts | null, options: BuildOptions, request: CompareRequest = ownBaseOnly): BuiltReport {
  const runs = runsOf(files);
  const recorded = new RecordedProfiles(runs);
  const places = new RunPlaces(runs, recorded);
  const headFiles = places.headFiles(files);
  const analysed = headFiles.flatMap((file) => analyseFile(file, options)).sort(largestFirst);
  const flames = new Map<string, FlameTree>();
  const profiles = new Map<string, Profile>();
  const frameNames = new Map<string, readonly string[]>();
  const viewerNames = new Map<string, readonly string[]>();
  const rows: ReportProfile[] = [];
  const { workloads: measured, limits: workloadLimits } = workloadsOf(files);
  const limits: LimitHit[] = [...workloadLimits];
  for (const [index, item] of analysed.entries()) {
    const id = `p${index + 1}`;
    rows.push({ id, ...item.report, notes: recorded.notesOf(item.report.file, item.report.notes) });
    profiles.set(id, item.profile);
    frameNames.set(id, item.frameNames);
    viewerNames.set(id, item.viewerNames);
    if (item.flame !== null) flames.set(id, item.flame);
    limits.push(...item.limits, ...flameLimits(item));
  }
  const ofBase = files.filter((file) => !headFiles.includes(file)).flatMap((file) => placedProfiles(file, places, options));
  const ofHead = analysed.map(({ report, profile }): PlacedProfile => ({ ...places.placeOf(report.file), arm: 'head', side: { file: report.file, format: report.format, profile } }));
  const compared = buildComparison({ runs, workloads: measured, profiles: [...ofHead, ...ofBase] }, request, options);
  const workloads = compared?.workloads ?? measured;
  const inputs = [...files, ...(request.base ?? [])].map(describeInput);
  const failed = inputs.filter((input) => input.error !== null);
  const charts = chartsOf(headFiles);
  const nothing = rows.length + charts.length === 0 && failed.length > 0 && workloads.length === 0;
  const model: ReportModel = {
    schema: 'perf-report/report/v1',
    tool: { name: 'perf-report', version: options.toolVersion },
    verdict: failedAt(workloads) || nothing ? 'failed' : (compared?.verdict ?? 'no-baseline'),
    headline: (compared === null || nothing ? null : comparisonHeadline(workloads, compared.comparisons, compared.gate)) ?? writeHeadline({ profiles: rows, failed, run, workloads, charts }),
    run,
    inputs,
    profiles: rows,
    workloads,
    charts,
    comparisons: compared?.comparisons ?? [],
    gate: compared?.gate ?? null,
    limits: [...limits, ...(compared?.limits ?? []), ...focusLimits(options)],
    notes: [...files.flatMap((file) => file.set?.notes ?? []), ...(compared?.notes ?? [])],
  };
  const diffs = diffTrees(model.comparisons, analysed, [...files, ...(request.base ?? [])], options);
  return { model, flames, profiles, frameNames, viewerNames, diffs };
}

function failedAt(workloads: readonly ReportWorkload[]): boolean {
  return workloads.some(({ verdict }) => verdict === 'failed');
}

function placedProfiles(file: ReadFile, places: RunPlaces, options: BuildOptions): PlacedProfile[] {
  const profiles = file.set?.profiles ?? [];
  return profiles.map((profile) => ({ ...places.placeOf(file.file), side: { file: file.file, format: file.format ?? '', profile: focusProfile(profile, options) } }));
}

interface RankedProfile extends AnalysedProfile {
  /** 0 for the dimension the file itself shows first, 1 for its other ones. */
  readonly rank: number;
}

function analyseFile(file: ReadFile, options: BuildOptions): RankedProfile[] {
  const { set } = file;
  if (set === null) return [];
  const focused = set.profiles.map((profile) => focusProfile(profile, options));
  const main = focused[set.defaultProfile];
  return focused.map((profile) => ({
    ...analyseProfile(file, profile, focused, options),
    rank: profile === main || main === undefined || !sharesStacks(profile, main) ? 0 : 1,
  }));
}

function sharesStacks(a: Profile, b: Profile): boolean {
  return a.shape === 'stacks' && b.shape === 'stacks' && a.stacks === b.stacks;
}

const unitOrder = { seconds: 0, bytes: 1, count: 2 };

/** Main dimensions before side ones, time before memory before counts, then by total. */
function largestFirst(a: RankedProfile, b: RankedProfile): number {
  return (
    a.rank - b.rank ||
    unitOrder[a.report.unit] - unitOrder[b.report.unit] ||
    Math.abs(b.report.total) - Math.abs(a.report.total) ||
    (a.report.file < b.report.file ? -1 : a.report.file > b.report.file ? 1 : 0)
  );
}

function flameLimits(item: AnalysedProfile): LimitHit[] {
  const { flame, report } = item;
  if (flame === null || flame.prunedNodes === 0) return [];
  const share = report.flame.prunedShare * 100;
  return [
    {
      code: 'flame-pruned',
      where: report.file,
      text: `${flame.prunedNodes} calls below ${flame.pruneShare * 100} % of ${report.title}, ${share.toPrecision(2)} % together, are drawn as "(pruned)"; the tables hold them exactly`,
    },
  ];
}

function focusLimits(options: BuildOptions): LimitHit[] {
  const rows: LimitHit[] = [];
  if (options.focus !== null) rows.push({ code: 'focus', where: 'all profiles', text: `only stacks with a function matching ${options.focus.source} are shown (--focus)` });
  if (options.ignore !== null) rows.push({ code: 'ignore', where: 'all profiles', text: `stacks with a function matching ${options.ignore.source} are left out (--ignore)` });
  return rows;
}

function describeInput(file: ReadFile): ReportInput {
  return { file: file.file, bytes: file.bytes, format: file.format, profiles: file.set?.profiles.length ?? 0, error: file.error, notes: file.notes };
}
