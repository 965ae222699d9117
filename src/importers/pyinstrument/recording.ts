import type { Note } from '../../core/model/note.ts';
import type { LineCosts } from '../../core/model/profile.ts';
import type { Samples, StackTreeBuilder } from '../../core/model/stacks.ts';

/** What both shapes of the file come to. Frames of the tree are indices into the FunctionList. */
export interface Recording {
  readonly tree: StackTreeBuilder;
  /** Weights in seconds. */
  readonly samples: Samples;
  /** Self seconds per running line; null where the shape does not know lines. */
  readonly lineCosts: LineCosts | null;
  /** Samples that the shape itself counts; null where it does not. */
  readonly sampleCount: number | null;
  /** Calls below the depth limit, charged to the call at it. */
  readonly cutCalls: number;
  readonly notes: readonly Note[];
}
