import { isProfileMetric, unitOfMetric } from '../core/gate/gate-metrics.ts';
import { UserError } from '../core/errors.ts';
import { dotted } from './explain-issues.ts';
import type { Layered } from './layers.ts';
import { parseAmount, parsePercent } from './quantities.ts';
import type { ConfigFile } from './read-config.ts';
import { configDefaults, type GateInput } from './schema.ts';
import type { ConfigPath } from './schema-walk.ts';
import type { GateSettings } from './settings.ts';

/** Where a key below the gates stands in the file. */
type PlaceOf = (below: ConfigPath) => { readonly file: ConfigFile; readonly path: ConfigPath } | undefined;

const unitNeeds = { seconds: 'a time as 5ms', bytes: 'a size as 1MiB', count: 'a number' } as const;
const floorExamples = { seconds: '5ms', bytes: '1MiB', count: '10' } as const;

/** The gates as the schema let them pass, with what it cannot see checked: keys that contradict each other. Throws UserError. */
export function gatesOf({ value }: Layered, placeOf: PlaceOf): GateSettings[] {
  return ((value ?? []) as GateInput[]).map((gate, index) => {
    const refuse = (key: string, what: string, hint: string): never => {
      const place = placeOf([index, key]);
      const path = dotted(place?.path ?? ['gates', index, key]);
      throw new UserError(place?.file.complain(place.path, `${path} ${what}`) ?? `${path} ${what}`, hint);
    };
    const { metric } = gate;
    // The check let percentages pass alone.
    const threshold = parsePercent(gate.threshold ?? configDefaults.gate.threshold) ?? 0;
    const warn = gate.warn === undefined ? null : (parsePercent(gate.warn) ?? 0);
    if (warn !== null && warn > threshold) refuse('warn', `is ${String(gate.warn)}, above the threshold of ${String(gate.threshold ?? configDefaults.gate.threshold)}`, 'a warning comes before the failure: give warn at most the threshold');
    if (metric === 'self' && gate.function === undefined) refuse('metric', 'is "self", the own time of a function, and the gate names none', 'add function: <name>, or gate on wall or cpu');
    if (gate.function !== undefined && !isProfileMetric(metric) && /[:/]/.test(metric)) refuse('metric', `is "${metric}", which no profile knows of a function`, 'take the function out, or gate on calls or self');
    return { metric, function: gate.function ?? null, threshold, warn, floor: gate.floor === undefined ? null : floorOf(gate.floor, metric, refuse), criticality: gate.criticality ?? configDefaults.gate.criticality };
  });
}

/** An amount in the unit of the metric; 0 has none. */
function floorOf(written: string | number, metric: string, refuse: (key: string, what: string, hint: string) => never): number {
  const unit = unitOfMetric(metric);
  const amount = parseAmount(written);
  if (amount !== undefined && (amount.unit === unit || amount.value === 0)) return amount.value;
  return refuse('floor', `is ${JSON.stringify(written)}; for ${metric} it needs ${unitNeeds[unit]}`, `for example floor: ${floorExamples[unit]}`);
}
