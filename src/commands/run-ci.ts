import { mkdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { collectors } from '../collect/collectors/index.ts';
import { directoryOfRequest, parseCiRequest, type CiRequest } from '../config/ci-request.ts';
import { resolveSettings, type ResolvedSettings } from '../config/resolve-settings.ts';
import type { RunFlags } from '../config/run-flags.ts';
import { UserError } from '../core/errors.ts';
import type { Note } from '../core/model/note.ts';
import type { ReportModel } from '../core/model/report.ts';
import { describeSystemError, systemErrorCode } from '../core/system-error.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { pruneLeftovers, pruneRuns } from '../io/prune-runs.ts';
import { toolVersion } from '../io/version.ts';
import { writeFileAtomic } from '../io/write-file.ts';
import { findCiBaseline, type CiBaseline } from './ci-baseline.ts';
import { chooseEvidence, type EvidenceRun } from './ci-evidence.ts';
import { metricEntries, resultText, type CiOutcome, type CiResult } from './ci-result.ts';
import { explainError } from './explain-error.ts';
import { notesText } from './messages.ts';
import { readPageFlags } from './page-options.ts';
import { runAll } from './run-all.ts';
import { runReport } from './run-report.ts';
import { printRan } from './run-run.ts';
import type { Shell } from './shell.ts';

/** What calls of other builds are named like; the integration makes these names. */
const callDirectory = /^perf-report-\d+-\d+$/;
/** Parallel calls of one build share a workspace; leftovers are older. */
const leftoverHours = 1;

/** What was measured, and where the report reads it. */
interface Measured {
  readonly inputs: readonly string[];
  readonly runs: readonly EvidenceRun[];
  readonly failed: boolean;
}

/**
 * Answers one request of a CI integration: measures where asked to, reports, gates, and leaves `result.properties` in the request's directory,
 * whatever happened. Exit codes as everywhere; `unstable` is 0, since only the integration knows how its system marks a build.
 */
export async function runCi(shell: Shell): Promise<ExitCode> {
  const text = await requestText(shell);
  const directory = directoryOfRequest(text);
  if (directory !== null) await mkdir(join(shell.cwd, directory), { recursive: true });
  try {
    return await answer(parseCiRequest(text), shell);
  } catch (error) {
    if (directory === null) throw error;
    const message = explainError(error, false).text.replace(/^perf-report: /, '').trim().replace(/\n\s*/g, ': ');
    await writeFileAtomic(join(shell.cwd, directory, 'result.properties'), resultText(failedResult(message)));
    throw error;
  }
}

async function requestText({ env, cwd }: Shell): Promise<string> {
  const text = env['PERF_REPORT_REQUEST'];
  if (text !== undefined && text !== '') return text;
  const file = env['PERF_REPORT_REQUEST_FILE'];
  if (file === undefined || file === '') throw new UserError('there is no request: neither PERF_REPORT_REQUEST nor PERF_REPORT_REQUEST_FILE is set', 'ci is called by integrations; by hand use run, report and compare');
  return readFile(resolve(cwd, file), 'utf8').catch((error: unknown) => {
    throw systemErrorCode(error) === null ? error : new UserError(`the request ${file} cannot be read: ${describeSystemError(error)}`);
  });
}

async function answer(request: CiRequest, shell: Shell): Promise<ExitCode> {
  const source = { flags: flagsOf(request), gates: request.gates };
  const measured = request.mode === 'run' ? await measure(request, source, shell) : { inputs: (request.dir ?? ['logs_local/profiling/latest']).map((path) => resolve(shell.cwd, path)), runs: [], failed: false };
  const baseline = await findCiBaseline(request, shell);
  if (baseline.said !== '') shell.stderr.write(`${baseline.said}\n`);
  const reportDir = `${request.directory}/report`;
  const code = await runReport(
    {
      ...readPageFlags({ output: join(shell.cwd, reportDir) }),
      inputs: measured.inputs,
      baseline: baseline.path === null ? null : resolve(shell.cwd, baseline.path),
      preferPairs: true,
      gate: { thresholds: new Map(), failOn: 'regression', strict: null, settings: source },
      notes: baselineNotes(baseline),
      open: false,
      json: false,
      quiet: false,
      color: 'auto',
    },
    shell,
  );
  const model = JSON.parse(await readFile(join(shell.cwd, reportDir, 'report.json'), 'utf8')) as ReportModel;
  const result = await describeResult(request, model, measured, baseline, code, shell);
  await writeFileAtomic(join(shell.cwd, request.directory, 'result.properties'), resultText(result));
  return code === exitCodes.done && measured.failed ? exitCodes.input : code;
}

/** A base that was asked for by name must be there; one that is looked for may be missing, as in the first build of a job. */
async function measure(request: CiRequest, source: { readonly flags: RunFlags; readonly gates: CiRequest['gates'] }, shell: Shell): Promise<Measured> {
  const settings = await ciSettings(source, shell);
  if (settings.workloads.length === 0) throw new UserError('there is no workload to run', 'give command, or write a configuration: npx perf-report init');
  const ran = await runAll(settings, { quiet: false, baseIsOptional: settings.base === 'auto' }, shell);
  // The log of a build has the report's summary; tables of functions are on the page.
  await printRan(ran, { quiet: true, color: 'auto' }, shell);
  shell.stderr.write(notesText(ran.runs.flatMap(({ record }) => record.notes)));
  const { runs: keep } = request.retention;
  const gone = [...(await pruneRuns(settings.outDir, keep)), ...(await pruneLeftovers(shell.cwd, callDirectory, new Date(Date.now() - leftoverHours * 3_600_000)))];
  if (gone.length > 0) shell.stderr.write(`note: removed ${gone.length} older run${gone.length === 1 ? '' : 's'} from the workspace (retention.runs is ${keep})\n`);
  const { directory, runs, signal } = ran;
  return { inputs: [directory], runs, failed: signal !== null || runs.some(({ record }) => record.status !== 'finished') };
}

/** Without a word on the base, builds are compared with the commit that they come from. */
async function ciSettings({ flags, gates }: { readonly flags: RunFlags; readonly gates: CiRequest['gates'] }, { cwd, env }: Shell): Promise<ResolvedSettings> {
  const settings = await resolveSettings({ cwd, env, flags, gates, knownProfilers: collectors.map(({ id }) => id) });
  const isSilent = settings.origins.some(({ key, from }) => key === 'base' && from === 'default');
  return isSilent ? { ...settings, base: 'auto' } : settings;
}

function flagsOf({ workload, command, setup, config, base, pairs, profilers, profile }: CiRequest): RunFlags {
  return {
    ...(workload === null ? {} : { workloads: workload }),
    ...(command === null ? {} : { command }),
    ...(setup === null ? {} : { setup }),
    ...(config === null ? {} : { config }),
    ...(base === null ? {} : { base }),
    ...(pairs === null ? {} : { pairs: String(pairs) }),
    ...(profilers === null ? {} : { profilers: profilers.join(',') }),
    // RUN_PROFILING=0 in the environment says it too.
    ...(profile ? {} : { profile: false }),
  };
}

function baselineNotes({ path, said }: CiBaseline): Note[] {
  return said === '' ? [] : [{ code: path === null ? 'no-stored-baseline' : 'stored-baseline', text: said }];
}

async function describeResult({ directory, retention }: CiRequest, model: ReportModel, { runs, failed }: Measured, baseline: CiBaseline, code: ExitCode, { cwd }: Shell): Promise<CiResult> {
  const outcome: CiOutcome = code === exitCodes.input || (code === exitCodes.done && failed) ? 'failure' : (model.gate?.result ?? 'pass');
  const keepProfiles = retention.profiles === 'always' || (retention.profiles === 'regression' && (outcome === 'failure' || outcome === 'unstable'));
  const evidence = await chooseEvidence(runs, cwd, directory, retention, keepProfiles);
  const hasJunit = await stat(join(cwd, directory, 'report/junit.xml')).then(
    () => true,
    () => false,
  );
  return {
    toolVersion: toolVersion(),
    verdict: model.verdict,
    outcome,
    message: model.headline,
    report: `${directory}/report/index.html`,
    junit: hasJunit ? `${directory}/report/junit.xml` : '',
    archive: [`${directory}/report/**`, `${directory}/result.properties`, ...evidence.files],
    archiveBytes: evidence.bytes,
    archiveNote: evidence.note,
    runDirs: evidence.runDirs,
    baseline: baseline.said,
    metrics: metricEntries(model),
  };
}

function failedResult(message: string): CiResult {
  return { toolVersion: toolVersion(), verdict: 'failed', outcome: 'error', message, report: '', junit: '', archive: [], archiveBytes: 0, archiveNote: '', runDirs: [], baseline: '', metrics: new Map() };
}
