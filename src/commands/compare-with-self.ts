import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { wholePairs } from '../collect/ab/whole-pairs.ts';
import type { WorkloadSettings } from '../config/settings.ts';
import { isProfileGate, reportMetricNames } from '../core/gate/gate-metrics.ts';
import { gatesKey } from '../core/gate/gates-key.ts';
import { judgeRuns, type JudgedWorkload } from '../core/gate/judge-runs.ts';
import type { GateRules } from '../core/gate/rules.ts';
import type { RunRecord } from '../core/model/run-record.ts';
import type { SelfCheckEntry } from '../core/model/self-check.ts';
import { importFile } from '../io/import-file.ts';
import type { SelfBase } from './open-self-base.ts';
import { planPairs } from './plan-pairs.ts';
import { runOneWorkload, type RunScene } from './run-one-workload.ts';
import type { Shell } from './shell.ts';

/** What all comparisons of one call share. */
export interface SelfCheckScene extends RunScene {
  readonly base: SelfBase;
}

/** One comparison; no entry where the run failed or was interrupted. */
export interface Compared {
  readonly entry: SelfCheckEntry | null;
  readonly record: RunRecord;
  readonly seconds: number;
}

/**
 * Measures and judges a workload against itself, as a build is, and keeps nothing but the outcome. `number` counts the comparisons of the workload
 * from 1: the first one runs `setup`, each has its own order of pairs.
 */
export async function compareWithSelf(workload: WorkloadSettings, number: number, scene: SelfCheckScene, shell: Shell): Promise<Compared> {
  const start = shell.now();
  const own = join(scene.scratch, `${workload.name}-${number}`);
  const [scratch, directory] = [join(own, 'scratch'), join(own, 'run')];
  await mkdir(scratch, { recursive: true });
  try {
    const record = await runOneWorkload(number === 1 ? workload : { ...workload, setup: null }, directory, { ...scene, scratch, base: { ...scene.base, seed: Date.now() | 0 } }, shell);
    const measured = record.status === 'finished' && (record.baseFailure ?? null) === null;
    const entry = measured ? await judge(workload, record, directory, scene) : null;
    return { entry, record, seconds: (shell.now() - start) / 1000 };
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

/** Judges what a report would read. */
async function judge(workload: WorkloadSettings, record: RunRecord, directory: string, { settings, base }: SelfCheckScene): Promise<SelfCheckEntry> {
  const { rules, looks } = planPairs(workload, settings.workloads.length);
  const { run, error } = await importFile(join(directory, 'run.json'), `${workload.name}/run.json`);
  if (run === null) throw new Error(`run.json was not read: ${error?.message ?? 'no run'}`);
  const judged = judgeRuns(run, null, rules, run.control);
  return {
    workload: workload.name,
    at: record.finishedAt ?? record.startedAt,
    toolVersion: record.tool.version,
    fingerprint: record.host?.fingerprint ?? null,
    gates: gatesKey(rules, looks),
    verdict: judged.verdict,
    pairs: wholePairs(record.samples).length,
    metrics: gatedMetrics(judged, rules),
    loadBefore: record.host?.loadBefore ?? null,
    sameTree: base.sameTree,
  };
}

function gatedMetrics({ metrics }: JudgedWorkload, { gates }: GateRules): SelfCheckEntry['metrics'] {
  const names = new Set(gates.filter((gate) => !isProfileGate(gate)).flatMap(({ metric }) => reportMetricNames(metric)));
  return metrics.filter(({ metric }) => names.has(metric)).map(({ metric, change, lower, upper, verdict }) => ({ metric, change, lower, upper, verdict }));
}
