import type { BaseArm, RunBase } from './ab/arms.ts';
import { baseFailure, runPairs } from './ab/run-pairs.ts';
import type { RunRecord } from '../core/model/run-record.ts';
import type { RunTools, WorkloadPlan } from './run-plan.ts';
import { runPairedProfiles, runProfiles } from './run-profiles.ts';
import { RunRecorder } from './run-recorder.ts';
import { executeSetup, runSamples, runSetup } from './run-samples.ts';

/**
 * Runs one workload: setup, warm-ups, samples, then extra executions for profilers; with a base, of both versions by turns. The
 * record is saved after every step. Never throws for what the workload does: a failed or interrupted run is a record that says so,
 * with everything that was measured; a base that does not work leaves a run of the head alone that says why. Throws InputError
 * where the disk refuses.
 */
export async function runWorkload(plan: WorkloadPlan, tools: RunTools, base: RunBase | null = null): Promise<RunRecord> {
  const recorder = new RunRecorder(plan, tools, base);
  await recorder.save();
  if (await runSetup(plan, tools, recorder)) {
    const arm = base === null || tools.abort.aborted ? null : await readyBase(base, recorder);
    const host = await tools.hostBefore();
    const profile = arm === null ? await measureHead(plan, tools, recorder) : await measurePairs(plan, tools, arm, recorder);
    recorder.setHost(await host.after());
    await profile();
  }
  return recorder.finish(tools.abort.aborted ? 'interrupted' : 'finished');
}

/** The base after its setup; null where it cannot be measured, which the recorder knows then. */
async function readyBase({ arm }: RunBase, recorder: RunRecorder): Promise<BaseArm | null> {
  if (typeof arm === 'string') {
    recorder.failBase(`the base could not be measured: ${arm}`);
    return null;
  }
  const trouble = await executeSetup(arm.plan, arm.tools, 'base');
  if (trouble !== null && trouble !== 'interrupted') recorder.failBase(baseFailure(`its setup ${trouble.text}`, trouble));
  return trouble === null ? arm : null;
}

/** What is left to do: the profiles, after the host was read. */
type Profile = () => Promise<void>;

const nothing: Profile = () => Promise.resolve();

async function measureHead(plan: WorkloadPlan, tools: RunTools, recorder: RunRecorder): Promise<Profile> {
  return (await runSamples(plan, tools, recorder)) ? async () => runProfiles(plan, tools, recorder) : nothing;
}

async function measurePairs(plan: WorkloadPlan, tools: RunTools, base: BaseArm, recorder: RunRecorder): Promise<Profile> {
  const end = await runPairs({ plan, tools }, base, recorder);
  if (end === 'base-failed') return measureHead(plan, tools, recorder);
  return end === 'failed' || end === 'interrupted' ? nothing : async () => runPairedProfiles({ plan, tools }, base, recorder);
}
