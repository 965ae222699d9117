import { join } from 'node:path';
import type { RunSample } from '../core/model/run-record.ts';
import { lastLines } from './last-lines.ts';
import type { Execution, Measurement } from './measure/measurement.ts';
import { clearCounters, readCounters } from './read-counters.ts';
import type { RunTools, Step, WorkloadPlan } from './run-plan.ts';
import type { RunRecorder } from './run-recorder.ts';

/** Bytes of each log that are kept. */
export const maxLogBytes = 1024 * 1024;
const shownErrorLines = 20;

/** How an execution ended that did not end well; `interrupted` is the user's doing and no failure. */
export type Trouble = 'interrupted' | { readonly text: string; readonly output: string | null };

/** Runs `setup` once, where there is one. Null where it went well. */
export async function executeSetup(plan: WorkloadPlan, tools: RunTools, title = ''): Promise<Trouble | null> {
  if (plan.setup === null) return null;
  tools.progress.start('setup', 1, 1, title);
  const execution = executionOf({ ...plan, command: plan.setup, instructions: false }, tools, { stdoutPath: join(tools.directory, 'setup.log'), stderrPath: join(tools.directory, 'setup-stderr.log') });
  const measurement = await tools.execute(execution);
  tools.progress.end(measurement.wallSeconds);
  return troubleOf(measurement, execution, tools);
}

/** Runs the head's `setup`. False where it failed; the recorder knows why. */
export async function runSetup(plan: WorkloadPlan, tools: RunTools, recorder: RunRecorder): Promise<boolean> {
  return endedWell(await executeSetup(plan, tools), 'setup', recorder);
}

/** Warm-ups, then samples, each a fresh process. False where one failed or the run was interrupted; what was measured is kept. */
export async function runSamples(plan: WorkloadPlan, tools: RunTools, recorder: RunRecorder): Promise<boolean> {
  const problems = new Set<string>();
  const well = await runSteps(plan, tools, recorder, problems);
  recorder.addProblems(problems);
  return well;
}

async function runSteps(plan: WorkloadPlan, tools: RunTools, recorder: RunRecorder, problems: Set<string>): Promise<boolean> {
  for (const [step, count] of [['warmup', plan.warmup], ['sample', plan.runs]] as const) {
    for (let number = 1; number <= count; number++) {
      if (tools.abort.aborted) return false;
      const { sample, trouble } = await measureOnce(plan, tools, { step, number, count, title: '', problems });
      if (sample !== null) await recorder.addSample(sample);
      if (!endedWell(trouble, `${step === 'warmup' ? 'warm-up' : 'execution'} ${number} of ${count}`, recorder)) return false;
    }
  }
  return true;
}

/** One measured execution, as it is told and recorded. */
interface Attempt {
  readonly step: Step;
  readonly number: number;
  readonly count: number;
  readonly title: string;
  readonly arm?: RunSample['arm'];
  readonly pair?: number;
  /** Takes what disturbed the execution, each sentence once. */
  readonly problems: Set<string>;
}

/** Executes the command once. No sample where it was interrupted: its figures would say how long the user waited. */
export async function measureOnce(plan: WorkloadPlan, tools: RunTools, attempt: Attempt): Promise<{ sample: RunSample | null; trouble: Trouble | null; wallSeconds: number }> {
  const { step, number, count, title, problems, arm = 'head', pair = null } = attempt;
  const execution = executionOf(plan, tools, {});
  await clearCounters(plan.counters);
  tools.progress.start(step, number, count, title);
  const measurement = await tools.execute(execution);
  const { wallSeconds } = measurement;
  tools.progress.end(wallSeconds);
  const trouble = await troubleOf(measurement, execution, tools);
  if (trouble === 'interrupted') return { sample: null, trouble, wallSeconds };
  const { counters, problem } = await readCounters(plan.counters);
  if (problem !== null && measurement.exitCode === 0) problems.add(problem);
  if (measurement.leftOver > 0) problems.add(`${measurement.leftOver} processes of the workload were still running after it had ended, and were stopped; their time is not in the figures`);
  if (measurement.droppedBytes > 0) problems.add(`output past ${maxLogBytes} bytes was left out of the logs, which keep its beginning and its end`);
  return { sample: sampleOf(measurement, { arm, pair, warmup: step === 'warmup', counters }), trouble, wallSeconds };
}

async function troubleOf(measurement: Measurement, { stderrPath }: Execution, tools: RunTools): Promise<Trouble | null> {
  if (measurement.ending === 'exited' && measurement.exitCode === 0) return null;
  if (measurement.ending === 'interrupted') return 'interrupted';
  return { text: tools.describeEnding(measurement), output: await lastLines(stderrPath, shownErrorLines) };
}

/** Tells the recorder where an execution of the head failed. */
export function endedWell(trouble: Trouble | null, what: string, recorder: RunRecorder): boolean {
  if (trouble !== null && trouble !== 'interrupted') recorder.fail(`${what} ${trouble.text}`, trouble.output);
  return trouble === null;
}

/** A measurement as the record keeps it. */
export function sampleOf(measurement: Measurement, facts: Pick<RunSample, 'arm' | 'pair' | 'warmup' | 'counters'>): RunSample {
  const { startedAt, wallSeconds, cpuUserSeconds, cpuSystemSeconds, peakRssBytes, instructions, exitCode, signal } = measurement;
  const { arm, pair, warmup, counters } = facts;
  return { arm, pair, warmup, startedAt, wallSeconds, cpuUserSeconds, cpuSystemSeconds, peakRssBytes, instructions, exitCode, signal, counters };
}

/** How the plan's command is executed; `changes` replace parts. */
export function executionOf(plan: WorkloadPlan, tools: RunTools, changes: Partial<Execution>): Execution {
  return {
    command: plan.command,
    cwd: plan.cwd,
    env: tools.env,
    timeoutMs: plan.timeoutSeconds === null ? null : plan.timeoutSeconds * 1000,
    stdoutPath: join(tools.directory, 'stdout.log'),
    stderrPath: join(tools.directory, 'stderr.log'),
    maxLogBytes,
    scratchDir: tools.scratchDir,
    instructions: plan.instructions,
    ...changes,
  };
}
