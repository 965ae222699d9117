import type { RunFacts } from '../../core/model/run.ts';
import { durationSeconds } from './duration.ts';
import { commitId, shownText, webAddress } from './fact-text.ts';
import { utcTimestamp } from './timestamp.ts';

/** How a key of metadata.txt is read: the fact it gives, and its value or null where that makes no sense. */
interface MetadataKey {
  readonly fact: Exclude<keyof RunFacts, 'sources'>;
  /** False for words that other files use too (`date`, `host`): they do not make a file metadata. */
  readonly telling: boolean;
  read(value: string): string | number | null;
}

const keys = new Map<string, MetadataKey>();

function define(fact: MetadataKey['fact'], read: MetadataKey['read'], telling: string, common = ''): void {
  for (const name of telling.split(' ')) keys.set(name, { fact, read, telling: true });
  for (const name of common.split(' ')) if (name !== '') keys.set(name, { fact, read, telling: false });
}

const wholeNumber = (value: string): number | null => (/^-?\d{1,10}$/.test(value) ? Number(value) : null);
const times = (factor: number) => (value: string): number | null => (/^\d{1,15}(\.\d{1,9})?$/.test(value) ? Math.round(Number(value) * factor) : null);
const versionOf = (runtime: string) => (value: string): string | null => shownText(/^\d/.test(value) ? `${runtime} ${value}` : value);
const milliseconds = (value: string): number | null => (/^\d{1,15}(\.\d{1,9})?$/.test(value) ? Number(value) / 1000 : null);

/** A size with its unit: the memory of a process, so `kB` is 1024 bytes as everywhere in Linux. */
function sizeBytes(value: string): number | null {
  const match = /^(\d{1,15}(?:\.\d{1,9})?) ?([kmg]?)(i?b|bytes)$/i.exec(value);
  if (match === null) return null;
  return Math.round(Number(match[1]) * 1024 ** ['', 'k', 'm', 'g'].indexOf((match[2] ?? '').toLowerCase()));
}

define('workload', shownText, 'workload workload_name', 'name scenario benchmark');
define('command', shownText, 'command_line', 'command cmd');
define('startedAt', utcTimestamp, 'timestamp started_at start_time', 'date started time');
define('wallSeconds', durationSeconds, 'wall_seconds wall_time wall_s wall elapsed_seconds elapsed_s duration_seconds duration_s runtime_seconds', 'elapsed duration');
define('wallSeconds', milliseconds, 'wall_ms elapsed_ms duration_ms');
define('cpuUserSeconds', durationSeconds, 'cpu_user_seconds user_seconds user_time cpu_user');
define('cpuSystemSeconds', durationSeconds, 'cpu_system_seconds system_seconds sys_seconds system_time sys_time cpu_system');
define('peakRssBytes', times(1), 'peak_rss_bytes max_rss_bytes rss_bytes');
define('peakRssBytes', times(1024), 'peak_rss_kb peak_rss_kib max_rss_kb max_rss_kib');
define('peakRssBytes', times(1024 ** 2), 'peak_rss_mb peak_rss_mib max_rss_mb max_rss_mib');
define('peakRssBytes', sizeBytes, 'peak_rss max_rss peak_memory');
define('exitCode', wholeNumber, 'exit_code exit_status return_code returncode', 'status');
define('gitSha', commitId, 'git_sha git_commit git_rev git_revision git_hash commit_sha', 'commit sha revision');
define('gitBranch', shownText, 'git_branch', 'branch');
define('host', shownText, 'node_name host_name', 'hostname host machine agent');
define('runtime', shownText, 'runtime_version', 'runtime interpreter');
define('runtime', versionOf('Python'), 'python_version', 'python');
define('runtime', versionOf('Node'), 'node_version nodejs_version', 'node');
define('ciBuild', shownText, 'ci_build build_number build_id build_tag', 'build');
define('ciUrl', webAddress, 'ci_url build_url');
define('toolVersion', shownText, 'tool_version perf_report_version');

/** Keys that name files the report finds by itself, and what `perf-report run` says in run.json too; they tell what the file is and are no facts. */
const fileKeys = new Set(['profile_path', 'profile', 'profile_file', 'profiles', 'output', 'run_dir', 'schema', 'finished_at', 'run_status', 'failure', 'git_dirty', 'samples', 'measured_by', 'os', 'cpu_model', 'cpu_count']);

/** The reading of a key in any spelling (`Git SHA`, `git-sha`); undefined for an unknown one, null for a known one without a fact. */
export function metadataKey(key: string): MetadataKey | null | undefined {
  const name = key.toLowerCase().replace(/[ -]+/g, '_');
  return fileKeys.has(name) ? null : keys.get(name);
}

/** True for a key that is known, and for `telling` only where no other kind of file has it. */
export function isKnownKey(key: string, telling: boolean): boolean {
  const known = metadataKey(key);
  if (known === null) return /^profile[ _-]/i.test(key) || !telling;
  return known !== undefined && (known.telling || !telling);
}
