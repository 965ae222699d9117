import { basename } from 'node:path';
import { runTool } from '../collect/run-tool.ts';
import { bareMetric, isOf, type AcceptedRegression } from '../core/analysis/accepted-regressions.ts';
import { functionLevel } from '../core/analysis/function-gates.ts';
import { isProfileGate, unitOfMetric } from '../core/gate/gate-metrics.ts';
import { metricsOf } from '../core/analysis/workload-metrics.ts';
import { InputError, UserError } from '../core/errors.ts';
import type { WorkloadRun } from '../core/model/run-record.ts';
import { formatQuantity } from '../core/units/quantity.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { acceptedName, isDay, readAccepted, writeAccepted } from '../io/accepted.ts';
import { escapeForTerminal } from '../terminal/escape.ts';
import { plain } from '../terminal/plain.ts';
import { readSide } from './compare-inputs.ts';
import { acceptedPath } from './compare-rules.ts';
import { readStoredReport, reportJsonIn, type StoredReport } from './compare-stored-report.ts';
import { inputLabels } from './input-labels.ts';
import { refuseMissing } from './missing-input.ts';
import type { Shell } from './shell.ts';

export interface AcceptFlags {
  readonly workload: string | null;
  readonly metric: string | null;
  readonly function: string | null;
  readonly why: string | null;
  readonly until: string | null;
  readonly who: string | null;
  readonly replace: boolean;
}

export interface BaselineCall {
  readonly action: 'show' | 'list' | 'accept';
  readonly path: string | null;
  readonly accept: AcceptFlags;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Shows what a run says as a baseline, lists accepted regressions, or records one. */
export async function runBaseline(call: BaselineCall, shell: Shell): Promise<ExitCode> {
  if (call.action === 'show') return show(call, shell);
  return call.action === 'list' ? list(call, shell) : accept(call, shell);
}

async function show({ path, json }: BaselineCall, shell: Shell): Promise<ExitCode> {
  const [input] = refuseMissing([path ?? 'logs_local/profiling/latest']) as [string];
  const { files } = await readSide(inputLabels([input], shell.cwd), null, { file: () => undefined, bytes: () => undefined });
  const runs = files.flatMap(({ run }) => (run === null ? [] : [run]));
  if (runs.length === 0) throw new InputError('holds no measured run', { file: input }, 'perf-report run makes one');
  if (json) shell.stdout.write(`${JSON.stringify(runs.map((run) => ({ workload: run.workload, metrics: metricsOf(run.samples, 'no-baseline', run.file).metrics })), null, 2)}\n`);
  else shell.stdout.write(`${runs.flatMap(runLines).join('\n')}\n`);
  return exitCodes.done;
}

function runLines(run: WorkloadRun): string[] {
  const { metrics } = metricsOf(run.samples, 'no-baseline', run.file);
  const rows = metrics.map(({ title, unit, spread }) => `  ${escapeForTerminal(title)}: ${plain(formatQuantity(spread.median, unit))} (${spread.count} samples)`);
  return [`${escapeForTerminal(run.workload ?? run.file)}`, ...(rows.length === 0 ? ['  no sample ended well'] : rows)];
}

async function list({ json, path }: BaselineCall, shell: Shell): Promise<ExitCode> {
  if (path !== null) throw new UserError('baseline list takes no path', `it lists ${acceptedPath(shell.cwd)}`);
  const entries = await readAccepted(acceptedPath(shell.cwd));
  if (json) shell.stdout.write(`${JSON.stringify(entries, null, 2)}\n`);
  else shell.stdout.write(entries.length === 0 ? 'nothing is accepted\n' : entries.map((entry) => `${entryLine(entry)}\n`).join(''));
  return exitCodes.done;
}

function entryLine({ workload, metric, function: name, level, unit, who, why, at, until }: AcceptedRegression): string {
  const ended = until !== null && until < today() ? ', which has passed' : '';
  return plain(escapeForTerminal(`${workload}: ${metric}${name === null ? '' : ` of ${name}`} up to ${formatQuantity(level, unit)}, accepted by ${who} on ${at}${until === null ? '' : ` until ${until}${ended}`}: ${why}`));
}

async function accept({ path, accept: flags, json, quiet }: BaselineCall, shell: Shell): Promise<ExitCode> {
  const workload = needed('workload', flags.workload);
  const metric = needed('metric', flags.metric);
  const why = needed('why', flags.why);
  if (flags.until !== null && !isDay(flags.until)) throw new UserError(`--until needs a day, not "${flags.until}"`, 'for example --until 2027-01-31');
  if (flags.until !== null && flags.until < today()) throw new UserError(`--until ${flags.until} has passed: the entry would accept nothing`, 'give the last day on which it holds, or leave it out');
  const [report] = refuseMissing([path ?? 'profile-report/report.json']) as [string];
  const { level, unit } = levelIn(await readStoredReport(await reportJsonIn(report), basename(report)), workload, metric, flags.function, basename(report));
  const who = flags.who ?? (await gitUser(shell));
  const entry: AcceptedRegression = { workload, metric, function: flags.function, level, unit, who: needed('who', who), why, at: today(), until: flags.until };
  const target = acceptedPath(shell.cwd);
  const entries = await readAccepted(target);
  const same = entries.find((each) => isOf(each, entry));
  if (same !== undefined && !flags.replace) throw new UserError(`${acceptedName} has such an entry: ${entryLine(same)}`, 'add --replace to put yours in its place');
  await writeAccepted(target, [...entries.filter((each) => each !== same), entry]);
  if (json) shell.stdout.write(`${JSON.stringify(entry, null, 2)}\n`);
  else if (!quiet) shell.stdout.write(`${entryLine(entry)}\nWritten to ${escapeForTerminal(target)}; commit it\n`);
  return exitCodes.done;
}

function levelIn(stored: StoredReport, workload: string, metric: string, name: string | null, file: string): Pick<AcceptedRegression, 'level' | 'unit'> {
  const run = stored.files.flatMap((each) => (each.run === null ? [] : [each.run])).find((each) => each.workload === workload);
  if (run === undefined) throw new InputError(`holds no workload "${workload}"`, { file }, `it holds ${stored.files.map((each) => each.run?.workload ?? '?').join(', ') || 'none'}`);
  if (isProfileGate({ metric, function: name })) {
    const level = functionLevel({ metric, function: name }, stored.comparisons);
    if (level === null) throw new InputError(`no comparison in it tells ${metric}${name === null ? '' : ` of ${name}`}`, { file });
    return { level, unit: unitOfMetric(metric) };
  }
  const { metrics } = metricsOf(run.samples, 'no-baseline', file);
  const found = metrics.find((each) => each.metric === bareMetric(metric));
  if (found === undefined) throw new InputError(`${workload} has no metric "${metric}"`, { file }, `it has ${metrics.map((each) => each.metric).join(', ')}`);
  return { level: found.spread.median, unit: found.unit };
}

function needed(flag: string, value: string | null): string {
  if (value === null || value.trim() === '') throw new UserError(`baseline accept needs --${flag}`, flag === 'who' ? 'git config user.name is not set: say who decides' : 'perf-report baseline --help shows an example');
  return value;
}

/** The name alone: an address is nobody's business in a repository's file. */
async function gitUser({ cwd, env }: Shell): Promise<string | null> {
  const { exitCode, stdout } = await runTool('git', ['config', 'user.name'], { cwd, env, timeoutMs: 5000 });
  return exitCode === 0 ? stdout.trim() : null;
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
