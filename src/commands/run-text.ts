import { join } from 'node:path';
import { metricsOf, shownMetrics } from '../core/analysis/workload-metrics.ts';
import type { ReportMetric } from '../core/model/report.ts';
import type { RunProfile, RunRecord } from '../core/model/run-record.ts';
import { formatQuantity } from '../core/units/quantity.ts';
import { importFile } from '../io/import-file.ts';
import type { Palette } from '../terminal/color.ts';
import { escapeForTerminal } from '../terminal/escape.ts';
import { plain } from '../terminal/plain.ts';
import { renderTable, type Column } from '../terminal/table.ts';
import { failureText } from './messages.ts';
import { rankFunctions } from './ranking.ts';
import { topText } from './top-text.ts';

/** Functions that `run` lists at its end. */
const topFunctions = 30;

const columns: readonly Column[] = [
  { header: '', align: 'left' },
  { header: 'median', align: 'right' },
  { header: 'noise', align: 'right' },
  { header: 'min', align: 'right' },
  { header: 'max', align: 'right' },
  { header: 'samples', align: 'right' },
];

/** What `run` says of one workload: medians and spread of its samples, then the heaviest functions of its first profile. */
export async function runText(record: RunRecord, directory: string, palette: Palette): Promise<string[]> {
  const { rows: metrics, work } = shownMetrics(metricsOf(record.samples, 'no-baseline', 'run.json').metrics);
  const lines = [`${palette.strong(escapeForTerminal(record.workload))}  ${palette.faint(escapeForTerminal(record.command))}`];
  if (metrics.length === 0) lines.push('  nothing was measured');
  else {
    const [header = '', ...rows] = renderTable(columns, metrics.map(metricRow));
    lines.push(`  ${palette.faint(header)}`, ...rows.map((row) => `  ${row}`));
    if (work.length > 0) lines.push(`  Work in each sample: ${plain(escapeForTerminal(work.join(', ')))}`);
  }
  return [...lines, ...(await profileText(record.profiles, directory, palette))];
}

function metricRow({ title, unit, spread }: ReportMetric): string[] {
  const quantity = (value: number): string => plain(formatQuantity(value, unit));
  const noise = spread.relativeNoise === null ? '' : `±${(spread.relativeNoise * 100).toFixed(1)} %`;
  return [escapeForTerminal(title), quantity(spread.median), noise, quantity(spread.min), quantity(spread.max), String(spread.count)];
}

/** The top functions of the first profile that can be read, after what is wrong with those before it. */
async function profileText(profiles: readonly RunProfile[], directory: string, palette: Palette): Promise<string[]> {
  const unreadable: string[] = [];
  for (const { file, profiler, overhead } of profiles.filter(({ arm, error }) => arm === 'head' && error === null)) {
    const read = await importFile(join(directory, file), file);
    const profile = read.set?.profiles[read.set.defaultProfile];
    if (read.error !== null) unreadable.push('', ...failureText(file, read.error).trimEnd().split('\n'));
    if (profile === undefined) continue;
    const slower = overhead === null ? '' : `, ${overhead.toFixed(1)} times as long as measured`;
    return [...unreadable, '', ...topText(`${file}: ${profile.title} (${profiler ?? ''}${slower})`, rankFunctions(profile, 'self'), { top: topFunctions, sort: 'self', stripDirs: false, palette })];
  }
  return unreadable;
}
