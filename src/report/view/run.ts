import type { ReportModel } from '../../core/model/report.ts';
import type { RunFacts } from '../../core/model/run.ts';
import { exactBytes, formatBytes } from '../../core/units/bytes.ts';
import { exactDuration, formatDuration } from '../../core/units/duration.ts';
import type { Fact } from './profile.ts';
import { formatMoment, plural } from './words.ts';

/** Letters of a commit hash that people read. */
const shortSha = 7;

/** The line above everything: which run this page is about. */
export interface RunLine {
  readonly strong: string;
  readonly sha: string;
  readonly rest: readonly string[];
}

/** Formats that are named before the rest is counted. */
const namedFormats = 3;

/** Branch, build and commit, then time, host and runtime, as far as known. */
export function runLine(model: ReportModel): RunLine {
  const run = model.run;
  if (run === null) return { strong: '', sha: '', rest: startOf(model) };
  const strong = [run.workload, run.gitBranch, run.ciBuild].filter((part) => part !== null && part !== '').join(' ');
  const rest = [run.startedAt === null ? startOf(model)[0] : formatMoment(run.startedAt), run.host, run.runtime];
  return { strong, sha: run.gitSha?.slice(0, shortSha) ?? '', rest: rest.filter((part): part is string => part !== undefined && part !== null && part !== '') };
}

function startOf(model: ReportModel): string[] {
  const started = model.profiles[0]?.startedAt ?? null;
  return started === null ? [] : [formatMoment(started)];
}

/** What was read: "Python pstats (cProfile), pprof; 3 files"; '' where nothing was. */
export function readWords(model: ReportModel): string {
  const read = [...model.profiles.map(({ formatTitle, format, file }) => ({ title: formatTitle === '' ? format : formatTitle, file })), ...model.charts.map(({ formatTitle, file }) => ({ title: formatTitle, file }))];
  if (read.length === 0) return '';
  const formats = [...new Set(read.map(({ title }) => title))];
  const named = formats.length <= namedFormats ? formats : [...formats.slice(0, namedFormats - 1), `${formats.length - namedFormats + 1} more formats`];
  return `${named.join(', ')}; ${plural(new Set(read.map(({ file }) => file)).size, 'file')}`;
}

/** All facts of the run that some file told. */
export function runFacts(run: RunFacts | null): Fact[] {
  if (run === null) return [];
  const facts: Fact[] = [];
  const text = (label: string, value: string | null, code = false): void => {
    if (value !== null && value !== '') facts.push({ label, text: value, exact: '', code, wide: code });
  };
  const seconds = (label: string, value: number | null): void => {
    if (value !== null) facts.push({ label, text: formatDuration(value), exact: exactDuration(value), code: false, wide: false });
  };
  text('Workload', run.workload);
  text('Command', run.command, true);
  if (run.startedAt !== null) facts.push({ label: 'Started', text: formatMoment(run.startedAt), exact: run.startedAt, code: false, wide: false });
  seconds('Wall time', run.wallSeconds);
  seconds('CPU time, user', run.cpuUserSeconds);
  seconds('CPU time, system', run.cpuSystemSeconds);
  if (run.peakRssBytes !== null) facts.push({ label: 'Peak memory (RSS)', text: formatBytes(run.peakRssBytes), exact: exactBytes(run.peakRssBytes), code: false, wide: false });
  if (run.exitCode !== null) facts.push({ label: 'Exit code', text: String(run.exitCode), exact: '', code: false, wide: false });
  text('Commit', run.gitSha, true);
  text('Branch', run.gitBranch);
  text('Host', run.host);
  text('Runtime', run.runtime);
  text('CI build', run.ciBuild);
  text('CI address', run.ciUrl, true);
  text('Recorded with', run.toolVersion);
  text('Told by', run.sources.join(', '), true);
  return facts;
}
