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

/** Runs `setup` once. False where it failed; the recorder knows why. */
export async function runSetup(plan: WorkloadPlan, tools: RunTools, recorder: RunRecorder): Promise<boolean> {
  if (plan.setup === null) return true;
  tools.progress.start('setup', 1, 1, '');
  const execution = executionOf({ ...plan, command: plan.setup, instructions: false }, tools, { stdoutPath: join(tools.directory, 'setup.log'), stderrPath: join(tools.directory, 'setup-stderr.log') });
  const measurement = await tools.execute(execution);
  tools.progress.end(measurement.wallSeconds);
  return endedWell(measurement, 'setup', execution, tools, recorder);
}

/** Warm-ups, then samples, each a fresh process. False where one failed or the run was interrupted; what was measured is kept. */
export async function runSamples(plan: WorkloadPlan, tools: RunTools, recorder: RunRecorder): Promise<boolean> {
  const problems = new Set<string>();
  const well = await runSteps(plan, tools, recorder, problems);
  for (const text of problems) recorder.addNote({ code: 'execution', text });
  return well;
}

async function runSteps(plan: WorkloadPlan, tools: RunTools, recorder: RunRecorder, problems: Set<string>): Promise<boolean> {
  for (const [step, count] of [['warmup', plan.warmup], ['sample', plan.runs]] as const) {
    for (let number = 1; number <= count; number++) {
      if (tools.abort.aborted) return false;
      const execution = executionOf(plan, tools, {});
      await clearCounters(plan.counters);
      tools.progress.start(step, number, count, '');
      const measurement = await tools.execute(execution);
      tools.progress.end(measurement.wallSeconds);
      // Its figures would say how long the user waited.
      if (measurement.ending === 'interrupted') return false;
      const { counters, problem } = await readCounters(plan.counters);
      if (problem !== null && measurement.exitCode === 0) problems.add(problem);
      if (measurement.leftOver > 0) problems.add(`${measurement.leftOver} processes of the workload were still running after it had ended, and were stopped; their time is not in the figures`);
      if (measurement.droppedBytes > 0) problems.add(`output past ${maxLogBytes} bytes was left out of the logs, which keep its beginning and its end`);
      await recorder.addSample(sampleOf(measurement, step, counters));
      if (!(await endedWell(measurement, `${step === 'warmup' ? 'warm-up' : 'execution'} ${number} of ${count}`, execution, tools, recorder))) return false;
    }
  }
  return true;
}

async function endedWell(measurement: Measurement, what: string, { stderrPath }: Execution, tools: RunTools, recorder: RunRecorder): Promise<boolean> {
  if (measurement.ending === 'exited' && measurement.exitCode === 0) return true;
  if (measurement.ending !== 'interrupted') recorder.fail(`${what} ${tools.describeEnding(measurement)}`, await lastLines(stderrPath, shownErrorLines));
  return false;
}

function sampleOf(measurement: Measurement, step: Step, counters: RunSample['counters']): RunSample {
  const { startedAt, wallSeconds, cpuUserSeconds, cpuSystemSeconds, peakRssBytes, instructions, exitCode, signal } = measurement;
  return { arm: 'head', pair: null, warmup: step === 'warmup', startedAt, wallSeconds, cpuUserSeconds, cpuSystemSeconds, peakRssBytes, instructions, exitCode, signal, counters };
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
