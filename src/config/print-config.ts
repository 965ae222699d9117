import type { Settings, ValueOrigin } from './settings.ts';

/** What `run --print-config` prints: each value with where it came from. The lines hold raw text: escape them for a terminal. */
export function printConfig({ file, root, origins }: Settings): string[] {
  const rows = origins.map(({ key, value, from }) => ({ text: `${key} = ${shown(value)}`, from }));
  const width = Math.min(60, Math.max(0, ...rows.map(({ text }) => text.length)));
  return [`file: ${file ?? 'none'}`, `root: ${root}`, ...rows.map(({ text, from }) => `${text.padEnd(width)}  # ${from}`)];
}

export interface PrintedConfig {
  readonly schema: 'perf-report/settings/v1';
  readonly file: string | null;
  readonly root: string;
  readonly values: readonly ValueOrigin[];
}

/** The same for programs: every value with its origin, in the order of the settings. */
export function configJson({ file, root, origins }: Settings): PrintedConfig {
  return { schema: 'perf-report/settings/v1', file, root, values: origins };
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return JSON.stringify(value);
  if (value.length === 0) return 'none';
  return value.every((item) => typeof item === 'string') ? value.join(', ') : JSON.stringify(value);
}
