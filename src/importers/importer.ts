import type { ImportLimits } from '../core/limits.ts';
import type { ProfileSet } from '../core/model/profile.ts';

/** The unpacked beginning of a file, for recognisers. */
export interface Head {
  /** At most `headBytes` of the unpacked file. */
  readonly bytes: Uint8Array;
  /** True when `bytes` is all there is. */
  readonly whole: boolean;
  /** `bytes` as text: UTF-8, or UTF-16 where a byte order mark says so; mark removed, invalid bytes as U+FFFD. */
  readonly text: string;
}

/** A file's unpacked content. Only io makes these; an importer calls `bytes` or `chunks`, once. */
export interface ByteSource {
  /** Path as the user should see it; never used for detection. */
  readonly name: string;
  /** Bytes on disk, packed or not. */
  readonly size: number;
  /** The whole content. Throws InputError past the limit. */
  bytes(): Promise<Uint8Array>;
  /** The content in order. A chunk is valid until the next one is asked for: the buffer is reused. */
  chunks(): AsyncIterable<Uint8Array>;
}

/**
 * One profile format. `recognise` looks at content only and must be cheap; `read` gives the finished
 * model or throws an InputError that says what is wrong, where, and what to do.
 */
export interface Importer {
  readonly id: string;
  readonly title: string;
  /** One line for people: how the format is told from others. */
  readonly recognisedBy: string;
  recognise(head: Head, name: string): boolean;
  read(source: ByteSource, limits: ImportLimits): Promise<ProfileSet>;
}

/** A format that is recognised and not read, with the command that converts it. */
export interface DeclinedFormat {
  readonly id: string;
  readonly title: string;
  readonly recognisedBy: string;
  /** What to run instead, as one sentence. */
  readonly advice: string;
  recognise(head: Head): boolean;
}
