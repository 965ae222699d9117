import { dirname, resolve } from 'node:path';
import { UserError } from '../core/errors.ts';
import { chooseWorkloads } from './choose-workloads.ts';
import { findConfig } from './find-config.ts';
import { byDefault, fromFile, fromOverride, type Layered } from './layers.ts';
import { readOverrides, type Environment, type Overrides } from './overrides.ts';
import { countOf, pathOf, textOf } from './parse-layered.ts';
import { parseDays } from './quantities.ts';
import { readConfig, type ConfigFile } from './read-config.ts';
import { resolveWorkload } from './resolve-workload.ts';
import type { RunFlags } from './run-flags.ts';
import { configDefaults, countLimits, type GateInput } from './schema.ts';
import type { Settings, ValueOrigin } from './settings.ts';

export interface SettingsRequest {
  /** Absolute. */
  readonly cwd: string;
  readonly env: Environment;
  readonly flags: RunFlags;
  /** Ids of the collectors there are. */
  readonly knownProfilers: readonly string[];
  /** Gates of every workload in place of the file's, as a CI integration asks for them. */
  readonly gates?: readonly GateInput[] | null;
}

export interface ResolvedSettings extends Settings {
  /** Sentences for people: variables that look like settings and are none. */
  readonly warnings: readonly string[];
}

/**
 * Finds and reads the configuration file and decides every value: flags over environment over file over
 * defaults. Without a file, a command and names there are no workloads. Throws UserError for anything that is not right, before anything runs.
 */
export async function resolveSettings({ cwd, env, flags, knownProfilers, gates = null }: SettingsRequest): Promise<ResolvedSettings> {
  const { values: overrides, warnings } = readOverrides(flags, env);
  const { file, root } = await chosenFile(cwd, overrides);
  const origins: ValueOrigin[] = [];
  const settle = <Value>(key: string, written: Layered, parse: (written: Layered) => Value): Value => {
    const value = parse(written);
    origins.push({ key, value, from: written.from });
    return value;
  };

  const outDirWritten = overrides.outDir === undefined ? fromFileOrDefault(file, ['outDir'], file?.value.outDir, configDefaults.outDir) : fromOverride('outDir', overrides.outDir);
  const outDir = settle('outDir', outDirWritten, (written) => pathOf(written, 'a directory', { cwd, root }));
  const profile = settle('profile', overrides.profile === undefined ? byDefault(true) : fromOverride('profile', overrides.profile), ({ value }) => value === true);
  const pick = (key: 'base' | 'target', otherwise: unknown): Layered => {
    const override = overrides[key];
    return override === undefined ? fromFileOrDefault(file, [key], file?.value[key], otherwise) : fromOverride(key, override);
  };
  const base = settle('base', pick('base', configDefaults.base), (written) => {
    const text = textOf(written, 'a branch, tag or commit, "auto" or "none"');
    return text === 'none' ? null : text;
  });
  const target = settle('target', pick('target', undefined), (written) => textOf(written, 'the name of a branch'));
  const allowSame = overrides.allowSame?.value === true;
  const { metrics, profiles } = file?.value.retention ?? {};
  const retention = {
    metricsDays: settle('retention.metrics', fromFileOrDefault(file, ['retention', 'metrics'], metrics, configDefaults.retention.metrics), (written) => parseDays(written.value as string | number) ?? 0),
    profiles: settle('retention.profiles', fromFileOrDefault(file, ['retention', 'profiles'], profiles, configDefaults.retention.profiles), (written) => countOf(written, countLimits.profiles)),
  };
  const names = chooseWorkloads(flags.workloads ?? [], overrides.command, file);
  const workloads = names.map((name) => resolveWorkload(name, { overrides, file, cwd, root, knownProfilers, gates }));
  origins.push(...workloads.flatMap((workload) => workload.origins));
  return { file: file?.path ?? null, root, outDir, workloads: workloads.map(({ settings }) => settings), profile, base, target, allowSame, retention, origins, warnings };
}

/** The file that was named, else the one that is found; and where paths and commands start from. */
async function chosenFile(cwd: string, { config }: Overrides['values']): Promise<{ file: ConfigFile | null; root: string }> {
  const named = config === undefined || config.value === false ? null : String(config.value);
  if (config !== undefined && named?.trim() === '') throw new UserError(`${config.from} needs the name of a file`, `for example ${config.from} ci/perf-report.config.yaml`);
  const found = named === null ? findConfig(cwd) : { file: resolve(cwd, named), gitRoot: null };
  const path = config?.value === false ? null : found.file;
  return path === null ? { file: null, root: found.gitRoot ?? resolve(cwd) } : { file: await readConfig(path, cwd), root: dirname(path) };
}

function fromFileOrDefault(file: ConfigFile | null, path: readonly string[], value: unknown, otherwise: unknown): Layered {
  return file === null || value === undefined ? byDefault(otherwise) : fromFile(file, path, value);
}
