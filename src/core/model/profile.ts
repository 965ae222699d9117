import type { TimeChart } from './chart.ts';
import type { CallGraph } from './call-graph.ts';
import type { FrameTable } from './frames.ts';
import type { Note } from './note.ts';
import type { Samples, StackTable } from './stacks.ts';
import type { ProfileUnit } from '../units/value.ts';

/** What a profile's weights measure. */
export type ProfileKind =
  | 'wall'
  | 'cpu'
  | 'alloc-bytes'
  | 'alloc-objects'
  | 'live-bytes'
  | 'live-objects'
  | 'lock'
  | 'calls'
  | 'instructions'
  | 'samples';

export type { ProfileUnit };

/** How the numbers came to be. A view rebuilt from caller edges is `reconstructed`. */
export type Semantics = 'sampled' | 'deterministic' | 'snapshot' | 'reconstructed';

/**
 * What `FrameTable.line` means: the line where the function starts (`definition`), or the line that
 * was running (`executing`): then one function has several frames and tables merge them by name and file.
 */
export type FrameLineMeaning = 'definition' | 'executing';

/** Cost per source line of a function, for formats that know it. Columns of equal length. */
export interface LineCosts {
  readonly frame: Uint32Array;
  readonly line: Uint32Array;
  /** Self cost in the profile's unit. */
  readonly cost: Float64Array;
}

interface ProfileFacts {
  /** What is measured, as the reader should see it: "CPU time", "alloc_space", "main thread". */
  readonly title: string;
  readonly kind: ProfileKind;
  readonly unit: ProfileUnit;
  readonly semantics: Semantics;
  readonly thread: string | null;
  readonly frames: FrameTable;
  readonly frameLine: FrameLineMeaning;
  readonly lineCosts: LineCosts | null;
  /** Samples the profiler took (not stack rows); null where the format does not know. */
  readonly sampleCount: number | null;
  /** Wall duration of the recording in seconds, null where unknown. */
  readonly durationSeconds: number | null;
  /** Start of the recording, ISO 8601 UTC, null where unknown. */
  readonly startedAt: string | null;
  readonly notes: readonly Note[];
}

/** A profile made of stacks with weights. */
export interface StackProfile extends ProfileFacts {
  readonly shape: 'stacks';
  readonly stacks: StackTable;
  readonly samples: Samples;
}

/** A profile made of an exact function table and caller edges (pstats, callgrind): it has no stacks. */
export interface CallGraphProfile extends ProfileFacts {
  readonly shape: 'call-graph';
  readonly graph: CallGraph;
}

/** One value dimension of one execution. Built once by an importer, never changed. */
export type Profile = StackProfile | CallGraphProfile;

/** Everything one file holds. */
export interface ProfileSet {
  /** Importer id, for example `pstats`. */
  readonly format: string;
  readonly profiles: readonly Profile[];
  /** Index of the profile to show first, as the file says; 0 otherwise. */
  readonly defaultProfile: number;
  /** Values over time, for formats that hold them beside or instead of profiles. */
  readonly charts?: readonly TimeChart[];
  readonly notes: readonly Note[];
}
