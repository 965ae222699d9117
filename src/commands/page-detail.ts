import type { BuiltReport } from '../core/analysis/build-report-input.ts';
import type { LimitHit, ReportModel, ReportProfile } from '../core/model/report.ts';
import { formatBytes } from '../core/units/bytes.ts';
import type { ProfileView } from '../report/render-input.ts';

/** How much of each thing the page holds; profiles are numbered largest first. */
export interface PageDetail {
  /** The order of time in viewers whose profile has it. */
  readonly timeOrder: boolean;
  /** Calls below this share are left out of the viewers; 0 keeps what the flame tree has. */
  readonly pruneShare: number;
  /** Profiles that have a viewer, a flame graph, and rows per function table. */
  readonly viewers: number;
  readonly flames: number;
  readonly rows: number;
}

export const fullDetail: PageDetail = { timeOrder: true, pruneShare: 0, viewers: Infinity, flames: Infinity, rows: Infinity };

/** The viewer's JSON of a profile; null where it has no flame tree. */
export type EmbedViewer = (id: string, detail: Pick<PageDetail, 'timeOrder' | 'pruneShare'>) => { readonly json: string; readonly timeOrderIncluded: boolean } | null;

export interface DetailedReport {
  readonly model: ReportModel;
  readonly views: ReadonlyMap<string, ProfileView>;
}

/** The report in this detail, with a row in `limits` for everything that is left out because of `maxBytes`. */
export function applyDetail(built: BuiltReport, detail: PageDetail, maxBytes: number, embed: EmbedViewer): DetailedReport {
  const views = new Map<string, ProfileView>();
  const profiles: ReportProfile[] = [];
  const without: string[] = [];
  for (const [index, profile] of built.model.profiles.entries()) {
    const tree = built.flames.get(profile.id) ?? null;
    const drawn = index < detail.flames;
    const embedded = tree !== null && index < detail.viewers ? embed(profile.id, detail) : null;
    if (tree !== null && embedded === null) without.push(profile.file);
    const missing = tree !== null && !drawn ? `left out to keep the page below ${sizeText(maxBytes)} (--max-size)` : profile.flame.missing;
    profiles.push({ ...profile, functions: profile.functions.slice(0, detail.rows), flame: { ...profile.flame, missing, timeOrder: embedded?.timeOrderIncluded === true } });
    const viewerNames = (built.viewerNames.get(profile.id) ?? []).slice(0, detail.rows);
    views.set(profile.id, { flame: drawn ? tree : null, speedscopeJson: embedded?.json ?? null, viewerNames });
  }
  const cut = profiles.filter(({ functions }, index) => functions.length < (built.model.profiles[index]?.functions.length ?? 0));
  // Where tables are cut further, what the model said of their length is no longer true.
  const kept = cut.length === 0 ? built.model.limits : built.model.limits.filter(({ code }) => code !== 'functions-capped');
  const limits = [...kept, ...limitRows(detail, { maxBytes, timeOrdered: hasTimeOrder(built), profiles, without, cut: cut.length > 0 })];
  return { model: { ...built.model, profiles, limits }, views };
}

interface LeftOut {
  readonly maxBytes: number;
  readonly timeOrdered: boolean;
  readonly profiles: readonly ReportProfile[];
  readonly without: readonly string[];
  readonly cut: boolean;
}

function limitRows(detail: PageDetail, { maxBytes, timeOrdered, profiles, without, cut }: LeftOut): LimitHit[] {
  const why = `to keep the page below ${sizeText(maxBytes)} (--max-size)`;
  const rows: LimitHit[] = [];
  if (!detail.timeOrder && timeOrdered) rows.push({ code: 'time-order-left-out', where: 'all profiles', text: `the order of time is left out of the viewers ${why}` });
  if (detail.pruneShare > 0 && detail.viewers > 0) {
    rows.push({ code: 'viewer-pruned', where: 'all profiles', text: `calls below ${detail.pruneShare * 100} % are left out of the viewers ${why}; the tables hold them exactly` });
  }
  for (const file of new Set(detail.viewers < profiles.length ? without : [])) {
    rows.push({ code: 'viewer-left-out', where: file, text: `the interactive flame graph is left out ${why}` });
  }
  const undrawn = profiles.filter(({ flame }, index) => index >= detail.flames && flame.nodes > 0);
  for (const file of new Set(undrawn.map((profile) => profile.file))) {
    rows.push({ code: 'flame-left-out', where: file, text: `the flame graph is left out ${why}` });
  }
  for (const { file, title, functions, functionCount } of cut ? profiles : []) {
    if (functions.length < functionCount) rows.push({ code: 'functions-capped', where: file, text: `${functions.length} of ${functionCount} functions are listed for ${title} ${why}` });
  }
  return rows;
}

function hasTimeOrder({ profiles }: BuiltReport): boolean {
  return [...profiles.values()].some((profile) => profile.shape === 'stacks' && profile.samples.timeOrdered);
}

function sizeText(bytes: number): string {
  return formatBytes(bytes).replaceAll('\u00a0', ' ');
}
