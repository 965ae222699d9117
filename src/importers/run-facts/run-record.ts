import type { Note } from '../../core/model/note.ts';
import type { HostFacts, RunProfile, RunStatus, WorkloadRun } from '../../core/model/run-record.ts';
import type { SelfCheckSummary } from '../../core/model/self-check.ts';
import { boundNotes } from './bound-notes.ts';
import { commitId, shownText } from './fact-text.ts';
import { JsonFields } from './json-fields.ts';
import { readSamples, samplesOfArms, type ReadSample } from './run-samples.ts';

/** More profiles, notes or runtimes than this are no run's. */
const MAX_PROFILES = 1_000;
const MAX_RUN_NOTES = 1_000;
const MAX_ARMS = 8;
const MAX_RUNTIMES = 32;

const statuses: readonly RunStatus[] = ['running', 'finished', 'interrupted', 'failed'];

/** What a report shows of a run.json beside the merged facts; what is of a wrong type goes to `notes`. */
export function readWorkloadRun(run: JsonFields, file: string, samples: readonly ReadSample[], notes: Note[]): WorkloadRun {
  const settings = run.child('settings');
  return {
    file,
    tool: run.child('tool')?.text('name') ?? null,
    workload: run.text('workload'),
    status: run.parsed('status', statuses.join(', '), (text) => statuses.find((status) => status === text) ?? null),
    failure: run.text('failure'),
    failureOutput: run.ending('failureOutput'),
    backend: settings?.text('backend') ?? null,
    runs: settings?.integer('runs', 0, Number.MAX_SAFE_INTEGER) ?? settings?.integer('pairs', 0, Number.MAX_SAFE_INTEGER) ?? null,
    samples: samplesOfArms(samples, notes),
    ...baseFacts(run, notes),
    ...selfCheckFacts(run.child('selfCheck')),
    profiles: readProfiles(run.list('profiles'), notes),
    host: readHost(run.child('host')),
    notes: readNotes(run.list('notes'), notes),
  };
}

/** What a run says of its base; nothing where it had none. */
function baseFacts(run: JsonFields, notes: Note[]): Pick<WorkloadRun, 'control' | 'baseRef' | 'baseFailure' | 'baseSha' | 'headSha'> {
  const git = run.child('git');
  const arms = readArms(run.list('arms'), notes);
  const [baseRef, baseFailure] = [run.text('baseRef'), run.text('baseFailure')];
  const baseSha = arms.get('base') ?? git?.parsed('baseSha', 'commit id', commitId) ?? null;
  const control = samplesOfArms(readSamples(run.list('control'), notes), notes);
  if (baseRef === null && baseFailure === null && baseSha === null && control.length === 0) return {};
  return { control, baseRef, baseFailure, baseSha, headSha: arms.get('head') ?? git?.parsed('sha', 'commit id', commitId) ?? null };
}

/** What a self-check showed; nothing where a figure is missing or the figures contradict each other. */
function selfCheckFacts(fields: JsonFields | null): { selfCheck?: SelfCheckSummary } {
  const comparisons = fields?.integer('comparisons', 1, Number.MAX_SAFE_INTEGER) ?? null;
  const fails = fields?.integer('fails', 0, comparisons ?? 0) ?? null;
  const upperRate = fields?.within('upperRate', 0, 1, 'share of 0 to 1') ?? null;
  return comparisons === null || fails === null || upperRate === null ? {} : { selfCheck: { comparisons, fails, upperRate } };
}

/** Commits by arm. */
function readArms(values: readonly unknown[], notes: Note[]): Map<string, string> {
  return new Map(
    values.slice(0, MAX_ARMS).flatMap((value, index): [string, string][] => {
      const fields = JsonFields.of(value, `arms[${index}]`, notes);
      const arm = fields?.text('arm') ?? null;
      const sha = fields?.parsed('sha', 'commit id', commitId) ?? null;
      return arm === null || sha === null ? [] : [[arm, sha]];
    }),
  );
}

function readProfiles(values: readonly unknown[], notes: Note[]): RunProfile[] {
  if (values.length > MAX_PROFILES) notes.push({ code: 'too-many', text: `profiles holds ${values.length} values; the first ${MAX_PROFILES} are read` });
  return values.slice(0, MAX_PROFILES).flatMap((value, index) => {
    const fields = JsonFields.of(value, `profiles[${index}]`, notes);
    if (fields === null) return [];
    return [
      {
        file: fields.text('file') ?? '',
        profiler: fields.text('profiler'),
        arm: fields.text('arm') === 'base' ? ('base' as const) : ('head' as const),
        overhead: fields.amount('overhead'),
        error: fields.text('error'),
      },
    ];
  });
}

function readHost(host: JsonFields | null): HostFacts | null {
  if (host === null) return null;
  return {
    name: host.text('name'),
    os: host.text('os'),
    arch: host.text('arch'),
    cpuModel: host.text('cpuModel'),
    cpuCount: host.integer('cpuCount', 1, Number.MAX_SAFE_INTEGER),
    memoryBytes: host.amount('memoryBytes'),
    governor: host.text('governor'),
    cpuLimit: host.amount('cpuLimit'),
    memoryLimitBytes: host.amount('memoryLimitBytes'),
    runtime: host.text('runtime'),
    runtimes: readRuntimes(host.child('runtimes')),
    loadBefore: host.amount('loadBefore'),
    loadAfter: host.amount('loadAfter'),
    stealShare: host.within('stealShare', 0, 1, 'share of 0 to 1'),
    fingerprint: host.text('fingerprint'),
  };
}

function readRuntimes(fields: JsonFields | null): Record<string, string> {
  if (fields === null) return {};
  const versions = fields.names(MAX_RUNTIMES).flatMap((name): [string, string][] => {
    const version = fields.text(name);
    return version === null || name === '__proto__' ? [] : [[shownText(name) ?? name, version]];
  });
  return Object.fromEntries(versions);
}

/** What the run itself remarked. */
function readNotes(values: readonly unknown[], notes: Note[]): Note[] {
  const found = values.slice(0, MAX_RUN_NOTES).flatMap((value, index) => {
    const fields = JsonFields.of(value, `notes[${index}]`, notes);
    const text = fields?.text('text') ?? null;
    return text === null ? [] : [{ code: fields?.text('code') ?? 'note', text }];
  });
  const rest = values.length - MAX_RUN_NOTES;
  return boundNotes(rest > 0 ? [...found, { code: 'more-notes', text: `${rest} more notes of the run` }] : found);
}
