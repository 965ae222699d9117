import { resolve } from 'node:path';
import { gatesOf } from './gate-settings.ts';
import { profilersOf } from './choose-profilers.ts';
import { byDefault, fromFile, fromOverride, type Layered } from './layers.ts';
import type { OverrideKey, Overrides } from './overrides.ts';
import { countOf, pathOf, textOf, timeoutOf } from './parse-layered.ts';
import type { ConfigFile } from './read-config.ts';
import { configDefaults, countLimits, type GateInput, type SharedInput, type WorkloadInput } from './schema.ts';
import type { Criticality, ValueOrigin, WorkloadSettings } from './settings.ts';

export interface WorkloadSources {
  readonly overrides: Overrides['values'];
  readonly file: ConfigFile | null;
  readonly cwd: string;
  readonly root: string;
  readonly knownProfilers: readonly string[];
  /** In place of the file's; null leaves those. */
  readonly gates: readonly GateInput[] | null;
}

export interface ResolvedWorkload {
  readonly settings: WorkloadSettings;
  readonly origins: readonly ValueOrigin[];
}

type Key = keyof WorkloadInput;

/** Names of variables whose values are never printed. */
const secretName = /token|passw|passphrase|key|secret|credential/i;

/** All values of one workload, each from the first layer that has it: flags and environment, the workload in the file, its `defaults`, our defaults. Throws UserError. */
export function resolveWorkload(name: string, sources: WorkloadSources): ResolvedWorkload {
  const { file, cwd, root } = sources;
  const workload = file !== null && Object.hasOwn(file.value.workloads, name) ? file.value.workloads[name] : undefined;
  const origins: ValueOrigin[] = [];
  const pick = (key: Key): Layered => pickLayer(key, name, workload, sources);
  const settle = <Value>(key: Key, parse: (written: Layered) => Value): Value => {
    const written = pick(key);
    const value = parse(written);
    origins.push({ key: `workloads.${name}.${key}`, value, from: written.from });
    return value;
  };

  const command = settle('command', (written) => textOf(written, 'a shell command') ?? '');
  const setup = settle('setup', (written) => textOf(written, 'a shell command'));
  // A command that was typed for a workload that no file knows runs where it was typed.
  const typed = workload === undefined && pick('cwd').from === 'default';
  const directory = settle('cwd', (written) => (typed ? resolve(cwd) : pathOf(written, 'a directory', { cwd, root })));
  const env = variables(name, workload, file, origins);
  const settings: WorkloadSettings = {
    name,
    command,
    setup,
    cwd: directory,
    env,
    runs: settle('runs', (written) => countOf(written, countLimits.runs)),
    pairs: settle('pairs', (written) => countOf(written, countLimits.pairs)),
    budgetSeconds: settle('budget', timeoutOf),
    warmup: settle('warmup', (written) => countOf(written, countLimits.warmup)),
    timeoutSeconds: settle('timeout', timeoutOf),
    profilers: settle('profilers', (written) => profilersOf(written, sources.knownProfilers)),
    // The workload writes it, so it is found from where the workload runs, whoever says so.
    counters: settle('counters', (written) => (written.value === undefined ? null : pathOf(written, 'a file name', { cwd: directory, root: directory }))),
    instructions: settle('instructions', ({ value }) => value === true),
    strict: settle('strict', ({ value }) => value === true),
    confirm: settle('confirm', ({ value }) => value === true),
    inconclusive: settle('inconclusive', ({ value }) => value as Criticality),
    gates: settle('gates', (written) => gatesOf(written, (place) => (file === null || sources.gates !== null ? undefined : { file, path: workload?.gates === undefined ? ['defaults', 'gates', ...place] : ['workloads', name, 'gates', ...place] }))),
  };
  return { settings, origins };
}

function pickLayer(key: Key, name: string, workload: WorkloadInput | undefined, { overrides, file, gates }: WorkloadSources): Layered {
  if (key === 'gates' && gates !== null) return { ...byDefault(gates), from: 'the request' };
  const override = overrides[key as OverrideKey];
  if (override !== undefined) return fromOverride(key as OverrideKey, override);
  if (file !== null && workload?.[key] !== undefined) return fromFile(file, ['workloads', name, key], workload[key]);
  const shared = file?.value.defaults?.[key as keyof SharedInput];
  if (file !== null && shared !== undefined) return fromFile(file, ['defaults', key], shared);
  return byDefault(configDefaults.workload[key as keyof SharedInput]);
}

/** The variables of `defaults`, then those of the workload. Numbers keep the characters that were written, as `007`. */
function variables(name: string, workload: WorkloadInput | undefined, file: ConfigFile | null, origins: ValueOrigin[]): Record<string, string> {
  const env: Record<string, string> = {};
  const found = new Map<string, ValueOrigin>();
  const layers = [
    { path: ['defaults', 'env'], values: file?.value.defaults?.env },
    { path: ['workloads', name, 'env'], values: workload?.env },
  ];
  for (const { path, values } of layers) {
    for (const [variable, written] of Object.entries(values ?? {})) {
      const place = [...path, variable];
      const value = typeof written === 'string' ? written : (file?.textOf(place) ?? String(written));
      env[variable] = value;
      found.set(variable, { key: `workloads.${name}.env.${variable}`, value: secretName.test(variable) ? '(hidden)' : value, from: file?.origin(place) ?? 'default' });
    }
  }
  origins.push(...found.values());
  return env;
}
