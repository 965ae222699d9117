import { hasFittingUnit, isOf, type AcceptedRegression } from '../core/analysis/accepted-regressions.ts';
import { UserError } from '../core/errors.ts';
import { isObject, readOwnJson, type OwnFile } from './own-json.ts';
import { writeFileAtomic } from './write-file.ts';

/** Accepted regressions, beside the configuration; meant to be committed. */
export const acceptedName = 'perf-report.accepted.json';
const schemaName = 'perf-report/accepted/v1';
/** A file of decisions is short; a larger one is something else. */
const ownFile: OwnFile = {
  schema: schemaName,
  maxMiB: 4,
  what: 'file of accepted regressions',
  hints: { foreign: 'move it away', damaged: 'mend it by hand, or take it back from version control', version: 'use the version of perf-report that wrote it' },
};
const units: readonly string[] = ['seconds', 'bytes', 'count'];
const day = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** True for a day of the calendar as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  const time = day.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/**
 * The entries of an accepted-regressions file, none where it does not exist. Throws UserError, with the entry and the field, for anything
 * that is not as schemas/accepted-v1.schema.json says: an acceptance that is misread would hide a regression.
 */
export async function readAccepted(path: string): Promise<readonly AcceptedRegression[]> {
  const stored = await readOwnJson(path, ownFile);
  return stored === null ? [] : entriesOf(stored, path);
}

/** Writes all entries, by workload and metric, so that a change of one is a small diff. Throws UserError. */
export async function writeAccepted(path: string, entries: readonly AcceptedRegression[]): Promise<void> {
  const key = ({ workload, metric, function: name }: AcceptedRegression): string => [workload, metric, name ?? ''].join('\u0000');
  const sorted = [...entries].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
  await writeFileAtomic(path, `${JSON.stringify({ schema: schemaName, accepted: sorted }, null, 2)}\n`);
}

function entriesOf({ accepted }: Record<string, unknown>, path: string): AcceptedRegression[] {
  if (!Array.isArray(accepted)) throw new UserError(`${path}: "accepted" is no list`, `write "accepted": [] for none`);
  const entries = accepted.map((entry: unknown, index) => entryOf(entry, `${path}: accepted[${index}]`));
  entries.forEach((entry, index) => {
    const first = entries.findIndex((each) => isOf(each, entry));
    if (first < index) throw new UserError(`${path}: accepted[${index}] is about the same as accepted[${first}]`, 'take one of them out');
  });
  return entries;
}

function entryOf(value: unknown, place: string): AcceptedRegression {
  if (!isObject(value)) throw new UserError(`${place} is no object`);
  const text = (name: string): string => {
    const found = value[name];
    if (typeof found !== 'string' || found.trim() === '') throw new UserError(`${place}.${name} is no text`, 'perf-report baseline accept writes entries');
    return found;
  };
  const date = (name: string): string => {
    const found = text(name);
    if (!isDay(found)) throw new UserError(`${place}.${name} is no day: "${found.slice(0, 40)}"`, 'write it as 2027-01-31');
    return found;
  };
  const { level, function: name, until } = value;
  if (typeof level !== 'number' || !(level >= 0 && level <= Number.MAX_VALUE)) throw new UserError(`${place}.level is no finite number of 0 or more`);
  const unit = text('unit');
  if (!units.includes(unit)) throw new UserError(`${place}.unit is none of ${units.join(', ')}`);
  const metric = text('metric');
  if (!hasFittingUnit({ metric, unit: unit as AcceptedRegression['unit'] })) throw new UserError(`${place}.unit is "${unit}", which ${metric} is not measured in`, 'perf-report baseline accept --replace writes the entry again');
  return {
    workload: text('workload'),
    metric,
    function: name === null || name === undefined ? null : text('function'),
    level,
    unit: unit as AcceptedRegression['unit'],
    who: text('who'),
    why: text('why'),
    at: date('at'),
    until: until === null || until === undefined ? null : date('until'),
  };
}
