import type { RunRecord, RunSample } from '../core/model/run-record.ts';
import { medianOf } from '../core/stats/summary.ts';

/**
 * `metadata.txt`: the facts of run.json for people and old scripts, one `key: value` line each, only
 * what is known. `directory` is the run directory as the reader would write it; profile paths start there.
 */
export function metadataText(record: RunRecord, directory: string): string {
  const { git, host, ci } = record;
  const measured = record.samples.filter(({ arm, warmup, exitCode }) => arm === 'head' && !warmup && exitCode === 0);
  const median = (pick: (sample: RunSample) => number | null): number | null => medianOf(measured.map(pick).filter((value) => value !== null));
  const profiles = record.profiles.filter(({ arm, error }) => arm === 'head' && error === null);
  const lines: readonly (readonly [string, string | number | boolean | null | undefined])[] = [
    ['timestamp', record.startedAt],
    ['finished_at', record.finishedAt],
    ['workload', record.workload],
    ['command', record.command],
    ['run_status', record.status],
    ['failure', record.failure],
    ['git_sha', git?.sha],
    ['git_branch', git?.branch],
    ['git_dirty', git?.dirty],
    ['base_sha', git?.baseSha],
    ['base_failure', record.baseFailure],
    ['profile_path', profiles[0] === undefined ? null : `${directory}/${profiles[0].file}`],
    ['profiles', profiles.map(({ file }) => file).join(' ')],
    ['samples', measured.length],
    ['wall_seconds', median((sample) => sample.wallSeconds)],
    ['cpu_user_seconds', median((sample) => sample.cpuUserSeconds)],
    ['cpu_system_seconds', median((sample) => sample.cpuSystemSeconds)],
    ['peak_rss_bytes', median((sample) => sample.peakRssBytes)],
    ['exit_code', record.samples.find(({ arm, exitCode }) => arm === 'head' && exitCode !== 0)?.exitCode ?? (measured.length > 0 ? 0 : null)],
    ['measured_by', record.settings.backend],
    ['host', host?.name],
    ['os', host?.os],
    ['cpu_model', host?.cpuModel],
    ['cpu_count', host?.cpuCount],
    ['runtime', host?.runtime],
    ['ci_build', ci?.build],
    ['ci_url', ci?.url],
    ['tool_version', record.tool.version],
  ];
  return lines.flatMap(([key, value]) => (value === null || value === undefined || value === '' ? [] : [`${key}: ${oneLine(String(value))}\n`])).join('');
}

/** A value may hold line breaks (a command of several lines): they would make keys of their own. */
function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ');
}
