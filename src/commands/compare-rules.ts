import { join, dirname } from 'node:path';
import { collectors } from '../collect/collectors/index.ts';
import { findConfig } from '../config/find-config.ts';
import { resolveSettings } from '../config/resolve-settings.ts';
import type { GateSettings } from '../config/settings.ts';
import type { AcceptedRegression } from '../core/analysis/accepted-regressions.ts';
import { UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { rulesFor, type GateRules } from '../core/gate/rules.ts';
import { acceptedName, readAccepted } from '../io/accepted.ts';
import type { GateOptions } from './compare-options.ts';
import type { Shell } from './shell.ts';

/** By what a comparison is judged: the gates of the configuration and of the flags, and what was accepted. */
export interface ChosenRules {
  readonly rulesOf: (workload: string) => GateRules;
  readonly accepted: readonly AcceptedRegression[];
}

/** Reads gates and accepted regressions of the project around the working directory. `workloads` is how many are judged together. Throws UserError. */
export async function chooseRules({ thresholds, failOn }: GateOptions, workloads: number, shell: Shell): Promise<ChosenRules> {
  const settings = await resolveSettings({ cwd: shell.cwd, env: shell.env, flags: {}, knownProfilers: collectors.map(({ id }) => id) });
  const changes = { workloads: Math.max(1, workloads), inconclusive: failOn === 'inconclusive' ? ('failure' as const) : ('note' as const) };
  const configured = new Map(settings.workloads.map(({ name, gates }) => [name, gates]));
  const rulesOf = (workload: string): GateRules => {
    // Profiles without a run are of no workload; where there is only one, they are its.
    const own = configured.get(workload) ?? (workload === '' && configured.size === 1 ? [...configured.values()][0] : undefined) ?? [];
    return rulesFor(withThresholds(own, thresholds), changes);
  };
  return { rulesOf, accepted: await readAccepted(acceptedPath(shell.cwd)) };
}

/** The gates with other limits; a metric without a gate gets one beside the default ones. */
function withThresholds(gates: readonly GateSettings[], thresholds: ReadonlyMap<string, number>): readonly GateSettings[] {
  if (thresholds.size === 0) return gates;
  const all = gates.length === 0 ? rulesFor([]).gates.map(({ metric, function: name, threshold, criticality }) => ({ metric, function: name, threshold, criticality })) : gates;
  const changed = all.map((gate) => {
    const threshold = gate.function === null ? thresholds.get(gate.metric) : undefined;
    return threshold === undefined ? gate : { ...gate, threshold };
  });
  const added = [...thresholds].filter(([metric]) => !all.some((gate) => gate.metric === metric && gate.function === null)).map(([metric, threshold]) => ({ metric: knownMetric(metric), function: null, threshold, criticality: 'FAILURE' as const }));
  return [...changed, ...added];
}

const metrics: readonly string[] = ['wall', 'cpu', 'rss', 'instructions', 'calls'];

/** A metric of its own spelling: standard, per item, or a counter. */
function knownMetric(metric: string): string {
  if (metrics.includes(metric) || metric.includes('/') || metric.startsWith('counter:')) return metric;
  const near = nearest(metric, metrics);
  throw new UserError(`--threshold: there is no metric "${metric}"`, near === null ? `metrics are ${metrics.join(', ')}, counter:<name>, and wall/<counter> per item` : `did you mean ${near}?`);
}

/** Where accepted regressions are kept: beside the configuration, else in the repository's root, else here. */
export function acceptedPath(cwd: string): string {
  const { file, gitRoot } = findConfig(cwd);
  return join(file === null ? (gitRoot ?? cwd) : dirname(file), acceptedName);
}
