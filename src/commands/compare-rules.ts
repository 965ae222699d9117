import { join, dirname } from 'node:path';
import { collectors } from '../collect/collectors/index.ts';
import { findConfig } from '../config/find-config.ts';
import { gatesOf } from '../config/gate-settings.ts';
import { byDefault } from '../config/layers.ts';
import { resolveSettings } from '../config/resolve-settings.ts';
import { gateMetricPattern, gateMetrics } from '../config/schema.ts';
import type { GateSettings, WorkloadSettings } from '../config/settings.ts';
import type { AcceptedRegression } from '../core/analysis/accepted-regressions.ts';
import { UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { defaultGates, rulesFor, type ConfiguredGate, type GateRules } from '../core/gate/rules.ts';
import { acceptedName, readAccepted } from '../io/accepted.ts';
import type { GateOptions } from './compare-options.ts';
import type { Shell } from './shell.ts';

/** By what a comparison is judged: the gates of the configuration and of the flags, and what was accepted. */
export interface ChosenRules {
  readonly rulesOf: (workload: string) => GateRules;
  readonly accepted: readonly AcceptedRegression[];
}

/** Reads gates and accepted regressions of the project around the working directory. `workloads` is how many are judged together. Throws UserError. */
export async function chooseRules({ thresholds, failOn, strict, settings: source = {} }: GateOptions, workloads: number, shell: Shell): Promise<ChosenRules> {
  const settings = await resolveSettings({ cwd: shell.cwd, env: shell.env, flags: {}, knownProfilers: collectors.map(({ id }) => id), ...source });
  // Gates of a call are those of everything that it judges, in a configuration or not.
  const asked = (source.gates ?? null) === null ? [] : gatesOf(byDefault(source.gates), () => undefined);
  const configured = new Map(settings.workloads.map((workload) => [workload.name, workload]));
  const rulesOf = (name: string): GateRules => {
    // Profiles without a run are of no workload; where there is only one, they are its.
    const own = configured.get(name) ?? (name === '' && configured.size === 1 ? [...configured.values()][0] : undefined);
    const rules = workloadRules(own ?? null, workloads);
    return rulesFor(withThresholds(own?.gates ?? asked, thresholds), {
      ...rules,
      ...(strict === null ? {} : { strict }),
      ...(failOn === 'inconclusive' ? { inconclusive: 'failure' as const } : {}),
    });
  };
  return { rulesOf, accepted: await readAccepted(acceptedPath(shell.cwd)) };
}

const resultOf = { NOTE: 'note', UNSTABLE: 'unstable', FAILURE: 'failure' } as const;

/** What a workload's settings say of its gates, apart from the gates. */
export function workloadRules(workload: Pick<WorkloadSettings, 'strict' | 'confirm' | 'inconclusive'> | null, workloads: number): Pick<GateRules, 'strict' | 'confirm' | 'inconclusive' | 'workloads'> {
  const { strict = false, confirm = false, inconclusive = 'NOTE' } = workload ?? {};
  return { strict, confirm, inconclusive: resultOf[inconclusive], workloads: Math.max(1, workloads) };
}

/** The gates with other limits; a metric without a gate gets one beside the default ones. */
function withThresholds(gates: readonly GateSettings[], thresholds: ReadonlyMap<string, number>): readonly ConfiguredGate[] {
  if (thresholds.size === 0) return gates;
  const all: readonly ConfiguredGate[] = gates.length === 0 ? defaultGates : gates;
  const changed = all.map((gate) => {
    const threshold = gate.function === null ? thresholds.get(gate.metric) : undefined;
    return threshold === undefined ? gate : { ...gate, threshold };
  });
  const added = [...thresholds].filter(([metric]) => !all.some((gate) => gate.metric === metric && gate.function === null)).map(([metric, threshold]) => ({ metric: knownMetric(metric), function: null, threshold, criticality: 'FAILURE' as const }));
  return [...changed, ...added];
}

/** A metric of its own spelling: standard, per item, or a counter. */
function knownMetric(metric: string): string {
  if (gateMetricPattern.test(metric) && metric !== 'self') return metric;
  const near = nearest(metric, gateMetrics);
  throw new UserError(`--threshold: there is no metric "${metric}"`, near === null ? `metrics are ${gateMetrics.filter((each) => each !== 'self').join(', ')}, counter:<name>, and wall/<counter> per item` : `did you mean ${near}?`);
}

/** Where accepted regressions are kept: beside the configuration, else in the repository's root, else here. */
export function acceptedPath(cwd: string): string {
  const { file, gitRoot } = findConfig(cwd);
  return join(file === null ? (gitRoot ?? cwd) : dirname(file), acceptedName);
}
