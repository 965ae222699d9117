import type { RunSample } from '../../core/model/run-record.ts';
import type { RunTools, WorkloadPlan } from '../run-plan.ts';

/** One version with what it is run with; `tools.directory` takes its logs and profiles. */
export interface RunArm {
  readonly plan: WorkloadPlan;
  readonly tools: RunTools;
}

/** Which version the head is compared with. */
export interface BaseIdentity {
  readonly sha: string;
  /** As shown: "origin/main". */
  readonly ref: string;
}

/** The base, ready to be measured, and how long. */
export interface BaseArm extends RunArm {
  /** Numbers of pairs after which to look, ascending; the last one is the most. */
  readonly looks: readonly number[];
  readonly seed: number;
  readonly budgetSeconds: number | null;
  /** Whether more pairs are pointless. */
  readonly decide: (samples: readonly RunSample[]) => boolean;
  /** Where a failing gate is measured again in a second series. */
  readonly confirm?: ConfirmPlan;
}

/** The independent second series of pairs. */
export interface ConfirmPlan {
  /** Whether a gate fails by the first series. */
  readonly isNeeded: (samples: readonly RunSample[], control: readonly RunSample[]) => boolean;
  /** As `decide`, of the samples of the second series alone. */
  readonly decide: (samples: readonly RunSample[]) => boolean;
}

/** The base of a run: ready, or why there is none. */
export interface RunBase {
  readonly identity: BaseIdentity;
  /** A sentence where the base cannot be measured. */
  readonly arm: BaseArm | string;
}

/** A seed from a commit: the order is the same for the same comparison. */
export function seedOf(sha: string): number {
  return Number.parseInt(sha.slice(0, 8), 16) | 0;
}
