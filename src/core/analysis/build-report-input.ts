import type { InputFailure } from '../model/report.ts';
import type { Note } from '../model/note.ts';
import type { Profile, ProfileSet } from '../model/profile.ts';
import type { RunFacts } from '../model/run.ts';
import type { WorkloadRun } from '../model/run-record.ts';
import type { ReportModel } from '../model/report.ts';
import type { DiffTree } from './compare/diff-tree.ts';
import type { FlameTree } from './flame-tree.ts';

/** One file that was looked at: a profile set, run facts, or the reason why neither. */
export interface ReadFile {
  /** Path relative to the input directory, as shown. */
  readonly file: string;
  readonly bytes: number;
  /** Importer or run-facts reader id and title; null where nothing recognised the file. */
  readonly format: string | null;
  readonly formatTitle: string | null;
  readonly set: ProfileSet | null;
  readonly facts: RunFacts | null;
  /** What a run.json says of its samples and profiles; null for other files. */
  readonly run: WorkloadRun | null;
  readonly error: InputFailure | null;
  readonly notes: readonly Note[];
}

export interface BuildOptions {
  readonly toolVersion: string;
  /** Rows per function table on the page; 0 is all. */
  readonly top: number;
  /** Keep only stacks that hold a matching function / drop stacks that hold one. */
  readonly focus: RegExp | null;
  readonly ignore: RegExp | null;
  /** Directories to cut from the front of paths (git root, working directory). */
  readonly roots: readonly string[];
  /** Lines of a source file of the project, or null where it is not at hand. `file` is as the profiler wrote it. */
  readonly readSource: (file: string) => readonly string[] | null;
}

/** What the page is made of. `flames` and `profiles` are by ReportProfile.id. */
export interface BuiltReport {
  readonly model: ReportModel;
  readonly flames: ReadonlyMap<string, FlameTree>;
  readonly profiles: ReadonlyMap<string, Profile>;
  /** By ReportProfile.id: name in the viewer per frame of the flame tree's table, see viewerNames. */
  readonly frameNames: ReadonlyMap<string, readonly string[]>;
  /** By ReportProfile.id, parallel to its functions. */
  readonly viewerNames: ReadonlyMap<string, readonly string[]>;
  /** Both call trees of a comparison in one, by ProfileComparison.id; absent where nothing is compared. */
  readonly diffs?: ReadonlyMap<string, DiffTree>;
}
