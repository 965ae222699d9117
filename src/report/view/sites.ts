import type { AllocationSite, ReportProfile } from '../../core/model/report.ts';
import { formatCount } from '../../core/units/count.ts';
import { formatPercent } from '../../core/units/percent.ts';
import { drawBar, fullBarOf, type BarScale } from '../svg/bar.ts';
import { heatStepsOf } from '../svg/heat-scale.ts';
import { countFigure, quantityFigure, shareFigure, shareOf, type Figure } from './figure.ts';
import { placeOf } from './place.ts';
import { countNoun } from './words.ts';

/** Width of the bars in px: two tables stand side by side. */
const barPx = 72;

/** One table of allocation sites. */
export interface SitesTable {
  readonly heading: string;
  readonly caption: string;
  readonly first: string;
  /** Heading of the values: what is counted, or Size. */
  readonly valueHeading: string;
  readonly hasBlocks: boolean;
  readonly rows: readonly SiteRow[];
}

export interface SiteRow {
  readonly place: string;
  readonly own: boolean;
  readonly value: Figure;
  readonly blocks: Figure | null;
  readonly share: Figure;
  readonly barHtml: string;
}

/** Allocation sites by line and by file; empty for profiles that are no snapshot. */
export function sitesView(profile: ReportProfile): SitesTable[] {
  const { sites } = profile;
  if (sites === null) return [];
  return [
    sitesTable('By line', 'Line', 'lines', sites.byLine, sites.lineCount, profile),
    sitesTable('By file', 'File', 'files', sites.byFile, sites.fileCount, profile),
  ].filter((table) => table.rows.length > 0);
}

function sitesTable(heading: string, first: string, noun: string, sites: readonly AllocationSite[], all: number, profile: ReportProfile): SitesTable {
  const hasBlocks = profile.unit !== 'count' && sites.some((site) => site.blocks !== null);
  let largest = 0;
  for (const site of sites) largest = Math.max(largest, shareOf(site.value, profile.total));
  const scale: BarScale = { full: fullBarOf(largest), heatSteps: heatStepsOf(profile), widthPx: barPx };
  const listed = sites.length < all ? `The largest ${formatCount(sites.length)} of ${formatCount(all)} ${noun}` : `All ${formatCount(all)} ${noun}`;
  return {
    heading,
    caption: scale.full === 1 ? listed : `${listed}; a full bar is ${formatPercent(scale.full)} of all`,
    first,
    valueHeading: profile.unit === 'count' ? capitalised(countNoun(profile.kind)) : 'Size',
    hasBlocks,
    rows: sites.map((site) => {
      const share = shareOf(site.value, profile.total);
      return {
        place: placeOf(site.file, site.line) || '(unknown place)',
        own: site.owner === 'own',
        value: quantityFigure(site.value, profile.unit),
        blocks: site.blocks === null ? null : countFigure(site.blocks),
        share: shareFigure(share),
        barHtml: drawBar(share, false, scale),
      };
    }),
  };
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
