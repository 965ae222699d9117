import { InputError } from '../../core/errors.ts';
import type { Note } from '../../core/model/note.ts';
import { noRunFacts } from '../../core/model/run.ts';
import { boundNotes } from './bound-notes.ts';
import { commitId, webAddress } from './fact-text.ts';
import { JsonFields } from './json-fields.ts';
import type { ReadFacts, RunFactsReader } from './reader.ts';
import { readWorkloadRun } from './run-record.ts';
import { readSamples, sampleFacts } from './run-samples.ts';
import { utcTimestamp } from './timestamp.ts';

const schemaName = 'perf-report/run/v1';

/** `run.json` of a run directory, schemas/run-v1.schema.json; other tools may write it, so every field is checked alone. */
export const runJsonReader: RunFactsReader = {
  id: 'run-json',
  title: 'run description (run.json)',
  recognisedBy: 'JSON object with `"schema": "perf-report/run/…"` in its first 64 KiB',
  recognise: (head) => /^\s*\{/.test(head.text) && /"schema"\s*:\s*"perf-report\/run\//.test(head.text),
  read: readRunJson,
};

function readRunJson(text: string, fileName: string): ReadFacts {
  return readRunValue(parseJson(text), fileName);
}

/** The same for what was parsed already. Throws InputError for what is no object. */
export function readRunValue(value: unknown, fileName: string): ReadFacts {
  const notes: Note[] = [];
  const run = JsonFields.of(value, '', notes);
  if (run === null) throw new InputError('run.json holds no JSON object', { line: 1 }, `write an object with "schema": "${schemaName}"`);
  const schema = run.text('schema');
  if (schema !== schemaName) {
    notes.push({ code: 'unknown-schema', text: `the schema is ${schema === null ? 'not named' : `"${schema.slice(0, 100)}"`}, this version reads "${schemaName}": what it understands is shown` });
  }
  const git = run.child('git');
  const host = run.child('host');
  const ci = run.child('ci');
  const samples = readSamples(run.list('samples'), notes);
  const facts = {
    ...noRunFacts,
    workload: run.text('workload'),
    command: run.text('command'),
    startedAt: run.parsed('startedAt', 'ISO 8601 time', utcTimestamp),
    ...sampleFacts(samples, notes),
    gitSha: git?.parsed('sha', 'commit id', commitId) ?? null,
    gitBranch: git?.text('branch') ?? null,
    host: host?.text('name') ?? null,
    runtime: host?.text('runtime') ?? null,
    ciBuild: ci?.text('build') ?? null,
    ciUrl: ci?.parsed('url', 'http(s) address', webAddress) ?? null,
    toolVersion: run.child('tool')?.text('version') ?? null,
    sources: [fileName],
  };
  const { startedAt, gitSha } = facts;
  const record = { ...(gitSha === null ? {} : { headSha: gitSha }), ...(startedAt === null ? {} : { startedAt }), ...readWorkloadRun(run, fileName, samples, notes) };
  const foreign = schema === schemaName ? {} : { foreignSchema: schema?.slice(0, 100) ?? 'no schema' };
  return { facts, run: { ...record, ...foreign }, notes: boundNotes(notes) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const position = /position (\d+)/.exec(reason)?.[1];
    const line = text.slice(0, position === undefined ? text.length : Number(position)).split('\n').length;
    throw new InputError(`run.json is no valid JSON: ${reason.slice(0, 200)}`, { line }, 'was the run stopped while it wrote the file? delete it, or run again');
  }
}
