import { profileTotal, type FunctionTable } from '../core/analysis/function-table.ts';
import type { Profile } from '../core/model/profile.ts';
import { formatCount } from '../core/units/count.ts';
import { formatDuration } from '../core/units/duration.ts';
import { formatPercent } from '../core/units/percent.ts';
import { formatQuantity } from '../core/units/quantity.ts';
import { baseUnit, inBaseUnit, type BaseUnit } from '../core/units/value.ts';
import { quantityInWords } from '../report/view/figure.ts';
import { countNoun } from '../report/view/words.ts';
import type { Palette } from '../terminal/color.ts';
import { escapeForTerminal, shorten } from '../terminal/escape.ts';
import { plain } from '../terminal/plain.ts';
import { renderTable, type Column } from '../terminal/table.ts';
import { knowsCalls, withoutDirectories, type Ranking, type SortKey } from './ranking.ts';

/** Characters of one function and its place: longer ones would wrap and break the table. */
const maxPlaceLength = 160;
/** Characters of the line that names file and profile. */
const maxHeadingLength = 300;

export interface TopTextOptions {
  readonly top: number;
  readonly sort: SortKey;
  readonly stripDirs: boolean;
  readonly palette: Palette;
}

/** One profile's table for people: as pstats prints it where calls are known, self and total elsewhere. */
export function topText(heading: string, ranking: Ranking, options: TopTextOptions): string[] {
  const { palette } = options;
  const { profile, table, order } = ranking;
  const shown = options.top > 0 ? order.subarray(0, options.top) : order;
  const [header = '', ...rows] = knowsCalls(table) ? callTable(ranking, shown, options) : weightTable(ranking, shown, options);
  const by = options.sort === 'calls' && !knowsCalls(table) ? 'self (the format knows no calls)' : options.sort;
  const capped = shown.length < order.length ? `${formatCount(shown.length)} of ${formatCount(order.length)} functions by ${by} (--top 0 lists all)` : `${formatCount(order.length)} functions by ${by}`;
  return [
    palette.strong(shorten(escapeForTerminal(heading), maxHeadingLength)),
    `   ${plain(summaryOf(ranking))}`,
    `   ${capped}${profile.semantics === 'reconstructed' ? ', reconstructed' : ''}`,
    '',
    palette.faint(header),
    ...rows,
  ];
}

function summaryOf({ profile, table }: Ranking): string {
  const unit = baseUnit(profile.unit);
  const total = inBaseUnit(profileTotal(profile), profile.unit);
  if (knowsCalls(table)) {
    const calls = sumOfKnown(table.calls);
    const primitive = sumOfKnown(table.primitiveCalls);
    const recursive = primitive === calls ? '' : ` (${formatCount(primitive)} primitive calls)`;
    return `${formatCount(calls)} function calls${recursive}, ${quantityInWords(total, { unit, kind: profile.kind })} in all`;
  }
  const samples = profile.sampleCount === null || profile.kind === 'samples' ? '' : `, ${formatCount(profile.sampleCount)} ${profile.semantics === 'snapshot' ? 'traces' : 'samples'}`;
  const duration = profile.durationSeconds === null ? '' : `, recorded for ${formatDuration(profile.durationSeconds)}`;
  return `${quantityInWords(total, { unit, kind: profile.kind })} in all${samples}${duration}`;
}

function sumOfKnown(counts: Float64Array): number {
  let sum = 0;
  for (const count of counts) if (count > 0) sum += count;
  return sum;
}

const callColumns: readonly Column[] = [
  { header: 'ncalls', align: 'right' },
  { header: 'tottime', align: 'right' },
  { header: 'percall', align: 'right' },
  { header: 'cumtime', align: 'right' },
  { header: 'percall', align: 'right' },
  { header: 'filename:lineno(function)', align: 'left' },
];

function callTable({ profile, table }: Ranking, shown: Uint32Array, options: TopTextOptions): string[] {
  const unit = baseUnit(profile.unit);
  const write = columnWriter(inBaseUnit(profileTotal(profile), profile.unit), unit);
  const value = (raw: number): string => write(inBaseUnit(raw, profile.unit));
  const perCall = (raw: number, calls: number): string => (calls > 0 ? plain(formatQuantity(inBaseUnit(raw / calls, profile.unit), unit)) : '');
  const columns = unit === 'seconds' ? callColumns : callColumns.map((column) => ({ ...column, header: column.header.replace('tottime', 'self').replace('cumtime', 'total') }));
  const rows = Array.from(shown, (row) => {
    const calls = table.calls[row] as number;
    const primitive = table.primitiveCalls[row] as number;
    const self = table.self[row] as number;
    const total = table.total[row] as number;
    return [callsOf(calls, primitive), value(self), perCall(self, calls), value(total), perCall(total, primitive < 0 ? calls : primitive), placeOf(row, profile, table, options, true)];
  });
  return renderTable(columns, rows);
}

/** "12" or "12/3": all calls and, where some were recursive, the primitive ones, as pstats writes it. */
function callsOf(calls: number, primitive: number): string {
  if (calls < 0) return '?';
  return primitive < 0 || primitive === calls ? String(calls) : `${calls}/${primitive}`;
}

const timeSteps = [
  { from: 1, per: 1, unit: 's' },
  { from: 1e-3, per: 1e-3, unit: 'ms' },
  { from: 0, per: 1e-6, unit: 'µs' },
] as const;

/** Writes a column's values in one unit with pstats' three decimals, so that it can be scanned. */
function columnWriter(total: number, unit: BaseUnit): (value: number) => string {
  if (unit !== 'seconds') return (value) => plain(formatQuantity(value, unit));
  const step = timeSteps.find(({ from }) => Math.abs(total) >= from) ?? timeSteps[0];
  return (value) => `${(value / step.per).toFixed(3)} ${step.unit}`;
}

function weightTable({ profile, table }: Ranking, shown: Uint32Array, options: TopTextOptions): string[] {
  const unit = baseUnit(profile.unit);
  const total = profileTotal(profile);
  const counted = unit === 'count' ? ` ${countNoun(profile.kind)}` : '';
  const columns: readonly Column[] = [
    { header: `self${counted}`, align: 'right' },
    { header: 'share', align: 'right' },
    { header: `total${counted}`, align: 'right' },
    { header: 'share', align: 'right' },
    { header: 'function (file:line)', align: 'left' },
  ];
  const share = (raw: number): string => (total === 0 ? '' : plain(formatPercent(raw / total)));
  const value = (raw: number): string => plain(formatQuantity(inBaseUnit(raw, profile.unit), unit));
  const rows = Array.from(shown, (row) => {
    const self = table.self[row] as number;
    const inclusive = table.total[row] as number;
    return [value(self), share(self), value(inclusive), share(inclusive), placeOf(row, profile, table, options, false)];
  });
  return renderTable(columns, rows);
}

function placeOf(row: number, profile: Profile, table: FunctionTable, options: TopTextOptions, asPstats: boolean): string {
  const frame = table.frame[row] as number;
  const name = profile.frames.name[frame] as string;
  const path = profile.frames.file[frame] as string;
  const line = profile.frames.line[frame] as number;
  const file = options.stripDirs ? withoutDirectories(path) : path;
  return shorten(escapeForTerminal(asPstats ? pstatsPlace(name, file, line) : weightPlace(name, file, line)), maxPlaceLength);
}

/** As `pstats.func_std_string`: functions without a file are built-in ones and stand in braces. */
function pstatsPlace(name: string, file: string, line: number): string {
  if (line === 0 && (file === '~' || file === '')) return name.startsWith('<') && name.endsWith('>') ? `{${name.slice(1, -1)}}` : name;
  return `${file}:${line}(${name})`;
}

function weightPlace(name: string, file: string, line: number): string {
  if (file === '') return name;
  // Snapshots name their frames by place already.
  if (line > 0 && (name === `${withoutDirectories(file)}:${line}` || name === `${file}:${line}`)) return `${file}:${line}`;
  return line > 0 ? `${name} (${file}:${line})` : `${name} (${file})`;
}
