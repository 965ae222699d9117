import { copyFile, mkdir } from 'node:fs/promises';
import { constants } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../core/errors.ts';
import type { Note } from '../core/model/note.ts';
import type { RunProfile, RunSample } from '../core/model/run-record.ts';
import { medianOf } from '../core/stats/summary.ts';
import { describeSystemError, systemErrorCode } from '../core/system-error.ts';
import type { Collected, Collector, CollectorContext } from './collectors/collector.ts';
import type { Measurement } from './measure/measurement.ts';
import { clearCounters } from './read-counters.ts';
import type { RunTools, WorkloadPlan } from './run-plan.ts';
import type { RunRecorder } from './run-recorder.ts';
import { executionOf } from './run-samples.ts';

/** Profilers slow programs down (tracemalloc up to 16 times): how much longer than a measured execution a profiled one may take. */
const timeoutFactor = 30;

/** One extra execution per profiler. What goes wrong is in the record; only an interruption ends it early. */
export async function runProfiles(plan: WorkloadPlan, tools: RunTools, recorder: RunRecorder): Promise<void> {
  const measured = medianWall(recorder.current.samples);
  for (const [index, collector] of tools.collectors.entries()) {
    if (tools.abort.aborted) return;
    const taken = new Set(recorder.current.profiles.map(({ file }) => file));
    const { profiles, notes } = await profileSafely(plan, tools, collector, { number: index + 1, measured, taken });
    await recorder.addProfiles(profiles, notes);
  }
}

interface Attempt {
  readonly number: number;
  /** Median wall time of the measured executions. */
  readonly measured: number | null;
  /** Names in the run directory that are no longer free. */
  readonly taken: Set<string>;
}

interface Profiled {
  readonly profiles: readonly RunProfile[];
  readonly notes: readonly Note[];
}

/** What the system refuses a profiler (no space, no permission) is no failure of the run. */
async function profileSafely(plan: WorkloadPlan, tools: RunTools, collector: Collector, attempt: Attempt): Promise<Profiled> {
  try {
    return await profileOnce(plan, tools, collector, attempt);
  } catch (error) {
    if (systemErrorCode(error) === null && !(error instanceof InputError)) throw error;
    return withoutProfile(collector, describeSystemError(error));
  }
}

function withoutProfile({ id }: Collector, error: string): Profiled {
  return { profiles: [{ file: id, profiler: id, arm: 'head', overhead: null, error }], notes: [{ code: 'profiler-missing', text: `no profile by ${id}: ${error}` }] };
}

async function profileOnce(plan: WorkloadPlan, tools: RunTools, collector: Collector, attempt: Attempt): Promise<Profiled> {
  const context: CollectorContext = { program: tools.program, cwd: plan.cwd, env: tools.env, injectDir: tools.injectDir };
  const missing = (error: string): Profiled => withoutProfile(collector, error);
  tools.progress.say(`trying ${collector.title}`);
  const probe = await collector.probe(context);
  if (!probe.works) return missing(`${probe.reason}; ${probe.remedy}`);
  const dir = join(tools.scratchDir, `profile-${attempt.number}`);
  await mkdir(dir);
  const prepared = await collector.prepare({ command: plan.command, env: tools.env }, dir, context);
  await clearCounters(plan.counters);
  tools.progress.start('profile', attempt.number, tools.collectors.length, collector.title);
  const measurement = await tools.execute(
    executionOf(plan, tools, {
      ...prepared,
      timeoutMs: plan.timeoutSeconds === null ? null : plan.timeoutSeconds * 1000 * timeoutFactor,
      instructions: false,
      stdoutPath: join(tools.scratchDir, 'profile-stdout.log'),
      stderrPath: join(tools.scratchDir, 'profile-stderr.log'),
    }),
  );
  tools.progress.end(measurement.wallSeconds);
  const collected = await collector.collect(dir, context);
  const { files, problems } = await keepFiles(collected, tools.directory, attempt.taken);
  const failed = failureOf(measurement, tools);
  const notes = [...collected.notes, ...problems, ...(failed === null ? [] : [{ code: 'profiled-run-failed', text: `the execution under ${collector.id} ${failed}: its profile may be incomplete` }])];
  if (files.length === 0) {
    const reason = failed === null ? (collected.notes[0]?.text ?? 'it left no file') : `the execution under it ${failed}`;
    return { profiles: missing(reason).profiles, notes: [...missing(reason).notes, ...notes.slice(failed === null ? 1 : 0)] };
  }
  const overhead = attempt.measured === null || attempt.measured === 0 || failed !== null ? null : measurement.wallSeconds / attempt.measured;
  return { profiles: files.map((file) => ({ file, profiler: collector.id, arm: 'head', overhead, error: null })), notes };
}

/** Copies what a profiler left into the run directory; a name that is taken gets a number. */
async function keepFiles({ files }: Collected, directory: string, taken: Set<string>): Promise<{ files: string[]; problems: Note[] }> {
  const kept: string[] = [];
  const problems: Note[] = [];
  for (const { path, name } of files) {
    const free = freeName(name, taken);
    try {
      await copyFile(path, join(directory, free), constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
      taken.add(free);
      kept.push(free);
    } catch (error) {
      problems.push({ code: 'profile-not-kept', text: `${name} could not be copied into the run directory: ${describeSystemError(error)}` });
    }
  }
  return { files: kept, problems };
}

/** Names that the run itself writes. */
const reserved = new Set(['run.json', 'metadata.txt', 'stdout.log', 'stderr.log', 'setup.log', 'setup-stderr.log']);

function freeName(name: string, taken: ReadonlySet<string>): string {
  const isFree = (candidate: string): boolean => !taken.has(candidate) && !reserved.has(candidate);
  if (isFree(name)) return name;
  const dot = name.indexOf('.', 1);
  const [stem, extension] = dot < 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot)];
  let number = 2;
  while (!isFree(`${stem}-${number}${extension}`)) number += 1;
  return `${stem}-${number}${extension}`;
}

function failureOf(measurement: Measurement, tools: RunTools): string | null {
  return measurement.ending === 'exited' && measurement.exitCode === 0 ? null : tools.describeEnding(measurement);
}

function medianWall(samples: readonly RunSample[]): number | null {
  const walls = samples.flatMap(({ warmup, exitCode, wallSeconds }) => (!warmup && exitCode === 0 && wallSeconds !== null ? [wallSeconds] : []));
  return medianOf(walls);
}
