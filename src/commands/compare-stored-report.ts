import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ReadFile } from '../core/analysis/build-report-input.ts';
import type { BuildHistory } from '../core/gate/build-history.ts';
import { InputError } from '../core/errors.ts';
import type { ProfileComparison } from '../core/model/comparison.ts';
import type { Verdict } from '../core/model/verdict.ts';
import { readRunValue } from '../importers/run-facts/run-json.ts';
import { openRegular, readAt } from '../io/open-regular.ts';
import { isObject } from '../io/own-json.ts';

const schemaName = 'perf-report/report/v1';
/** Ten thousand samples of fifty workloads take a third of this; a JavaScript string ends at twice of it. */
const maxBytes = 256 * 1024 ** 2;
/** What no other threshold changes: the runs were not comparable. */
const lasting: readonly Verdict[] = ['not-comparable', 'environment-suspect'];

/** What a report.json says of its samples, checked like a run.json: anyone may have edited it. */
export interface StoredReport {
  /** One per workload. */
  readonly files: readonly ReadFile[];
  readonly settled: ReadonlyMap<string, { readonly verdict: Verdict; readonly reason: string }>;
  readonly comparisons: readonly ProfileComparison[];
  /** Stored builds by workload, for those that were compared with several. */
  readonly histories: ReadonlyMap<string, BuildHistory>;
}

/** The report.json of a path, which may be the directory of a report. Throws InputError for another directory. */
export async function reportJsonIn(path: string): Promise<string> {
  const isDirectory = (await stat(path).catch(() => null))?.isDirectory() === true;
  if (!isDirectory) return path;
  const report = join(path, 'report.json');
  if (!existsSync(report)) throw new InputError('is a directory that holds no report.json', { file: basename(path) }, 'give the report.json that perf-report wrote');
  return report;
}

/** Reads a report.json. Throws InputError that names the file for what is none, or is of another schema version. */
export async function readStoredReport(path: string, name: string): Promise<StoredReport> {
  const report = parse(await textOf(path, name), name);
  if (report['schema'] !== schemaName) {
    const found = typeof report['schema'] === 'string' ? `its schema is "${report['schema'].slice(0, 100)}"` : 'it names no schema';
    throw new InputError(`is no report that this version reads: ${found}, not "${schemaName}"`, { file: name }, 'give the report.json that perf-report wrote, with the version that wrote it');
  }
  const workloads = listOf(report, 'workloads', name).map((workload) => ({ workload, file: workloadFile(workload, name) }));
  const settled = new Map<string, { verdict: Verdict; reason: string }>();
  for (const { workload } of workloads) {
    const verdict = lasting.find((each) => each === workload['verdict']);
    if (verdict !== undefined) settled.set(String(workload['name']), { verdict, reason: typeof workload['reason'] === 'string' ? workload['reason'].slice(0, 1000) : '' });
  }
  return { files: workloads.map(({ file }) => file), settled, histories: new Map(workloads.flatMap(({ workload }) => { const history = historyIn(workload, name); return history === null ? [] : [[String(workload['name']), history]]; })), comparisons: listOf(report, 'comparisons', name).map((each, index) => comparisonOf(each, `comparisons[${index}]`, name)) };
}

async function textOf(path: string, name: string): Promise<string> {
  const { handle, stats } = await openRegular(path, name);
  try {
    if (stats.size > maxBytes) throw new InputError(`is ${Math.round(stats.size / 1024 ** 2)} MiB, which is no report of ours: they end at ${maxBytes / 1024 ** 2} MiB`, { file: name }, 'give the report.json that perf-report wrote');
    return Buffer.from(readAt(handle, name, 0, stats.size)).toString('utf8');
  } finally {
    await handle.close();
  }
}

function parse(text: string, name: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new InputError(`is no valid JSON: ${error instanceof Error ? error.message.slice(0, 200) : ''}`, { file: name }, 'give the report.json that perf-report wrote');
  }
  if (!isObject(value)) throw new InputError('holds no JSON object', { file: name }, 'give the report.json that perf-report wrote');
  return value;
}

/** A list of objects; absent is empty. */
function listOf(object: Record<string, unknown>, field: string, name: string): Record<string, unknown>[] {
  const value = object[field] ?? [];
  if (!Array.isArray(value) || !value.every(isObject)) throw new InputError(`${field} is no list of objects`, { file: name }, 'it was changed by hand: make the report again');
  return value;
}

/** The workload as a run.json would tell it, through the reader of those. */
function workloadFile(workload: Record<string, unknown>, name: string): ReadFile {
  const { samples, control, baseRef, selfCheck, host, backend, verdict, reason, failureOutput } = workload;
  const failed = verdict === 'failed';
  const record = { schema: 'perf-report/run/v1', tool: { name: 'perf-report' }, workload: workload['name'], status: failed ? 'failed' : 'finished', failure: failed ? reason : null, failureOutput, settings: { backend }, samples, ...(control === undefined ? {} : { control }), ...(baseRef === undefined ? {} : { baseRef }), ...(selfCheck === undefined ? {} : { selfCheck }), host };
  const read = readRunValue(record, name);
  return { file: name, bytes: 0, format: 'report-json', formatTitle: 'report (report.json)', set: null, facts: null, run: read.run ?? null, error: null, notes: read.notes };
}

/** The medians of stored builds, by metric; null for a workload that was not compared with several. */
function historyIn(workload: Record<string, unknown>, name: string): BuildHistory | null {
  const { history } = workload;
  if (history === undefined) return null;
  const wrong = (what: string): never => {
    throw new InputError(`${what} of ${String(workload['name'])} is missing or of a wrong type`, { file: name }, 'it was changed by hand: make the report again');
  };
  if (!isObject(history)) return wrong('history');
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  const builds = listOf(history, 'builds', name).map(({ file, startedAt, sha }) => ({ file: text(file) ?? '', startedAt: text(startedAt), sha: text(sha) }));
  const best = listOf(history, 'best', name).map(({ metric, level, from, to }) => (isFinite(level) ? { metric: String(metric), level, from: text(from), to: text(to) } : wrong('history.best')));
  const values = listOf(workload, 'metrics', name).map(({ metric, baseValues }): [string, number[]] => (Array.isArray(baseValues) && baseValues.every(isFinite) ? [String(metric), baseValues] : wrong('baseValues')));
  return { builds, best, values: new Map(values), notes: [] };
}

/** Only names and figures of functions are used again; they must be what they say. */
function comparisonOf(value: Record<string, unknown>, place: string, name: string): ProfileComparison {
  const wrong = (what: string): never => {
    throw new InputError(`${place}.${what} is missing or of a wrong type`, { file: name }, 'it was changed by hand: make the report again');
  };
  for (const field of ['title', 'kind', 'unit', 'sentence']) if (typeof value[field] !== 'string') wrong(field);
  if (!units.has(String(value['unit']))) wrong('unit');
  for (const field of ['totalBase', 'totalHead']) if (!isFinite(value[field])) wrong(field);
  for (const list of ['worse', 'better', 'baseFiles', 'headFiles']) if (!Array.isArray(value[list])) wrong(list);
  for (const list of ['worse', 'better']) {
    for (const row of value[list] as unknown[]) {
      const isRow = isObject(row) && [row['name'], row['file']].every((text) => typeof text === 'string') && [row['line'], row['selfBase'], row['selfHead']].every(isFinite) && typeof row['significant'] === 'boolean';
      if (!isRow || [row['callsBase'], row['callsHead']].some((calls) => calls !== null && !isFinite(calls))) wrong(list);
    }
  }
  return value as unknown as ProfileComparison;
}

const units: ReadonlySet<string> = new Set(['seconds', 'bytes', 'count']);

function isFinite(value: unknown): value is number {
  return Number.isFinite(value);
}
