import type { ReportModel, ReportProfile } from '../core/model/report.ts';
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
  readonly functions: readonly Pick<ReportProfile['functions'][number], 'name' | 'file' | 'line' | 'self' | 'total' | 'calls' | 'callers' | 'callees'>[];
  readonly markdown: string;
}

/** Names and figures for search, pivot and copying; the tables themselves are in the page. */
export function pageData(model: ReportModel): PageData {
  return {
    profiles: model.profiles.map((profile) => ({
      id: profile.id,
      title: profile.title,
      unit: profile.unit,
      total: profile.total,
      functions: profile.functions.map(({ name, file, line, self, total, calls, callers, callees }) => ({ name, file, line, self, total, calls, callers, callees })),
      markdown: markdownTable(profile),
    })),
  };
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
