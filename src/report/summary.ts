import type { HotPlace, ReportModel, ReportProfile } from '../core/model/report.ts';
import { formatCount } from '../core/units/count.ts';
import { formatPercent } from '../core/units/percent.ts';
import { formatQuantity } from '../core/units/quantity.ts';
import { codeSpan, escapeMarkdown } from './markdown.ts';
import { chartWords } from './view/chart.ts';
import { quantityInWords } from './view/figure.ts';
import { nameWithPlace } from './view/place.ts';
import { runLine } from './view/run.ts';
import { isCompared } from './view/compared.ts';
import { plural } from './view/words.ts';
import { verdictLines } from './summary-verdict.ts';
import { workloadLines } from './summary-workloads.ts';

/** Most lines of a summary, blank ones included: it is pasted into comments. */
export const summaryLines = 30;
/** Charts that get a line. */
const maxCharts = 2;
/** Lines kept for failed inputs and for limits. */
const maxFailures = 4;
const maxLimits = 3;

/** `summary.md`: headline, run, what was measured, the hottest places, what failed and what was left out, in 30 lines. */
export function writeSummary(model: ReportModel): string {
  if (isCompared(model)) return writeVerdict(model);
  const head = [`# ${escapeMarkdown(model.headline)}`, ''];
  const { strong, sha, rest } = runLine(model);
  const run = [strong, sha, ...rest].filter((part) => part !== '');
  if (run.length > 0) head.push(run.map(escapeMarkdown).join(', '), '');
  head.push(...workloadLines(model));
  const tail = [...chartLines(model), ...failureLines(model), ...limitLines(model)];
  const profiles = profileLines(model, summaryLines - head.length - tail.length);
  return `${[...head, ...profiles, ...tail].join('\n').trimEnd()}\n`;
}

/** Verdict first; the profiles' hottest places are left to the page. */
function writeVerdict(model: ReportModel): string {
  const lines = verdictLines(model);
  const tail = [...failureLines(model), ...limitLines(model)];
  const room = summaryLines - lines.length;
  const shown = tail.length <= room ? tail : room > 0 && tail.length > 0 ? ['Some files or limits need a look: see the report.', ''] : [];
  return `${[...lines, ...shown].slice(0, summaryLines).join('\n').trimEnd()}\n`;
}

function profileLines(model: ReportModel, room: number): string[] {
  const lines: string[] = [];
  for (const [index, profile] of model.profiles.entries()) {
    const block = profileBlock(profile);
    const others = model.profiles.length - index;
    // One line stays free for the sentence about the profiles that do not fit.
    if (lines.length + block.length > room - (others > 1 ? 2 : 0)) {
      lines.push(`${plural(others, 'more profile')} in the report`, '');
      return lines;
    }
    lines.push(...block);
  }
  return lines;
}

function profileBlock(profile: ReportProfile): string[] {
  const facts = [quantityInWords(profile.total, profile)];
  if (profile.calls !== null) facts.push(`${formatCount(profile.calls)} calls`);
  else if (profile.samples !== null && profile.kind !== 'samples') facts.push(`${formatCount(profile.samples)} samples`);
  const heading = `**${escapeMarkdown(profile.title)}** (${codeSpan(profile.file)}): ${facts.join(', ')}`;
  return [heading, '', ...profile.hottest.slice(0, 3).map((place, index) => `${index + 1}. ${hotLine(place, profile)}`), ''];
}

function hotLine(place: HotPlace, profile: ReportProfile): string {
  const parts = [`${quantityInWords(place.self, profile)} itself`, `${formatPercent(place.share)} of all`];
  if (place.calls !== null && place.calls > 0) parts.push(`${formatCount(place.calls)} calls`, `${formatQuantity(place.self / place.calls, profile.unit)} each`);
  if (place.waiting) parts.push('waiting');
  return `${codeSpan(nameWithPlace(place))} ${parts.join(', ')}`;
}

function chartLines({ charts }: ReportModel): string[] {
  const lines = charts.slice(0, maxCharts).map((chart) => `**${escapeMarkdown(chart.title)}** (${codeSpan(chart.file)}): ${chartWords(chart)}`);
  if (charts.length > maxCharts) lines.push(`${plural(charts.length - maxCharts, 'more chart')} in the report`);
  return lines.flatMap((line) => [line, '']);
}

function failureLines(model: ReportModel): string[] {
  const failed = model.inputs.filter((input) => input.error !== null);
  if (failed.length === 0) return [];
  const lines = [`**Not read:** ${failed.length} of ${plural(model.inputs.length, 'file')}`, ''];
  for (const { file, error } of failed.slice(0, maxFailures)) {
    if (error === null) continue;
    const place = error.place === '' ? '' : ` (${error.place})`;
    lines.push(`- ${codeSpan(file)}: ${escapeMarkdown(error.message + place)}${error.hint === null ? '' : `. ${escapeMarkdown(error.hint)}`}`);
  }
  if (failed.length > maxFailures) lines.push(`- and ${failed.length - maxFailures} more`);
  return [...lines, ''];
}

function limitLines(model: ReportModel): string[] {
  if (model.limits.length === 0) return [];
  const lines = model.limits.slice(0, maxLimits).map(({ where, text }) => `- ${codeSpan(where)}: ${escapeMarkdown(text)}`);
  if (model.limits.length > maxLimits) lines.push(`- and ${model.limits.length - maxLimits} more`);
  return ['**Limits applied**', '', ...lines, ''];
}
