import type { CallEdgeRow, ReportModel, ReportProfile } from '../core/model/report.ts';
import { formatPercent } from '../core/units/percent.ts';
import { formatQuantity } from '../core/units/quantity.ts';
import { codeSpan, escapeMarkdown } from './markdown.ts';
import { nameWithPlace } from './view/place.ts';

/** Rows of the table that "copy as markdown" gives. */
const markdownRows = 10;

/** What the client script reads from `<script id="report-data">`. */
export interface PageData {
  readonly profiles: readonly PageProfile[];
}

export interface PageProfile extends Pick<ReportProfile, 'id' | 'title' | 'unit' | 'total'> {
  readonly functions: readonly (Pick<ReportProfile['functions'][number], 'name' | 'file' | 'line' | 'self' | 'total' | 'calls'> & { readonly callers: readonly PageEdge[]; readonly callees: readonly PageEdge[] })[];
  readonly markdown: string;
}

/** A caller or callee: by its place in `functions` where it is listed there, else by name. */
export type PageEdge = ({ readonly of: number } | Pick<CallEdgeRow, 'name' | 'file' | 'line'>) & Pick<CallEdgeRow, 'calls' | 'total'>;

/** Names and figures for search, pivot and copying; the tables themselves are in the page. */
export function pageData(model: ReportModel): PageData {
  return {
    profiles: model.profiles.map((profile) => ({
      id: profile.id,
      title: profile.title,
      unit: profile.unit,
      total: profile.total,
      functions: pageFunctions(profile),
      markdown: markdownTable(profile),
    })),
  };
}

function pageFunctions({ functions }: ReportProfile): PageProfile['functions'] {
  const places = new Map<string, number>();
  for (const [index, row] of functions.entries()) if (!places.has(placeKey(row))) places.set(placeKey(row), index);
  const edge = ({ name, file, line, calls, total }: CallEdgeRow): PageEdge => {
    const of = places.get(placeKey({ name, file, line }));
    return of === undefined ? { name, file, line, calls, total } : { of, calls, total };
  };
  return functions.map(({ name, file, line, self, total, calls, callers, callees }) => ({ name, file, line, self, total, calls, callers: callers.map(edge), callees: callees.map(edge) }));
}

function placeKey({ name, file, line }: Pick<CallEdgeRow, 'name' | 'file' | 'line'>): string {
  return `${file}\u0000${line}\u0000${name}`;
}

function markdownTable(profile: ReportProfile): string {
  const lines = [
    `**${escapeMarkdown(profile.title)}** ${formatQuantity(profile.total, profile.unit)}`,
    '',
    '| Function | Self | Share | Total | Calls |',
    '|---|---:|---:|---:|---:|',
  ];
  for (const row of profile.functions.slice(0, markdownRows)) {
    // A pipe ends a table cell even inside a code span.
    const name = codeSpan(nameWithPlace(row)).replaceAll('|', '\\|');
    const share = profile.total === 0 ? '' : formatPercent(row.self / profile.total);
    const calls = row.calls === null ? '' : String(row.calls);
    lines.push(`| ${name} | ${formatQuantity(row.self, profile.unit)} | ${share} | ${formatQuantity(row.total, profile.unit)} | ${calls} |`);
  }
  return lines.join('\n');
}
