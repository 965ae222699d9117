import { copyFile, mkdir } from 'node:fs/promises';
import { constants } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../core/errors.ts';
import type { Note } from '../core/model/note.ts';
import type { Arm, RunProfile, RunSample } from '../core/model/run-record.ts';
import { medianOf } from '../core/stats/summary.ts';
import { describeSystemError, systemErrorCode } from '../core/system-error.ts';
import type { RunArm } from './ab/arms.ts';
import type { Collected, Collector, CollectorContext } from './collectors/collector.ts';
import type { Measurement } from './measure/measurement.ts';
import { clearCounters } from './read-counters.ts';
import type { RunTools, WorkloadPlan } from './run-plan.ts';
import type { RunRecorder } from './run-recorder.ts';
import { executionOf } from './run-samples.ts';

/** Profilers slow programs down (tracemalloc up to 16 times): how much longer than a measured execution a profiled one may take. */
const timeoutFactor = 30;

/** Collectors that measure time. */
const timeCollectors: ReadonlySet<string> = new Set(['cprofile', 'pyinstrument', 'py-spy', 'node-cpu', 'go', 'own']);

/** Executions per arm of the first profiler that measures time where there is a base: their spread tells what is noise. */
const runsOfTimeProfiler = 3;

/** One extra execution per profiler. What goes wrong is in the record; only an interruption ends it early. */
export async function runProfiles(plan: WorkloadPlan, tools: RunTools, recorder: RunRecorder): Promise<void> {
  const profiling = new Profiling([{ arm: 'head', plan, tools }], recorder);
  for (const [index, collector] of tools.collectors.entries()) {
    await profiling.record('head', collector, { number: index + 1, count: tools.collectors.length, run: 1 });
  }
}

/** Both arms by turns: the first profiler that measures time three times each, the others once. */
export async function runPairedProfiles(head: RunArm, base: RunArm, recorder: RunRecorder): Promise<void> {
  const profiling = new Profiling([{ arm: 'base', ...base }, { arm: 'head', ...head }], recorder);
  const first = head.tools.collectors.find(({ id }) => timeCollectors.has(id));
  const runsOf = (collector: Collector): number => (collector === first ? runsOfTimeProfiler : 1);
  const count = profileExecutions(head.tools.collectors, true);
  let number = 0;
  for (const collector of head.tools.collectors) {
    for (let run = 1; run <= runsOf(collector); run++) {
      for (const arm of run % 2 === 1 ? (['base', 'head'] as const) : (['head', 'base'] as const)) {
        number += 1;
        await profiling.record(arm, collector, { number, count, run });
      }
    }
  }
}

/** How many executions the profilers need. */
export function profileExecutions(list: readonly Collector[], paired: boolean): number {
  if (!paired) return list.length;
  return 2 * (list.length + (list.some(({ id }) => timeCollectors.has(id)) ? runsOfTimeProfiler - 1 : 0));
}

interface Turn {
  /** Of all profiled executions. */
  readonly number: number;
  readonly count: number;
  /** Of this profiler and arm, from 1. */
  readonly run: number;
}

interface ArmScene extends RunArm {
  readonly arm: Arm;
}

/** Records profiles of the arms and knows which of their file names are taken, and which profilers do not work. */
class Profiling {
  private readonly scenes: ReadonlyMap<Arm, ArmScene & { readonly measured: number | null; readonly taken: Set<string>; readonly missing: Set<string> }>;
  private readonly recorder: RunRecorder;

  constructor(scenes: readonly ArmScene[], recorder: RunRecorder) {
    const { samples } = recorder.current;
    this.scenes = new Map(scenes.map((scene) => [scene.arm, { ...scene, measured: medianWall(samples, scene.arm), taken: new Set<string>(), missing: new Set<string>() }]));
    this.recorder = recorder;
  }

  async record(arm: Arm, collector: Collector, turn: Turn): Promise<void> {
    const scene = this.scenes.get(arm);
    if (scene === undefined || scene.tools.abort.aborted || scene.missing.has(collector.id)) return;
    const title = this.scenes.size > 1 ? `${collector.title}, ${arm}` : collector.title;
    const { profiles, notes } = await profileSafely(scene.plan, scene.tools, collector, { ...turn, arm, title, measured: scene.measured, taken: scene.taken });
    // What did not work once is not tried again.
    if (profiles.every(({ error }) => error !== null)) scene.missing.add(collector.id);
    const ofArm = arm === 'head' ? notes : notes.map(({ code, text }) => ({ code, text: `of the base: ${text}` }));
    await this.recorder.addProfiles(profiles.map((profile) => ({ ...profile, arm, file: arm === 'base' ? `base/${profile.file}` : profile.file })), ofArm);
  }
}

interface Attempt extends Turn {
  readonly arm: Arm;
  readonly title: string;
  /** Median wall time of the measured executions. */
  readonly measured: number | null;
  /** Names in the arm's directory that are no longer free. */
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
  if (attempt.run === 1) {
    tools.progress.say(`trying ${attempt.title}`);
    const probe = await collector.probe(context);
    if (!probe.works) return missing(`${probe.reason}; ${probe.remedy}`);
  }
  const dir = join(tools.scratchDir, `profile-${attempt.number}`);
  await mkdir(dir);
  const prepared = await collector.prepare({ command: plan.command, env: tools.env }, dir, context);
  await clearCounters(plan.counters);
  tools.progress.start('profile', attempt.number, attempt.count, attempt.title);
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
  const { files, problems } = await keepFiles(namedByRun(collected, attempt.run), tools.directory, attempt.taken);
  const failed = failureOf(measurement, tools);
  const notes = [...collected.notes, ...problems, ...(failed === null ? [] : [{ code: 'profiled-run-failed', text: `the execution under ${collector.id} ${failed}: its profile may be incomplete` }])];
  if (files.length === 0) {
    const reason = failed === null ? (collected.notes[0]?.text ?? 'it left no file') : `the execution under it ${failed}`;
    return { profiles: missing(reason).profiles, notes: [...missing(reason).notes, ...notes.slice(failed === null ? 1 : 0)] };
  }
  const overhead = attempt.measured === null || attempt.measured === 0 || failed !== null ? null : measurement.wallSeconds / attempt.measured;
  return { profiles: files.map((file) => ({ file, profiler: collector.id, arm: 'head', overhead, error: null })), notes };
}

/** Further runs keep the main profile alone, `profile.stats` as `profile.run2.stats`. */
function namedByRun({ files, notes }: Collected, run: number): Collected {
  if (run === 1) return { files, notes };
  const named = (name: string): string => {
    const dot = name.indexOf('.', 1);
    return dot < 0 ? `${name}.run${run}` : `${name.slice(0, dot)}.run${run}${name.slice(dot)}`;
  };
  return { notes, files: files.slice(0, 1).map(({ path, name }) => ({ path, name: named(name) })) };
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

function medianWall(samples: readonly RunSample[], wanted: Arm): number | null {
  const walls = samples.flatMap(({ arm, warmup, exitCode, wallSeconds }) => (arm === wanted && !warmup && exitCode === 0 && wallSeconds !== null ? [wallSeconds] : []));
  return medianOf(walls);
}
