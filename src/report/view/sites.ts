import type { AllocationSite, ReportProfile } from '../../core/model/report.ts';
import { formatCount } from '../../core/units/count.ts';
import { drawBar } from '../svg/bar.ts';
import { countFigure, quantityFigure, shareFigure, shareOf, type Figure } from './figure.ts';
import { placeOf } from './place.ts';

/** One table of allocation sites. */
export interface SitesTable {
  readonly heading: string;
  readonly caption: string;
  readonly first: string;
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
  const hasBlocks = sites.some((site) => site.blocks !== null);
  return {
    heading,
    caption: sites.length < all ? `The largest ${formatCount(sites.length)} of ${formatCount(all)} ${noun}` : `All ${formatCount(all)} ${noun}`,
    first,
    hasBlocks,
    rows: sites.map((site) => {
      const share = shareOf(site.value, profile.total);
      return {
        place: placeOf(site.file, site.line) || '(unknown place)',
        own: site.owner === 'own',
        value: quantityFigure(site.value, profile.unit),
        blocks: site.blocks === null ? null : countFigure(site.blocks),
        share: shareFigure(share),
        barHtml: drawBar(share, false),
      };
    }),
  };
}
