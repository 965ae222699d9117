import type { RunRecord } from '../core/model/run-record.ts';
import type { RunTools, WorkloadPlan } from './run-plan.ts';
import { runProfiles } from './run-profiles.ts';
import { RunRecorder } from './run-recorder.ts';
import { runSamples, runSetup } from './run-samples.ts';

/**
 * Runs one workload: setup, warm-ups, samples, then one extra execution per profiler. The record is
 * saved after every step. Never throws for what the workload does: a failed or interrupted run is a
 * record that says so, with everything that was measured. Throws InputError where the disk refuses.
 */
export async function runWorkload(plan: WorkloadPlan, tools: RunTools): Promise<RunRecord> {
  const recorder = new RunRecorder(plan, tools);
  await recorder.save();
  if (await runSetup(plan, tools, recorder)) {
    const host = await tools.hostBefore();
    const measured = await runSamples(plan, tools, recorder);
    recorder.setHost(await host.after());
    if (measured) await runProfiles(plan, tools, recorder);
  }
  return recorder.finish(tools.abort.aborted ? 'interrupted' : 'finished');
}
