import type { ReportProfile } from '../../core/model/report.ts';
import { formatCount } from '../../core/units/count.ts';
import { nbsp } from '../../core/units/digits.ts';
import { exactPercent, formatPercent } from '../../core/units/percent.ts';
import { formatQuantity } from '../../core/units/quantity.ts';
import type { ProfileView } from '../render-input.ts';
import { drawInlineFlame } from '../svg/flame-inline.ts';
import { drawZoomableFlame, type ZoomBounds } from '../svg/flame-zoom.ts';
import type { LayoutBounds } from '../svg/flame-layout.ts';
import { frameLooks } from '../svg/frame-look.ts';
import { heatStepsOf } from '../svg/heat-scale.ts';
import { profileHref } from './profile-index.ts';
import { flameHeading } from './words.ts';

/** The flame graph of one profile: inside the page, and as a file with zoom. */
export interface FlameView {
  readonly heading: string;
  /** Why there is none; '' where there is one. */
  readonly missing: string;
  readonly svgHtml: string;
  readonly remarks: readonly string[];
  readonly hasWaiting: boolean;
  /** The legend's heat steps, in percent. */
  readonly heatWords: string;
  /** Path of the file with zoom, '' where there is none. */
  readonly href: string;
}

export interface DrawnFlame {
  readonly view: FlameView;
  /** Content of the file at `view.href`. */
  readonly file: string;
}

interface FlameBounds {
  readonly inline: LayoutBounds;
  readonly zoom: ZoomBounds;
}

// A page with one profile affords more boxes than a page with fifty: about 250 bytes a box.
const generous: FlameBounds = {
  inline: { maxBoxes: 600, maxRows: 32, minShare: 0.001, rowShare: 0.01 },
  zoom: { whole: { maxBoxes: 1500, maxRows: 60, minShare: 0.0008, rowShare: 0.004 }, panel: { maxBoxes: 200, maxRows: 40, minShare: 0.004, rowShare: 0.01 }, maxPanels: 20 },
};
const modest: FlameBounds = {
  inline: { maxBoxes: 200, maxRows: 24, minShare: 0.003, rowShare: 0.02 },
  zoom: { whole: { maxBoxes: 500, maxRows: 60, minShare: 0.001, rowShare: 0.004 }, panel: { maxBoxes: 120, maxRows: 40, minShare: 0.004, rowShare: 0.01 }, maxPanels: 8 },
};
/** Profiles that get the generous bounds; more are folded and drawn smaller. */
export const openProfiles = 6;

/** Draws both flame graphs of a profile, or says why there is none. */
export function drawFlame(profile: ReportProfile, view: ProfileView | undefined, index: number): DrawnFlame {
  const heading = flameHeading(profile);
  const tree = view?.flame ?? null;
  if (tree === null || !((tree.total[0] ?? 0) > 0)) {
    const missing = profile.flame.missing ?? 'nothing was recorded that has a width';
    return { view: { heading, missing, svgHtml: '', remarks: [], hasWaiting: false, heatWords: '', href: '' }, file: '' };
  }
  const bounds = index < openProfiles ? generous : modest;
  const looks = frameLooks(profile, tree);
  const href = `flame/${profile.id}.svg`;
  const inline = drawInlineFlame(tree, looks, bounds.inline, `Flame graph of ${profile.title}: ${formatQuantity(profile.total, profile.unit)} in all. The table of hot functions holds the same facts as text.`);
  const remarks = remarksOn(profile, inline.layout.leftOut, inline.layout.tooDeep, inline.layout.rows);
  const title = `${profile.title}, ${profile.file}: ${formatQuantity(profile.total, profile.unit)}`;
  return {
    view: { heading, missing: '', svgHtml: inline.svg, remarks, hasWaiting: profile.waiting !== null, heatWords: heatWords(profile), href },
    file: drawZoomableFlame(tree, looks, title, `../index.html${profileHref(profile)}`, bounds.zoom),
  };
}

function heatWords(profile: ReportProfile): string {
  return `${heatStepsOf(profile).map((step) => String(Number((step * 100).toPrecision(3)))).join(', ')}${nbsp}%`;
}

function remarksOn(profile: ReportProfile, leftOut: number, tooDeep: number, rows: number): string[] {
  const remarks: string[] = [];
  if (profile.flame.reconstructed) remarks.push('Reconstructed from caller/callee edges, not sampled stacks: what a function spends is exact, by which path it was reached is estimated.');
  if (leftOut > 0) {
    const deep = tooDeep > 0 ? `, ${formatCount(tooDeep)} of them below its ${rows} rows` : '';
    remarks.push(`${formatCount(leftOut)} of ${formatCount(profile.flame.nodes)} boxes ${leftOut === 1 ? 'is' : 'are'} too small for this picture${deep}; the one with zoom shows more.`);
  }
  if (profile.flame.prunedNodes > 0) {
    remarks.push(`${formatCount(profile.flame.prunedNodes)} calls below ${exactPercent(profile.flame.pruneShare)} each, ${formatPercent(profile.flame.prunedShare)} together, are drawn as (pruned).`);
  }
  return remarks;
}
