import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../core/errors.ts';
import type { SelfCheckEntry, SelfCheckMetric } from '../core/model/self-check.ts';
import type { Verdict } from '../core/model/verdict.ts';
import { isObject, readOwnJson, type OwnFile } from './own-json.ts';
import { writeFileAtomic } from './write-file.ts';

/** Beside the run directories, and none of them. */
const storeName = 'selfcheck.json';
const schemaName = 'perf-report/selfcheck/v1';
/** Entries that are kept, the newest. */
const maxEntries = 5000;
const moveAway = 'move it away to start anew';
/** So many entries of many gates each are far below the bound; a larger file is something else. */
const ownFile: OwnFile = {
  schema: schemaName,
  maxMiB: 32,
  what: 'file of self-checks',
  hints: { foreign: moveAway, damaged: moveAway, version: `use the version of perf-report that wrote it, or ${moveAway}` },
};
const verdicts: readonly Verdict[] = ['fail', 'warn', 'pass', 'improved', 'inconclusive', 'not-comparable', 'environment-suspect', 'no-baseline', 'failed'];

/** Where the comparisons of unchanged code are kept. */
export function selfCheckPath(outDir: string): string {
  return join(outDir, storeName);
}

/**
 * The stored comparisons, oldest first; none where there is no file. Throws UserError that names the place for anything that is not as
 * schemas/selfcheck-v1.schema.json says.
 */
export async function readSelfChecks(outDir: string): Promise<readonly SelfCheckEntry[]> {
  const path = selfCheckPath(outDir);
  const stored = await readOwnJson(path, ownFile);
  return stored === null ? [] : entriesOf(stored, path);
}

/**
 * Adds comparisons, whole or not at all, to what the file holds at that moment; the oldest give way. Throws UserError where it holds what this version does
 * not read, which is then left as it is.
 */
export async function addSelfChecks(outDir: string, added: readonly SelfCheckEntry[]): Promise<void> {
  const path = selfCheckPath(outDir);
  const comparisons = [...(await readSelfChecks(outDir)), ...added].slice(-maxEntries);
  await mkdir(dirname(path), { recursive: true });
  const lines = comparisons.map((entry) => JSON.stringify(entry)).join(',\n');
  await writeFileAtomic(path, `{\n"schema": "${schemaName}",\n"comparisons": [\n${lines}\n]\n}\n`);
}

function entriesOf({ comparisons }: Record<string, unknown>, path: string): SelfCheckEntry[] {
  if (!Array.isArray(comparisons)) throw new UserError(`${path}: "comparisons" is no list`, moveAway);
  return comparisons.map((entry: unknown, index) => entryOf(entry, `${path}: comparisons[${index}]`));
}

function entryOf(value: unknown, place: string): SelfCheckEntry {
  const fields = new Fields(value, place);
  return {
    workload: fields.text('workload'),
    at: fields.text('at'),
    toolVersion: fields.text('toolVersion'),
    fingerprint: fields.isNull('fingerprint') ? null : fields.text('fingerprint'),
    gates: fields.text('gates'),
    verdict: fields.verdict(),
    pairs: fields.count('pairs'),
    metrics: fields.list('metrics').map((metric, index) => metricOf(metric, `${place}.metrics[${index}]`)),
    loadBefore: fields.share('loadBefore'),
    sameTree: fields.value('sameTree') === true,
  };
}

function metricOf(value: unknown, place: string): SelfCheckMetric {
  const fields = new Fields(value, place);
  return { metric: fields.text('metric'), change: fields.share('change'), lower: fields.share('lower'), upper: fields.share('upper'), verdict: fields.verdict() };
}

/** Own fields of an object; each read throws where the value is of another type. */
class Fields {
  private readonly object: Record<string, unknown>;
  private readonly place: string;

  constructor(value: unknown, place: string) {
    if (!isObject(value)) throw new UserError(`${place} is no object`, moveAway);
    this.object = value;
    this.place = place;
  }

  value(name: string): unknown {
    return Object.hasOwn(this.object, name) ? this.object[name] : undefined;
  }

  isNull(name: string): boolean {
    return (this.value(name) ?? null) === null;
  }

  text(name: string): string {
    const value = this.value(name);
    return typeof value === 'string' ? value : this.wrong(name, 'text');
  }

  share(name: string): number | null {
    const value = this.value(name) ?? null;
    return value === null || typeof value === 'number' ? value : this.wrong(name, 'number');
  }

  count(name: string): number {
    const value = this.value(name);
    return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : this.wrong(name, 'whole number of 0 or more');
  }

  list(name: string): readonly unknown[] {
    const value = this.value(name);
    return Array.isArray(value) ? (value as unknown[]) : this.wrong(name, 'list');
  }

  verdict(): Verdict {
    return verdicts.find((verdict) => verdict === this.value('verdict')) ?? this.wrong('verdict', 'verdict');
  }

  private wrong(name: string, what: string): never {
    throw new UserError(`${this.place}.${name} is no ${what}`, moveAway);
  }
}
