import type { HotPlace, ReportModel, ReportProfile } from '../core/model/report.ts';
import { formatCount } from '../core/units/count.ts';
import { formatPercent } from '../core/units/percent.ts';
import { quantityInWords } from '../report/view/figure.ts';
import type { Palette } from '../terminal/color.ts';
import { escapeForTerminal, shorten } from '../terminal/escape.ts';
import { plain } from '../terminal/plain.ts';
import { renderTable, type Column } from '../terminal/table.ts';

const maxPlaceLength = 100;
const columns: readonly Column[] = [
  { header: '', align: 'right' },
  { header: '', align: 'right' },
  { header: '', align: 'left' },
  { header: '', align: 'left' },
];

/** What `report` says at its end: the headline and the three hottest places of the first profile. */
export function summaryLines(model: ReportModel, palette: Palette): string[] {
  const lines = [palette.strong(escapeForTerminal(model.headline))];
  const [first] = model.profiles;
  if (first !== undefined) {
    const [, ...rows] = renderTable(columns, first.hottest.slice(0, 3).map((place) => hotRow(place, first)));
    lines.push(...rows.map((row) => `  ${row}`));
  }
  return lines;
}

function hotRow(place: HotPlace, profile: ReportProfile): string[] {
  const where = place.file === '' ? '' : ` (${place.file}${place.line > 0 ? `:${place.line}` : ''})`;
  const calls = place.calls === null ? '' : `${formatCount(place.calls)} calls`;
  const name = shorten(escapeForTerminal(place.name + where), maxPlaceLength);
  return [plain(formatPercent(place.share)), `${plain(quantityInWords(place.self, profile))} self`, name, [calls, place.waiting ? 'waiting' : ''].filter((part) => part !== '').join(', ')];
}

/** "2 of 14 files could not be read", or ''. */
export function failureCount(model: ReportModel): string {
  const failed = model.inputs.filter(({ error }) => error !== null).length;
  return failed === 0 ? '' : `${failed} of ${model.inputs.length} files could not be read`;
}
