import type { CallEdgeRow, ReportFunction, ReportModel, ReportProfile } from '../../core/model/report.ts';
import { formatCount } from '../../core/units/count.ts';
import { formatPercent } from '../../core/units/percent.ts';
import { formatQuantity } from '../../core/units/quantity.ts';
import { drawBar, fullBarOf, type BarScale } from '../svg/bar.ts';
import { heatStepsOf, largestShare } from '../svg/heat-scale.ts';
import { countFigure, quantityFigure, shareFigure, shareOf, type Figure } from './figure.ts';
import { changesOfProfile, functionGates, workloadOfFile, type ChangeCell, type FunctionGateMark } from './function-changes.ts';
import { isLong, namedPlace } from './place.ts';
import { countNoun, ownerWord, plural } from './words.ts';

/** Width of the bars in px. */
const barPx = 120;
/** Callers and callees shown in the static page; the script shows all of them. */
const shownNeighbours = 3;

/** The hot functions table of one profile. */
export interface FunctionsView {
  readonly profileId: string;
  readonly heading: string;
  readonly caption: string;
  readonly hasCalls: boolean;
  /** True where the profile was compared with a base. */
  readonly hasChange: boolean;
  /** What Self and Total count; '' where each figure has its unit. */
  readonly noun: string;
  readonly rows: readonly FunctionRow[];
}

export interface FunctionRow {
  readonly id: string;
  readonly index: number;
  /** As the profiler wrote it. */
  readonly name: string;
  readonly shown: { readonly name: string; readonly place: string };
  /** Too long for its row: all of it is in the page, three lines of it are seen. */
  readonly long: boolean;
  readonly owner: string;
  readonly own: boolean;
  readonly ownerWord: string;
  readonly waiting: boolean;
  /** Name of the function's heaviest frame in the viewer; '' where it is `name`. */
  readonly frame: string;
  readonly self: Figure;
  readonly total: Figure;
  readonly calls: Figure | null;
  readonly perCall: Figure | null;
  /** Against the base; null where the comparison does not list the function. */
  readonly change: ChangeCell | null;
  readonly gates: readonly FunctionGateMark[];
  readonly share: Figure;
  readonly barHtml: string;
  readonly neighbours: readonly NeighbourList[];
}

export interface NeighbourList {
  readonly heading: string;
  readonly rows: readonly { readonly name: string; readonly place: string; readonly figures: string }[];
  readonly more: string;
}

/** Rows of the hot functions table, in the model's order: by self, heaviest first. */
export function functionsView(model: ReportModel, profile: ReportProfile, viewerNames: readonly string[]): FunctionsView | null {
  if (profile.functions.length === 0) return null;
  const hasCalls = profile.functions.some((row) => row.calls !== null);
  const changes = changesOfProfile(model, profile);
  const gates = functionGates(model, workloadOfFile(model, profile.file));
  const shown = profile.functions.length;
  const all = Math.max(profile.functionCount, shown);
  const scale: BarScale = { full: fullBarOf(largestShare(profile)), heatSteps: heatStepsOf(profile), widthPx: barPx };
  const listed = shown < all ? `The ${formatCount(shown)} functions with the highest self value of ${formatCount(all)}` : `All ${plural(all, 'function')}, highest self value first`;
  return {
    profileId: profile.id,
    heading: profile.sites === null ? 'Hot functions' : 'Hot places, with callers and callees',
    caption: scale.full === 1 ? listed : `${listed}; a full bar is ${formatPercent(scale.full)} of all`,
    hasCalls,
    hasChange: changes !== null,
    noun: profile.unit === 'count' ? countNoun(profile.kind) : '',
    rows: profile.functions.map((row, index) => ({ ...functionRow(row, index, profile, viewerNames[index] ?? '', scale), change: changes?.(row) ?? null, gates: gates(row.name) })),
  };
}

function functionRow(row: ReportFunction, index: number, profile: ReportProfile, frame: string, scale: BarScale): Omit<FunctionRow, 'change' | 'gates'> {
  const share = shareOf(row.self, profile.total);
  const perCall = row.calls !== null && row.calls > 0 ? quantityFigure(row.self / row.calls, profile.unit) : null;
  return {
    id: `${profile.id}-f${index}`,
    index,
    name: row.name,
    shown: namedPlace(row),
    long: isLong(row.name),
    owner: row.owner,
    own: row.owner === 'own',
    ownerWord: ownerWord(row.owner),
    waiting: row.waiting,
    frame: frame === row.name ? '' : frame,
    self: quantityFigure(row.self, profile.unit),
    total: quantityFigure(row.total, profile.unit),
    calls: row.calls === null ? null : callsFigure(row.calls, row.primitiveCalls),
    perCall,
    share: shareFigure(share),
    barHtml: drawBar(share, row.waiting, scale),
    neighbours: [neighbourList('Called by', row.callers, profile), neighbourList('Calls', row.callees, profile)].filter((list) => list.rows.length > 0),
  };
}

/** All calls, with the ones not made by recursion after a slash where they differ, as `pstats` prints them. */
function callsFigure(calls: number, primitive: number | null): Figure {
  const figure = countFigure(calls);
  if (primitive === null || primitive === calls) return figure;
  return {
    text: `${figure.text}/${formatCount(primitive)}`,
    exact: `${figure.exact} calls, ${countFigure(primitive).exact} of them not made by recursion`,
    value: figure.value,
  };
}

function neighbourList(heading: string, edges: readonly CallEdgeRow[], profile: ReportProfile): NeighbourList {
  const rows = edges.slice(0, shownNeighbours).map((edge) => ({
    ...namedPlace(edge),
    figures: [
      edge.total === null ? '' : formatQuantity(edge.total, profile.unit),
      edge.calls === null ? '' : `${formatCount(edge.calls)} ${edge.calls === 1 ? 'call' : 'calls'}`,
    ]
      .filter((text) => text !== '')
      .join(', '),
  }));
  const more = edges.length - rows.length;
  return { heading, rows, more: more > 0 ? `and ${more} more` : '' };
}
