import { UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import type { RunFlags } from './run-flags.ts';

/** Settings that flags and environment can give, with the flag of each. */
const flagOf = {
  command: 'command',
  setup: 'setup',
  cwd: 'cwd',
  runs: 'runs',
  pairs: 'pairs',
  base: 'base',
  target: 'target',
  budget: 'budget',
  allowSame: 'allow-same',
  warmup: 'warmup',
  timeout: 'timeout',
  profilers: 'profilers',
  profile: 'profile',
  counters: 'counters',
  instructions: 'instructions',
  strict: 'strict',
  confirm: 'confirm',
  outDir: 'out-dir',
  config: 'config',
} as const;

export type OverrideKey = keyof typeof flagOf;

/** A value that beats the file. */
export interface Override {
  readonly value: string | boolean;
  /** As "--runs" or "PERF_REPORT_RUNS". */
  readonly from: string;
}

export interface Overrides {
  readonly values: Readonly<Partial<Record<OverrideKey, Override>>>;
  /** Sentences about variables that look like settings and are none. */
  readonly warnings: readonly string[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

const prefix = 'PERF_REPORT_';
const booleans: ReadonlySet<OverrideKey> = new Set(['profile', 'instructions', 'allowSame', 'strict', 'confirm']);
const variableOf = (key: OverrideKey): string => prefix + flagOf[key].replaceAll('-', '_').toUpperCase();
const keys = Object.keys(flagOf) as OverrideKey[];
const variables = keys.map(variableOf);

/** Flags over environment. A variable that is empty counts as not set. Throws UserError for a variable with a wrong value. */
export function readOverrides(flags: RunFlags, env: Environment): Overrides {
  const values: Partial<Record<OverrideKey, Override>> = {};
  for (const key of keys) {
    const flag = flags[key];
    const variable = variableOf(key);
    const set = env[variable];
    if (flag !== undefined) values[key] = { value: flag, from: flag === false ? `--no-${flagOf[key]}` : `--${flagOf[key]}` };
    else if (set !== undefined && set.trim() !== '') values[key] = { value: booleans.has(key) ? parseSwitch(variable, set) : set, from: variable };
  }
  const off = values.profile === undefined ? profilingSwitch(env) : null;
  return { values: off === null ? values : { ...values, profile: off }, warnings: misspelt(env) };
}

/** What RUN_PROFILING and SKIP_PROFILING say; null where neither says anything. One that switches off wins. */
function profilingSwitch(env: Environment): Override | null {
  const said = (['RUN_PROFILING', 'SKIP_PROFILING'] as const).flatMap((from) => {
    const set = env[from];
    if (set === undefined || set.trim() === '') return [];
    return [{ value: parseSwitch(from, set) === (from === 'RUN_PROFILING'), from }];
  });
  return said.find(({ value }) => !value) ?? said[0] ?? null;
}

function parseSwitch(from: string, text: string): boolean {
  const word = text.trim().toLowerCase();
  if (['1', 'true', 'yes', 'on'].includes(word)) return true;
  if (['0', 'false', 'no', 'off'].includes(word)) return false;
  throw new UserError(`${from} is "${text}"; it needs 1 or 0`, `for example ${from}=1`);
}

/** Near misses alone: perf-report sets variables of its own for workloads, and a run inside of a run sees them. */
function misspelt(env: Environment): string[] {
  const known = variables.map((variable) => variable.slice(prefix.length).toLowerCase());
  const names = Object.keys(env).filter((name) => name.startsWith(prefix) && !variables.includes(name));
  return names.sort().flatMap((name) => {
    const near = nearest(name.slice(prefix.length), known);
    return near === null ? [] : [`the environment variable ${name} is no setting; did you mean ${prefix}${near.toUpperCase()}?`];
  });
}
