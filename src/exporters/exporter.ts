import type { ProfileSet } from '../core/model/profile.ts';

/** One output format of `perf-report convert`. `write` throws UserError where the set cannot be expressed. */
export interface Exporter {
  readonly id: string;
  readonly title: string;
  /** Ending of file names, without the leading dot: "speedscope.json", "folded", "pb.gz". */
  readonly extension: string;
  /** True where the bytes are to be gzipped by the caller (pprof). */
  readonly gzip: boolean;
  /** True where a file holds one profile: the set's default one is written. */
  readonly oneProfile: boolean;
  write(set: ProfileSet): Uint8Array;
}
