import { mkdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { seedOf, type BaseArm } from '../collect/ab/arms.ts';
import { placeBase, type BasePlace } from '../collect/ab/base-place.ts';
import { pickCollectors } from '../collect/collectors/auto.ts';
import { readHost } from '../collect/host/host-facts.ts';
import type { MeasuringBackend } from '../collect/measure/backend.ts';
import { describeEnding } from '../collect/measure/describe-ending.ts';
import { measuredEnvironment } from '../collect/measure/environment.ts';
import { execute } from '../collect/measure/execute.ts';
import { probePerf } from '../collect/measure/perf-stat.ts';
import { metadataText } from '../collect/metadata-text.ts';
import { readProgram } from '../collect/program.ts';
import { profileExecutions } from '../collect/run-profiles.ts';
import type { RunTools } from '../collect/run-plan.ts';
import { runWorkload } from '../collect/run-workload.ts';
import type { Settings, WorkloadSettings } from '../config/settings.ts';
import { selfChecksLike, selfCheckSummary } from '../core/gate/false-alarms.ts';
import { gatesKey } from '../core/gate/gates-key.ts';
import type { Note } from '../core/model/note.ts';
import type { CiFacts, GitFacts, RunRecord } from '../core/model/run-record.ts';
import type { SelfCheckEntry } from '../core/model/self-check.ts';
import { saveEvidence } from '../io/save-evidence.ts';
import { toolVersion } from '../io/version.ts';
import { escapeForTerminal } from '../terminal/escape.ts';
import { makeRunProgress } from '../terminal/run-progress.ts';
import type { OpenBase } from './open-base.ts';
import { planPairs } from './plan-pairs.ts';
import type { Shell } from './shell.ts';

/** What all workloads of one call share. */
export interface RunScene {
  readonly settings: Settings;
  readonly backend: MeasuringBackend;
  readonly injectDir: string;
  /** An empty directory outside of the workloads' sight. */
  readonly scratch: string;
  readonly abort: AbortSignal;
  readonly git: GitFacts | null;
  readonly ci: CiFacts | null;
  /** The version to compare with; null measures the head alone. */
  readonly base: OpenBase | null;
  /** What is not known of the repository, and why. */
  readonly notes: readonly Note[];
  /** Comparisons of unchanged code that were made before. */
  readonly selfChecks: readonly SelfCheckEntry[];
  readonly quiet: boolean;
  readonly inCi: boolean;
}

/** Runs one workload into `directory` and returns its record, which is stored there too. */
export async function runOneWorkload(workload: WorkloadSettings, directory: string, scene: RunScene, shell: Shell): Promise<RunRecord> {
  const { settings, backend, abort } = scene;
  await mkdir(directory, { recursive: true });
  const scratchDir = join(scene.scratch, workload.name);
  await mkdir(scratchDir);
  const ownEnv = measuredEnvironment(shell.env, workload.env);
  const placed = scene.base === null ? null : await placeBase(workload, ownEnv, scene.base.worktree);
  const isPaired = placed !== null && typeof placed !== 'string';
  const env = isPaired ? placed.headEnv : ownEnv;
  const program = await readProgram(workload.command, { cwd: workload.cwd, env });
  const collectors = settings.profile ? pickCollectors(workload.profilers, program) : [];
  const { rules, ...pairsPlan } = planPairs(workload, settings.workloads.length);
  const executions = isPaired ? 2 * (workload.warmup + (pairsPlan.looks[0] ?? 0)) : workload.warmup + workload.runs;
  const progress = makeRunProgress(
    shell.stderr,
    { workload: workload.name, executions, profiles: profileExecutions(collectors, isPaired) },
    { quiet: scene.quiet, ci: scene.inCi, now: shell.now },
  );
  const shownDirectory = relative(settings.root, directory).split(sep).join('/');
  try {
    const tools: RunTools = {
      execute: (execution) => execute(execution, backend, abort),
      describeEnding,
      env,
      program,
      collectors,
      injectDir: scene.injectDir,
      scratchDir,
      directory,
      backendId: backend.id,
      hostBefore: () => readHost({ program, cwd: workload.cwd, env: { ...shell.env, ...env }, ci: scene.ci }),
      selfCheckOn: ({ fingerprint }) => selfCheckSummary(selfChecksLike(scene.selfChecks, { workload: workload.name, fingerprint, gates: gatesKey(rules, pairsPlan.looks) })),
      git: scene.git,
      ci: scene.ci,
      toolVersion: toolVersion(),
      profilers: collectors.map(({ id }) => id),
      notes: [...scene.notes, ...(isPaired ? placed.notes : []), ...(await instructionNotes(workload.instructions))],
      progress,
      abort,
      now: () => new Date(),
      save: (record) =>
        saveEvidence(directory, [['run.json', `${JSON.stringify(record, null, 2)}\n`], ['metadata.txt', metadataText(record, shownDirectory)]], (reason) => {
          shell.stderr.write(`note: the logs of the run were emptied to make room: ${escapeForTerminal(reason)}\n`);
        }),
    };
    return await runWorkload(workload, tools, scene.base === null || placed === null ? null : { identity: scene.base.identity, arm: isPaired ? await baseArm(placed) : placed });

    async function baseArm({ plan, baseEnv }: BasePlace): Promise<BaseArm> {
      const own = { directory: join(directory, 'base'), scratchDir: join(scratchDir, 'base') };
      for (const path of Object.values(own)) await mkdir(path);
      const baseProgram = await readProgram(plan.command, { cwd: plan.cwd, env: baseEnv });
      return { plan, tools: { ...tools, ...own, env: baseEnv, program: baseProgram }, ...pairsPlan, budgetSeconds: workload.budgetSeconds, seed: scene.base?.seed ?? seedOf(scene.base?.identity.sha ?? '') };
    }
  } finally {
    progress.done();
  }
}

/** Why instructions that were asked for are not counted. */
async function instructionNotes(wanted: boolean): Promise<Note[]> {
  const perf = wanted ? await probePerf() : null;
  return perf === null || 'program' in perf ? [] : [{ code: 'no-instructions', text: `instructions are not counted: ${perf.reason}` }];
}
