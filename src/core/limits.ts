/**
 * Every bound of the program in one place, each with its reason. A bound that was hit is a note on
 * the profile and a row in the report's limits: nothing is cut in silence.
 */
export interface ImportLimits {
  /** Bytes an importer may hold at once; Node buffers end at 4 GiB. */
  readonly maxWholeBytes: number;
  /** Profiles of one file; further ones are left out. */
  readonly maxProfiles: number;
  /** Distinct frames; past it, further frames become one "(more functions)" frame. */
  readonly maxFrames: number;
  /** Nodes of the stack tree; past it, deeper calls are charged to their parent. */
  readonly maxStackNodes: number;
  /** Frames of one stack; deeper frames are charged to the frame at this depth. */
  readonly maxStackDepth: number;
  /** Characters of one name that are kept; longer names end in "…". */
  readonly maxNameLength: number;
}

export const importLimits: ImportLimits = {
  maxWholeBytes: 4 * 1024 ** 3 - 1,
  // Each is a section of the page. Real files hold one per thread or value; hostile ones 100,000.
  maxProfiles: 500,
  // A million frames are about 200 MB of strings and tables; real programs have below 100,000.
  maxFrames: 1_000_000,
  // 20 bytes a node, so at most 400 MB.
  maxStackNodes: 20_000_000,
  // Hostile files reach 100,000; real ones 400. Below the cap everything is exact.
  maxStackDepth: 250_000,
  maxNameLength: 4_000,
};

/** Head of an unpacked file that recognisers may look at. */
export const headBytes = 64 * 1024;

/** Chunk size of streamed reading: one reused buffer of this size, see docs/architecture.md. */
export const chunkBytes = 1024 * 1024;

/**
 * Unpacked bytes allowed for `packed` gzip bytes. DEFLATE reaches 1032:1; real profiles stay below
 * 100:1. Short folded lines are read at some 60 MB of text a second, so 100:1 stops bombs within
 * the promise of 2 s work per MB.
 */
export function maxUnpackedBytes(packed: number): number {
  return Math.min(32 * 1024 ** 2 + 100 * packed, 64 * 1024 ** 3);
}
