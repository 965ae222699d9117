import type { BaseUnit } from '../units/value.ts';
import type { CodeOwner } from './code-owner.ts';
import type { Note } from './note.ts';
import type { ProfileKind } from './profile.ts';
import type { Verdict } from './verdict.ts';

/** Why a function's value changed; the first five are the words of report.json's contract. */
export type ChangeReason = 'more-work' | 'dearer-calls' | 'both' | 'new' | 'unknown' | 'less-work' | 'cheaper-calls' | 'gone';

/** One function on both sides. Values are means over the runs of a side, in the comparison's base unit. */
export interface FunctionChange {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly selfBase: number;
  readonly selfHead: number;
  readonly totalBase: number;
  readonly totalHead: number;
  /** Null where the format does not know calls. */
  readonly callsBase: number | null;
  readonly callsHead: number | null;
  /**
   * What it explains of the change of the whole, over that change: its self change with that of the builtins, library and anonymous
   * functions charged to it; for the function that leads also what the further calls below it cost. So shares do not add up to 1, what
   * is charged to another function is missing here, above 1 others fell, below 0 the whole went the other way; 0 where it did not change.
   */
  readonly share: number;
  readonly why: ChangeReason;
  /** What happened, as the comparison's sentence says it, without name and share: "was called 2.4 times as often (...)". Absent from reports of before. */
  readonly words?: string;
  /** Self values with those of the builtins, library and anonymous functions charged to it; absent where its own cost is looked for elsewhere. */
  readonly charged?: { readonly base: number; readonly head: number };
  /** The three parts of the self change: calls changed, cost per call changed, both together. Null where calls are unknown. */
  readonly moreWork: number | null;
  readonly dearerCalls: number | null;
  readonly interaction: number | null;
  /** True where the change is beyond what runs of one side differ by, corrected for the number of functions; false where it is not, or only one run a side. */
  readonly significant: boolean;
  /** Change over its standard error; null with one run a side and no samples to count. */
  readonly z: number | null;
  /** Name and file before, where the function was renamed or moved. */
  readonly before: { readonly name: string; readonly file: string } | null;
  readonly owner: CodeOwner;
  readonly waiting: boolean;
  /** Call sites or lines whose cost grew, largest change first; `text` null where the source is not at hand. */
  readonly lines: readonly LineChange[];
  /** The heaviest caller whose calls or cost grew, as context; null at roots. */
  readonly caller: { readonly name: string; readonly file: string; readonly callsBase: number | null; readonly callsHead: number | null } | null;
  /** "touched by", never "caused by"; newest first, capped. */
  readonly commits: readonly TouchingCommit[];
}

export interface LineChange {
  readonly line: number;
  readonly base: number;
  readonly head: number;
  readonly text: string | null;
}

/** A commit of base..head whose diff touches a function, its callers or call sites. */
export interface TouchingCommit {
  readonly sha: string;
  /** Author's date, ISO 8601. */
  readonly date: string;
  readonly subject: string;
  /** The touching part of the diff, capped; null where it is not at hand. */
  readonly hunk: string | null;
}

/** Two sides of one profile dimension. */
export interface ProfileComparison {
  /** `d1`, `d2`, … */
  readonly id: string;
  readonly title: string;
  readonly kind: ProfileKind;
  readonly unit: BaseUnit;
  readonly baseFiles: readonly string[];
  readonly headFiles: readonly string[];
  /** Means over the runs. */
  readonly totalBase: number;
  readonly totalHead: number;
  /** Calls of all functions; null where the format does not know calls, absent from older reports. */
  readonly callsBase?: number | null;
  readonly callsHead?: number | null;
  /** Functions whose value rose, worst first; capped, see `limits`. */
  readonly worse: readonly FunctionChange[];
  /** Functions whose value fell, largest first. */
  readonly better: readonly FunctionChange[];
  readonly functionCount: number;
  /** Factor by which everything slowed alike, where no function's share moved; null otherwise. */
  readonly uniform: number | null;
  /** One sentence: who did it. */
  readonly sentence: string;
  readonly notes: readonly Note[];
}

/** What the gates say of the whole build. */
export interface GateOutcome {
  readonly verdict: Verdict;
  /** What it does to the build. */
  readonly result: 'pass' | 'note' | 'unstable' | 'failure';
  /** One row per gate that was applied. */
  readonly gates: readonly GateResult[];
}

export interface GateResult {
  readonly workload: string;
  readonly metric: string;
  /** Null for a gate on a whole workload. */
  readonly function: string | null;
  readonly verdict: Verdict;
  readonly criticality: 'NOTE' | 'UNSTABLE' | 'FAILURE';
  /** Share, 0.1 for 10 %. */
  readonly threshold: number;
  /** One sentence with the figures. */
  readonly message: string;
  /** Where somebody decided to live with it, which makes it a NOTE; absent otherwise. */
  readonly accepted?: { readonly who: string; readonly why: string; readonly until: string | null };
}
