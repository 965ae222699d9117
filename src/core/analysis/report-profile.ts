import type { Profile, StackProfile } from '../model/profile.ts';
import type { FrameTable } from '../model/frames.ts';
import type { AnnotatedSource, CallEdgeRow, FlameFacts, HotPlace, LimitHit, ReportFunction, ReportProfile } from '../model/report.ts';
import { baseUnit, inBaseUnit } from '../units/value.ts';
import type { BuildOptions, ReadFile } from './build-report-input.ts';
import { allocationSites } from './allocation-sites.ts';
import { neighboursOf, type Neighbour } from './call-edges.ts';
import { ownerOf } from './code-owner.ts';
import { buildFlameTree, type FlameTree } from './flame-tree.ts';
import { firstFrames, functionTable, profileTotal, totalCalls, type FunctionTable } from './function-table.ts';
import { heaviestRows } from './heaviest-rows.ts';
import { displayFrames, displayPaths, type DisplayPaths } from './identity/display-paths.ts';
import { annotate, lineCostsOf } from './line-costs.ts';
import { reconstructStacks } from './reconstruct.ts';
import { framesInViewer, viewerNames } from './viewer-names.ts';
import { isWaiting } from './waiting.ts';

/** Callers and callees kept per function. */
const maxNeighbours = 10;
/** Functions whose source lines are listed. */
const maxSources = 5;
/** Places that the first screen says in words. */
const hottestCount = 3;
/** Nodes of the flame tree: the viewer stays quick below it, see docs/decisions. */
const maxFlameNodes = 25_000;
/** The same for trees rebuilt from caller edges: what lies above a function's caller is guessed, and more detail of it is no more knowledge. */
const maxRebuiltNodes = 12_000;
/** Frames of one drawn stack. */
const maxFlameDepth = 1_000;

/** One profile made ready for the page, with what its sections are drawn from. */
export interface AnalysedProfile {
  readonly report: Omit<ReportProfile, 'id'>;
  readonly profile: Profile;
  readonly flame: FlameTree | null;
  /** By frame of the flame tree's table, '' for frames that it does not draw. */
  readonly frameNames: readonly string[];
  /** By function of the report. */
  readonly viewerNames: readonly string[];
  readonly limits: readonly LimitHit[];
}

/** Tables, hot places, sites, sources and the flame tree of one profile of one file. */
export function analyseProfile(file: ReadFile, profile: Profile, siblings: readonly Profile[], options: BuildOptions): AnalysedProfile {
  const paths = displayPaths(profile.frames, options.roots);
  const table = functionTable(profile);
  const total = profileTotal(profile);
  const { order, count: functionCount } = heaviestRows(table, options.top > 0 ? Math.max(options.top, hottestCount) : Infinity);
  const shown = options.top > 0 ? order.subarray(0, options.top) : order;
  const neighbours = neighboursOf(profile, table, shown);
  const limits: LimitHit[] = [];
  const functions: ReportFunction[] = [];
  for (const row of shown) {
    const around = neighbours.get(row) ?? { callers: [], callees: [] };
    functions.push({
      ...describeFunction(row, profile, table, paths),
      callers: edgeRows(around.callers, profile, table, paths),
      callees: edgeRows(around.callees, profile, table, paths),
    });
  }
  if (shown.length < functionCount) {
    limits.push({ code: 'functions-capped', where: file.file, text: `${shown.length} of ${functionCount} functions are listed for ${profile.title}; --top 0 lists all` });
  }
  const { flame, facts } = drawFlame(profile, displayFrames(profile.frames, paths));
  const report: Omit<ReportProfile, 'id'> = {
    title: profile.title,
    file: file.file,
    fileBytes: file.bytes,
    format: file.format ?? '',
    formatTitle: file.formatTitle ?? '',
    kind: profile.kind,
    unit: baseUnit(profile.unit),
    semantics: profile.semantics,
    thread: profile.thread,
    total: inBaseUnit(total, profile.unit),
    samples: profile.sampleCount,
    calls: totalCalls(profile),
    durationSeconds: profile.durationSeconds,
    startedAt: profile.startedAt,
    functionCount,
    functions,
    hottest: hottestPlaces(profile, table, order, total, paths),
    waiting: waitingShare(profile, table, total, paths),
    sites: sitesOf(profile, siblings, paths, options.top),
    sources: sourcesOf(profile, table, shown, paths, options),
    flame: facts,
    notes: profile.notes,
  };
  const frameNames = flame === null ? [] : viewerNames(flame.frames, framesInViewer(flame));
  const drawn = firstFrames(table.functionOfFrame, table.length);
  return { report, profile, flame, frameNames, viewerNames: functions.map((_, i) => frameNames[drawn[shown[i] as number] as number] ?? ''), limits };
}

function describeFunction(row: number, profile: Profile, table: FunctionTable, paths: DisplayPaths): Omit<ReportFunction, 'callers' | 'callees'> {
  const frame = table.frame[row] as number;
  const name = profile.frames.name[frame] as string;
  const file = profile.frames.file[frame] as string;
  const owner = ownerOf(name, file, paths);
  return {
    name,
    file: shownFile(file, paths),
    line: profile.frames.line[frame] as number,
    self: inBaseUnit(table.self[row] as number, profile.unit),
    total: inBaseUnit(table.total[row] as number, profile.unit),
    calls: known(table.calls[row] as number),
    primitiveCalls: known(table.primitiveCalls[row] as number),
    owner,
    waiting: isWaiting(name, owner === 'own' && file !== ''),
  };
}

function shownFile(file: string, paths: DisplayPaths): string {
  return file === '' || file === '~' ? '' : paths.place(file).path;
}

function known(count: number): number | null {
  return count < 0 ? null : count;
}

function edgeRows(list: readonly Neighbour[], profile: Profile, table: FunctionTable, paths: DisplayPaths): CallEdgeRow[] {
  return list.slice(0, maxNeighbours).map((neighbour) => {
    const frame = table.frame[neighbour.row] as number;
    return {
      name: profile.frames.name[frame] as string,
      file: shownFile(profile.frames.file[frame] as string, paths),
      line: profile.frames.line[frame] as number,
      calls: known(neighbour.calls),
      total: Number.isNaN(neighbour.total) ? null : inBaseUnit(neighbour.total, profile.unit),
    };
  });
}

/** The three heaviest functions by self: what the first screen says in words. */
function hottestPlaces(profile: Profile, table: FunctionTable, order: Uint32Array, total: number, paths: DisplayPaths): HotPlace[] {
  const places: HotPlace[] = [];
  for (const row of order) {
    if (places.length === hottestCount || (table.self[row] as number) <= 0) break;
    const { name, file, line, self, calls, owner, waiting } = describeFunction(row, profile, table, paths);
    places.push({ name, file, line, self, calls, owner, waiting, share: total === 0 ? 0 : (table.self[row] as number) / total });
  }
  return places;
}

function waitingShare(profile: Profile, table: FunctionTable, total: number, paths: DisplayPaths): ReportProfile['waiting'] {
  if (baseUnit(profile.unit) !== 'seconds' || !(total > 0)) return null;
  let self = 0;
  for (let row = 0; row < table.length; row++) {
    const weight = table.self[row] as number;
    if (weight === 0) continue;
    const frame = table.frame[row] as number;
    const name = profile.frames.name[frame] as string;
    const file = profile.frames.file[frame] as string;
    if (isWaiting(name, file !== '' && ownerOf(name, file, paths) === 'own')) self += weight;
  }
  return self === 0 ? null : { self: inBaseUnit(self, profile.unit), share: self / total };
}

/** Snapshots whose frames are source lines get site tables; block counts come from the sibling over the same stacks. */
function sitesOf(profile: Profile, siblings: readonly Profile[], paths: DisplayPaths, top: number): ReportProfile['sites'] {
  if (profile.shape !== 'stacks' || profile.semantics !== 'snapshot' || profile.kind !== 'live-bytes') return null;
  const blocks = siblings.find((other): other is StackProfile => other.shape === 'stacks' && other.kind === 'live-objects' && other.stacks === profile.stacks);
  return allocationSites(profile, blocks ?? null, paths, top);
}

function sourcesOf(profile: Profile, table: FunctionTable, shown: Uint32Array, paths: DisplayPaths, options: BuildOptions): AnnotatedSource[] {
  const costs = lineCostsOf(profile, table);
  const sources: AnnotatedSource[] = [];
  for (const row of shown) {
    const lines = costs.get(row);
    if (lines === undefined) continue;
    const frame = table.frame[row] as number;
    const file = profile.frames.file[frame] as string;
    const name = profile.frames.name[frame] as string;
    if (ownerOf(name, file, paths) !== 'own') continue;
    sources.push(annotate(name, shownFile(file, paths), lines, profile, options.readSource(file)));
    if (sources.length === maxSources) break;
  }
  return sources;
}

function drawFlame(profile: Profile, frames: FrameTable): { flame: FlameTree | null; facts: FlameFacts } {
  const rebuilt = profile.shape === 'call-graph' ? reconstructStacks(profile).profile : profile;
  // A reconstruction appends its "(pruned)" frame to the profile's table.
  const named = rebuilt.frames === profile.frames ? frames : extendFrames(frames, rebuilt.frames);
  const flame = buildFlameTree(rebuilt, { pruneShare: 1e-4, maxNodes: profile.shape === 'call-graph' ? maxRebuiltNodes : maxFlameNodes, maxDepth: maxFlameDepth, frames: named });
  const total = profileTotal(rebuilt);
  const facts: FlameFacts = {
    reconstructed: profile.shape === 'call-graph',
    missing: flame === null ? missingFlame(profile, total) : null,
    nodes: flame === null ? 0 : flame.length - 1,
    maxDepth: flame?.maxDepth ?? 0,
    prunedNodes: flame?.prunedNodes ?? 0,
    prunedShare: flame === null || total === 0 ? 0 : flame.prunedWeight / total,
    pruneShare: flame?.pruneShare ?? 0,
    timeOrder: false,
  };
  return { flame, facts };
}

function extendFrames(shown: FrameTable, longer: FrameTable): FrameTable {
  const file = [...shown.file];
  for (let frame = shown.length; frame < longer.length; frame++) file.push(longer.file[frame] as string);
  return { ...longer, file };
}

function missingFlame(profile: Profile, total: number): string {
  const weights = profile.shape === 'stacks' ? profile.samples.weight : profile.graph.self;
  if (weights.some((weight) => weight < 0)) return 'some values are negative (a difference of two profiles), which widths cannot show: read the table';
  return total === 0 ? 'nothing was recorded: every value is zero' : 'there is nothing to draw';
}
