import { UserError } from '../core/errors.ts';
import { exampleOf } from './explain-issues.ts';
import type { Override, OverrideKey } from './overrides.ts';
import type { ConfigFile } from './read-config.ts';
import type { ConfigPath } from './schema-walk.ts';

/** The value of a setting from the layer that wins, before it is parsed. */
export interface Layered {
  readonly value: unknown;
  /** As in ValueOrigin. */
  readonly from: string;
  readonly layer: 'override' | 'file' | 'default';
  /** The error for a value that cannot be used; `expects` completes "it needs …". */
  wrong(expects: string): UserError;
}

const overrideExamples: Readonly<Record<OverrideKey, string>> = {
  command: "'python3 -m photo_tagger'",
  setup: "'npm run build'",
  cwd: 'services/api',
  runs: '10',
  pairs: '9',
  base: 'origin/main',
  target: 'main',
  budget: '10m',
  allowSame: '1',
  warmup: '1',
  timeout: '120s',
  profilers: 'cprofile,tracemalloc',
  profile: '1',
  counters: 'out/counters.json',
  instructions: '1',
  strict: '1',
  confirm: '1',
  outDir: 'logs_local/profiling',
  config: 'perf-report.config.yaml',
};

/** The value that a flag or variable gives. */
export function fromOverride(key: OverrideKey, { value, from }: Override): Layered {
  const example = `for example ${from}${from.startsWith('--') ? ' ' : '='}${overrideExamples[key]}`;
  return { value, from, layer: 'override', wrong: (expects) => new UserError(`${from} is "${String(value)}"; it needs ${expects}`, example) };
}

/** A value that the file gives at `path`. */
export function fromFile(file: ConfigFile, path: ConfigPath, value: unknown): Layered {
  return {
    value,
    from: file.origin(path),
    layer: 'file',
    wrong: (expects) => new UserError(file.complain(path, `${path.join('.')} is ${JSON.stringify(value)}; it needs ${expects}`), exampleOf(path)),
  };
}

/** A value that nobody wrote. */
export function byDefault(value: unknown): Layered {
  return { value, from: 'default', layer: 'default', wrong: (expects) => new UserError(`the default is "${String(value)}"; it needs ${expects}`) };
}
